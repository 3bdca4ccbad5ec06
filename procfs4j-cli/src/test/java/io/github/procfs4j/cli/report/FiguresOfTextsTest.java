package io.github.procfs4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.model.Playback;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares figures of texts that a kernel printed with the same figures computed in the simplest
 * way.
 */
class FiguresOfTextsTest {
  private static final Percentage ROUNDING = Percentage.withPercentage(1e-4);
  private static final List<String> SAMPLES = List.of("s0", "s1", "s2");

  @TempDir private Path directory;

  private SourceFigures figures(String file, List<String> texts, List<Double> seconds)
      throws IOException {
    Path recording =
        RecordedTexts.record(directory, texts.stream().map(text -> Map.of(file, text)).toList());
    try (Recording read = Recording.open(recording)) {
      RecordedSource source = read.source(file).orElseThrow();
      Playback playback = read.playback(source);
      double before = Double.NaN;
      while (playback.next()) {
        double now = (playback.startNanos() / 2.0 + playback.endNanos() / 2.0) / 1e9;
        if (!Double.isNaN(before)) {
          seconds.add(now - before);
        }
        before = now;
      }
      return SourceFigures.of(new Samples(read), source, Span.all(read));
    }
  }

  private SourceFigures figures(String file, List<Double> seconds) throws IOException {
    return figures(
        file,
        SAMPLES.stream().map(sample -> RecordedTexts.printed(sample, file)).toList(),
        seconds);
  }

  /** The numbers of each line, by the word before them. */
  private static Map<String, double[]> numbers(String text, int word) {
    Map<String, double[]> numbers = new HashMap<>();
    for (String line : text.lines().toList()) {
      String[] words = line.strip().split("[ :]+", -1);
      List<Double> found = new ArrayList<>();
      for (int i = word + 1; i < words.length && words[i].matches("\\d+"); i++) {
        found.add(Double.valueOf(words[i]));
      }
      numbers.put(words[word], found.stream().mapToDouble(Double::doubleValue).toArray());
    }
    return numbers;
  }

  private static double[] of(String name, Map<String, double[]> numbers) {
    return Objects.requireNonNull(numbers.get(name), name);
  }

  private static double[] difference(String file, int word, String row, int from) {
    double[] before = of(row, numbers(RecordedTexts.printed(SAMPLES.get(from), file), word));
    double[] after = of(row, numbers(RecordedTexts.printed(SAMPLES.get(from + 1), file), word));
    double[] difference = new double[after.length];
    for (int i = 0; i < after.length; i++) {
      difference[i] = after[i] - before[i];
    }
    return difference;
  }

  private static RowFigures row(SourceFigures source, String label) {
    return source.tables().stream()
        .flatMap(table -> table.rows().stream())
        .filter(row -> row.row().labels().equals(label.isEmpty() ? List.of() : List.of(label)))
        .findFirst()
        .orElseThrow();
  }

  private static FigureValues figure(RowFigures row, String name) {
    return row.figures().stream()
        .filter(figure -> figure.figure().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static float value(RowFigures row, String name, int interval) {
    return figure(row, name).values().get(interval);
  }

  /** The remarks on a row, and on all rows of its table. */
  private static List<String> remarks(SourceFigures source, RowFigures row) {
    TableFigures table =
        source.tables().stream().filter(t -> t.rows().contains(row)).findFirst().orElseThrow();
    return Remarks.of(source, table).onAll(List.of(row)).stream()
        .map(remark -> remark.replaceFirst("^.*?: ", ""))
        .toList();
  }

  /** Keys that no kernel prints: one that grows, one that falls once, one that does not change. */
  @Test
  void aColumnThatIsNotDescribedAndNeverFellIsPresumedToBeACounter() throws IOException {
    String text = "pgfault %d\nnovel_events %d\nnovel_level %d\nnovel_limit 7\n";
    List<Double> seconds = new ArrayList<>();
    SourceFigures source =
        figures(
            "vmstat",
            List.of(text.formatted(1, 10, 5), text.formatted(2, 30, 9), text.formatted(3, 30, 8)),
            seconds);
    RowFigures row = row(source, "");
    assertThat(value(row, "novel_events (presumed)", 0))
        .isCloseTo((float) (20 / seconds.getFirst()), ROUNDING);
    assertThat(value(row, "novel_events (presumed)", 1)).isZero();
    assertThat(row.figures())
        .extracting(figure -> figure.figure().name())
        .doesNotContain("novel_level (presumed)", "novel_limit (presumed)", "pgfault (presumed)");
  }

  @Test
  void cpuTimeIsSharedOutAsMpstatDoes() throws IOException {
    SourceFigures source = figures("stat", new ArrayList<>());
    for (String cpu : List.of("all", "0", "7")) {
      for (int i = 0; i < 2; i++) {
        double[] d = difference("stat", 0, cpu.equals("all") ? "cpu" : "cpu" + cpu, i);
        double total = d[0] + d[1] + d[2] + d[3] + d[4] + d[5] + d[6] + d[7];
        RowFigures row = row(source, cpu);
        assertThat(value(row, "busy", i))
            .isCloseTo((float) (100 * (total - d[3] - d[4]) / total), ROUNDING);
        assertThat(value(row, "user", i))
            .isCloseTo((float) (100 * (d[0] - d[8]) / total), ROUNDING);
        assertThat(value(row, "system", i)).isCloseTo((float) (100 * d[2] / total), ROUNDING);
        assertThat(value(row, "softirq", i)).isCloseTo((float) (100 * d[6] / total), ROUNDING);
      }
    }
  }

  @Test
  void theMeanOfSharesIsThatOfAllTicks() throws IOException {
    RowFigures row = row(figures("stat", new ArrayList<>()), "0");
    double[] a = difference("stat", 0, "cpu0", 0);
    double[] b = difference("stat", 0, "cpu0", 1);
    double ticks = 0;
    for (int i = 0; i < 8; i++) {
      ticks += a[i] + b[i];
    }
    assertThat(figure(row, "system").summary().mean())
        .isCloseTo(100 * (a[2] + b[2]) / ticks, ROUNDING);
  }

  @Test
  void theCpuThatWentOfflineHasValuesUntilThen() throws IOException {
    SourceFigures source = figures("stat", new ArrayList<>());
    RowFigures row = row(source, "1");
    assertThat(value(row, "busy", 0)).isNotNaN();
    assertThat(value(row, "busy", 1)).isNaN();
    assertThat(remarks(source, row)).contains("present in 1 of 2 intervals");
  }

  @Test
  void anIntervalInWhichIowaitWentBackIsLeftOutAndSaidToBe() throws IOException {
    // Made up: like s1 and s2, but cpu0 waited less for I/O in s1 than in s0.
    List<String> texts = new ArrayList<>();
    SAMPLES.forEach(sample -> texts.add(RecordedTexts.printed(sample, "stat")));
    texts.set(1, texts.get(1).replaceAll("(?m)^(cpu0 \\d+ \\d+ \\d+ \\d+) \\d+", "$1 10"));
    SourceFigures source = figures("stat", texts, new ArrayList<>());
    RowFigures row = row(source, "0");
    assertThat(value(row, "user", 0)).isNaN();
    assertThat(value(row, "user", 1)).isNotNaN();
    assertThat(remarks(source, row))
        .containsExactly("1 of 2 intervals left out: a counter went backwards");
  }

  @Test
  void aVersionThatIsNotKnownHasNoFiguresAndIsSaidOnce() throws IOException {
    // Made up.
    String known = "version 15\ntimestamp 5\ncpu0 1 0 3 4 5 6 7 8 9\ncpu1 1 0 3 4 5 6 7 8 9\n";
    String unknown = known.replace("15", "99");
    SourceFigures source =
        figures("schedstat", List.of(unknown, unknown, unknown), new ArrayList<>());
    assertThat(source.tables())
        .singleElement()
        .satisfies(table -> assertThat(table.figures()).noneMatch(f -> f.name().equals("running")));
    assertThat(Overview.gaps(source))
        .singleElement()
        .satisfies(
            note ->
                assertThat(note.text())
                    .startsWith("numbers are named after their positions (field2 to field10)")
                    .endsWith("not every row has all of them"));
    for (TableFigures table : source.tables()) {
      assertThat(Overview.remarks(source, table)).isEmpty();
    }
    assertThat(Overview.gaps(figures("schedstat", List.of(known, known, known), new ArrayList<>())))
        .isEmpty();
  }

  @Test
  void disksAreToldOfAsIostatDoes() throws IOException {
    List<Double> seconds = new ArrayList<>();
    SourceFigures source = figures("diskstats", seconds);
    int compared = 0;
    for (String disk : numbers(RecordedTexts.printed("s0", "diskstats"), 2).keySet()) {
      double[] d = difference("diskstats", 2, disk, 0);
      double t = seconds.getFirst();
      RowFigures row = row(source, disk);
      assertThat(value(row, "r/s", 0)).isCloseTo((float) (d[0] / t), ROUNDING);
      assertThat(value(row, "rB/s", 0)).isCloseTo((float) (d[2] * 512 / t), ROUNDING);
      assertThat(value(row, "w/s", 0)).isCloseTo((float) (d[4] / t), ROUNDING);
      assertThat(value(row, "wB/s", 0)).isCloseTo((float) (d[6] * 512 / t), ROUNDING);
      assertThat(value(row, "%util", 0)).isCloseTo((float) (d[9] / (10 * t)), ROUNDING);
      assertThat(value(row, "aqu-sz", 0)).isCloseTo((float) (d[10] / (1000 * t)), ROUNDING);
      if (d[4] > 0) {
        assertThat(value(row, "w_await", 0)).isCloseTo((float) (d[7] / d[4]), ROUNDING);
        assertThat(value(row, "wareq-sz", 0)).isCloseTo((float) (d[6] * 512 / d[4]), ROUNDING);
        compared++;
      } else {
        assertThat(value(row, "w_await", 0)).isNaN();
      }
    }
    assertThat(compared).isPositive();
  }

  @Test
  void theMeanTimeOfARequestIsThatOfAllRequests() throws IOException {
    // Made up: one request of 100 ms, then 99 of 1 ms.
    List<String> texts =
        List.of(
            " 8 0 sda 0 0 0 0 0 0 0 0 0 0 0\n",
            " 8 0 sda 1 0 8 100 0 0 0 0 0 100 100\n",
            " 8 0 sda 100 0 800 199 0 0 0 0 0 199 199\n");
    RowFigures row = row(figures("diskstats", texts, new ArrayList<>()), "sda");
    assertThat(figure(row, "r_await").summary().mean()).isCloseTo(1.99, ROUNDING);
    assertThat(figure(row, "r_await").summary().p50()).isEqualTo(1);
    assertThat(figure(row, "r_await").summary().max()).isEqualTo(100);
  }

  @Test
  void whatWasAddedAnewHasNoValuesAcrossThat() throws IOException {
    SourceFigures source = figures("diskstats", new ArrayList<>());
    RowFigures row = row(source, "zram1");
    assertThat(value(row, "w/s", 0)).isEqualTo(0);
    assertThat(value(row, "w/s", 1)).isNaN();
    assertThat(remarks(source, row))
        .contains(
            "1 of 2 intervals left out of %util, aqu-sz, w/s, wB/s, w_await, wareq-sz: a counter"
                + " went backwards");
  }

  @Test
  void busierThanCanBeIsShownAndSaid() throws IOException {
    // Made up: 10 s of work in some milliseconds.
    List<String> texts =
        List.of(" 8 0 sda 0 0 0 0 0 0 0 0 0 0 0\n", " 8 0 sda 1 0 8 100 0 0 0 0 0 10000 100\n");
    SourceFigures source = figures("diskstats", texts, new ArrayList<>());
    RowFigures row = row(source, "sda");
    assertThat(value(row, "%util", 0)).isGreaterThan(100);
    assertThat(remarks(source, row))
        .contains(
            "%util above 100 % in 1 of 1 interval: the kernel counts in coarse steps; a large"
                + " excess is an error in its numbers");
  }

  @Test
  void memoryStandsAtTheEndOfEachInterval() throws IOException {
    RowFigures row = row(figures("meminfo", new ArrayList<>()), "");
    for (int i = 0; i < 2; i++) {
      Map<String, double[]> printed =
          numbers(RecordedTexts.printed(SAMPLES.get(i + 1), "meminfo"), 0);
      double available = of("MemAvailable", printed)[0] * 1024;
      assertThat(value(row, "MemAvailable", i)).isCloseTo((float) available, ROUNDING);
      assertThat(value(row, "used", i))
          .isCloseTo((float) (of("MemTotal", printed)[0] * 1024 - available), ROUNDING);
    }
  }

  @Test
  void pagingIsCountedASecondByTheTimeMeasured() throws IOException {
    List<Double> seconds = new ArrayList<>();
    RowFigures row = row(figures("vmstat", seconds), "");
    for (int i = 0; i < 2; i++) {
      double faults = difference("vmstat", 0, "pgfault", i)[0];
      assertThat(value(row, "faults", i)).isCloseTo((float) (faults / seconds.get(i)), ROUNDING);
    }
    double all =
        difference("vmstat", 0, "pgfault", 0)[0] + difference("vmstat", 0, "pgfault", 1)[0];
    assertThat(figure(row, "faults").summary().mean())
        .isCloseTo(all / (seconds.get(0) + seconds.get(1)), ROUNDING);
    assertThat(figure(row, "faults").summary().size()).isEqualTo(2);
    assertThat(figure(row, "swapped in").summary().max()).isCloseTo(0, within(0.0));
  }

  @Test
  void pagesAreAsLargeAsTheRecordingTells() throws IOException {
    // The recording states 16 KiB, whatever the page size of this machine.
    String text = "dentry 28414 28434 192 21 1 : tunables 0 0 0 : slabdata 1354 1354 0\n";
    RowFigures row = row(figures("slabinfo", List.of(text, text), new ArrayList<>()), "dentry");
    assertThat(value(row, "held", 0)).isEqualTo(1354 * 16384);
    assertThat(value(row, "wasted", 0)).isEqualTo(1354 * 16384 - 28414 * 192);
  }

  /** Made up: a real line of one zone, which loses its last number after the second sample. */
  @Test
  void aFigureThatStopsApplyingIsRemarked() throws IOException {
    String line = "Node 0, zone      DMA      1      2      1      0      3      1      2      3";
    String longer = line + "      9 \n";
    String shorter = line + " \n";
    SourceFigures source =
        figures("buddyinfo", List.of(longer, longer, shorter, shorter), new ArrayList<>());
    RowFigures row = source.tables().getFirst().rows().getFirst();
    assertThat(remarks(source, row))
        .containsExactlyInAnyOrder(
            "no value in 1 of 3 intervals because this kernel does not print it: unusable 8"
                + " (order8)",
            "no value in 1 of 3 intervals because it does not apply to these: unusable 8");
    SourceFigures never =
        figures("buddyinfo", List.of(shorter, shorter, shorter), new ArrayList<>());
    assertThat(remarks(never, never.tables().getFirst().rows().getFirst())).isEmpty();
  }
}
