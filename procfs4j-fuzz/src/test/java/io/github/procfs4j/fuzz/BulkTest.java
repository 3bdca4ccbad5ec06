package io.github.procfs4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.procfs4j.cli.Shown;
import io.github.procfs4j.cli.compare.Compared;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.report.Reported;
import io.github.procfs4j.fuzz.MadeRecording.Fields;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cost of a recording grows with its length, whatever it has many of. Only measures that do not
 * depend on the load of the machine are used: computed figures, allocated bytes, and whether a
 * small heap is enough.
 */
class BulkTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ONE_IN = Integer.getInteger("procfs.one-in", 1);
  private static final int SHORT = 1 << 15;
  private static final int TIMES = 4;
  static final int LONG = 1 << 20;

  /** Linear growth may happen in steps; quadratic growth would be fourfold. */
  private static final double MARGIN = 2;

  /** A negligible number of figures for each byte. */
  private static final int FIGURES_A_BYTE = 2;

  /** The heap for the JVM itself; each MB of a recording may take more. */
  private static final int BASE_MIB = 32;

  private static final int MIB_A_MIB = 64;

  @TempDir private Path directory;

  static Stream<Bulk> kinds() {
    return Stream.of(Bulk.values()).filter(bulk -> bulk.ordinal() % ONE_IN == ONE_IN / 2);
  }

  /** What a condition names in many of the recordings; all its values are kept. */
  private static final List<String> CONDITION = List.of("c0 p99 > +10 %");

  /**
   * The cost of playing a recording and of reporting it in each way, and that of comparing it with
   * another one that is the same.
   */
  private record Cost(double figures, double bytes, double bytesOfComparison) {}

  @ParameterizedTest
  @MethodSource("kinds")
  void costsWhatItsLengthJustifies(Bulk bulk) throws IOException {
    Cost little = cost(bulk.of(SHORT));
    Cost much = cost(bulk.of(TIMES * SHORT));
    assertThat(much.figures)
        .as("figures computed")
        .isLessThanOrEqualTo(
            Math.max(TIMES * SHORT * FIGURES_A_BYTE, MARGIN * TIMES * little.figures));
    assertThat(much.bytes).as("bytes allocated").isLessThan(MARGIN * TIMES * little.bytes);
    assertThat(much.bytesOfComparison)
        .as("bytes allocated by a comparison")
        .isLessThan(MARGIN * TIMES * little.bytesOfComparison);
  }

  /**
   * A measure that notices what neither allocates nor is counted as a figure, such as comparing
   * each row with each other: less than a second for each MB, and three times as much on a busy
   * machine.
   */
  @ParameterizedTest
  @MethodSource("kinds")
  void takesAsMuchTimeAsItsLengthJustifies(Bulk bulk) throws IOException {
    Path file = Files.write(directory.resolve("recording"), bulk.of(1 << 19));
    try (Recording recording = Recording.open(file)) {
      Limits limits = Limits.ofRecording((int) Files.size(file));
      limits.hold("a summary", () -> Reported.summary(recording));
      limits.hold("a page, a text and JSON", () -> Reported.nowhere(recording));
    }
    Path other = Files.copy(file, directory.resolve("other"));
    Limits.ofRecording(2 * (int) Files.size(file)).hold("a comparison", () -> compare(file, other));
  }

  private static void compare(Path a, Path b) throws IOException {
    Optional<Compared> compared = Compared.of(a, b, CONDITION);
    if (compared.isPresent()) {
      compared.get().nowhere();
    }
  }

  /** All figures differ: each is tested, and those that the test shows have intervals. */
  @Test
  void comparingWhatDiffersEverywhereTakesAsMuchTimeAsItsLengthJustifies() throws IOException {
    Path a = Files.write(directory.resolve("a"), gauges(1));
    Path b = Files.write(directory.resolve("b"), gauges(30));
    Limits.ofRecording((int) (Files.size(a) + Files.size(b)))
        .hold(
            "a comparison",
            () -> {
              Compared compared = Compared.of(a, b, CONDITION).orElseThrow();
              assertThat(compared.tested()).isGreaterThan(50_000);
              assertThat(compared.found()).isBetween(4_000, 10_000);
              compared.nowhere();
            });
  }

  /** A recording with as many gauges as there may be cells, which have this value. */
  private static byte[] gauges(int value) {
    MadeRecording made = new MadeRecording();
    int source = made.source("made-up");
    int rows = 256;
    int columns = (1 << 18) / rows;
    int first =
        made.columns(
            IntStream.range(0, columns)
                .mapToObj(i -> Column.undescribed("c" + i, Unit.COUNT))
                .toList());
    List<List<String>> labels =
        IntStream.range(0, rows).mapToObj(i -> List.of(Integer.toString(i))).toList();
    made.layout(source, "t", List.of("l"), first, columns, labels);
    Fields key = MadeRecording.key(1, rows * columns, value);
    made.samples(source, key.add(MadeRecording.still(16, true)));
    return made.file();
  }

  private Cost cost(byte[] bytes) throws IOException {
    Path file = Files.write(directory.resolve("recording"), bytes);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try (Recording recording = Recording.open(file)) {
      report(recording);
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      double figures = Reported.figures(recording);
      Path other = Files.write(directory.resolve("other"), bytes);
      long beforeComparison = THREADS.getCurrentThreadAllocatedBytes();
      compare(file, other);
      return new Cost(
          figures, allocated, THREADS.getCurrentThreadAllocatedBytes() - beforeComparison);
    }
  }

  private static void report(Recording recording) throws IOException {
    for (RecordedSource source : recording.sources()) {
      Interval interval = new Interval(recording.playback(source));
      while (interval.next()) {
        assertThat(interval.toNanos()).isGreaterThanOrEqualTo(interval.fromNanos());
      }
    }
    Reported.nowhere(recording);
    Reported.summary(recording);
  }

  @Test
  void whatIsHeldAtOnceIsAsMuchAsItsLengthJustifies() throws Exception {
    List<Path> files = new ArrayList<>();
    long longest = 0;
    Bulk[] all = Bulk.values();
    for (int i = 0; i < all.length; i += ONE_IN) {
      Bulk bulk = all[i];
      Path file = Files.write(directory.resolve(bulk.toString()), bulk.of(LONG));
      files.add(file);
      longest = Math.max(longest, Files.size(file));
    }
    List<String> names = files.stream().map(Path::toString).toList();
    run(longest, Reports.class, names);
    run(2 * longest, Comparisons.class, names);
  }

  /**
   * Exports and queries cost what the length of the recording and what they write justify: CPU
   * time, and a heap that is the same as for reports. These are the recordings for which a format
   * might keep more than that: for each field of each row, for each table, or long labels.
   */
  @Test
  void whatIsExportedCostsWhatItsLengthJustifies() throws Exception {
    List<String> exports =
        List.of(
            "STILL_ROWS",
            "csv",
            "STILL_ROWS",
            "perfetto",
            "COLUMNS",
            "perfetto",
            "SOURCES",
            "csv",
            "LOCKS",
            "csv",
            "ROWS_WITHOUT_MOST_COLUMNS",
            "csv",
            "ROWS_WITHOUT_MOST_COLUMNS",
            "parquet",
            "LAYOUTS_OF_ROWS_AND_COLUMNS",
            "perfetto",
            "LAYOUTS_OF_ROWS_AND_COLUMNS",
            "parquet",
            "LATE_ROWS",
            "parquet",
            "LONG_LABEL",
            "perfetto",
            "LONG_LABEL",
            "jfr",
            "TABLES_OF_A_LAYOUT",
            "sql");
    List<String> words = new ArrayList<>(List.of(directory.toString()));
    for (int i = 0; i < exports.size(); i += 2 * Math.min(ONE_IN, 4)) {
      words.addAll(exports.subList(i, i + 2));
    }
    run(LONG, BulkExports.class, words);
  }

  /** Each part in which the clock shows another day is a file for each table. */
  @Test
  void aClockThatIsSetBackAndForthMakesNoFiles() throws IOException {
    Path file = Files.write(directory.resolve("days.rec"), Bulk.DAYS.of(1 << 16));
    Path out = directory.resolve("days");
    List<String> words =
        List.of("export", file.toString(), "--to", "parquet", "-o", out.toString());
    Shown.Run all = Shown.run(80, words.toArray(String[]::new));
    assertThat(all.code()).isEqualTo(CommandException.FAILED);
    assertThat(all.err().replaceAll("\\s+", " "))
        .contains("shows more than 999 times another day than before")
        .contains("--from and --until choose a part");
    assertThat(out).doesNotExist();

    // The last of 1,000 parts begins 999 seconds after the first.
    assertThat(parts(words, out, "999500ms")).isEqualTo(1000);
  }

  private static long parts(List<String> export, Path out, String until) throws IOException {
    List<String> words = new ArrayList<>(export);
    words.addAll(List.of("--until", until));
    Shown.Run run = Shown.run(80, words.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    try (Stream<Path> made = Files.walk(out)) {
      return made.filter(path -> path.toString().contains("table=t"))
          .filter(Files::isRegularFile)
          .count();
    }
  }

  /** Runs a program with the heap for recordings of this length. */
  private void run(long longest, Class<?> program, List<String> arguments) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx%dm".formatted(BASE_MIB + longest * MIB_A_MIB / (1 << 20)),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
    words.addAll(arguments);
    Path out = directory.resolve("out.txt");
    Process process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      assertThat(process.waitFor()).as(() -> text(out)).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Reports recordings, in a separate JVM. */
  static final class Reports {
    private Reports() {}

    public static void main(String... files) throws IOException {
      for (String file : files) {
        System.out.println(file);
        try (Recording recording = Recording.open(Path.of(file))) {
          report(recording);
        }
      }
    }
  }

  /** Compares recordings with copies of them, in a separate JVM. */
  static final class Comparisons {
    private Comparisons() {}

    public static void main(String... files) throws IOException {
      for (String file : files) {
        System.out.println(file);
        Path other = Path.of(file + ".copy");
        compare(Path.of(file), Files.copy(Path.of(file), other));
        Files.delete(other);
      }
    }
  }
}
