package io.github.procfs4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.cli.report.RecordedTexts;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.cli.terminal.Text;
import io.github.procfs4j.testing.Corpus;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command prints to terminals of any width: no line is too wide, and nothing is lost. */
class WidthsTest {
  private static final int NARROWEST = 20;
  private static final int WIDEST = 400;

  /** A 64-bit number may have to be broken in narrower terminals. */
  private static final int ROOM_FOR_A_NUMBER = 48;

  /** No number of this length is broken. */
  private static final int UNBROKEN = 11;

  private static final Pattern NUMBER = Pattern.compile("(?<!\\S)[0-9][0-9,.]*(?!\\S)");

  /** Only these in a report, because names of processes, which are truncated, may be numbers. */
  private static final Pattern DECIMAL = Pattern.compile("(?<!\\S)[0-9]+\\.[0-9]{2,}(?!\\S)");

  /** For output whose numbers differ each time. */
  private static final Pattern NONE = Pattern.compile("(?!)");

  @TempDir private static Path directory;

  private static Run run(int columns, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Streams streams = new Streams(new Output(out, columns, true), new Output(err, columns, true));
    int code = Main.run(arguments, streams, () -> false);
    String plain = out.toString().replaceAll("\\033\\[[01]m", "");
    // Including the line that is redrawn in place.
    return new Run(code, plain, err.toString().replace('\r', '\n'));
  }

  /** Every narrow width at which the layout differs, and some others. */
  private static IntStream widths() {
    return IntStream.rangeClosed(NARROWEST, WIDEST)
        .filter(c -> c <= 60 ? c % 5 == 0 || c == 33 : c == 80 || c == 133 || c == WIDEST);
  }

  /** How many widths are tried with each recording; 381 are all. */
  private static final int WIDTHS = Integer.getInteger("procfs.widths", 4);

  /** The narrowest, the widest, and others at equal distances. */
  private static IntStream someWidths() {
    return IntStream.range(0, WIDTHS)
        .map(i -> NARROWEST + (WIDEST - NARROWEST) * i / Math.max(1, WIDTHS - 1));
  }

  private static Set<String> numbers(Pattern number, String text) {
    return number
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static void fits(int columns, Run run) {
    assertThat(run.err()).doesNotContain("internal error");
    assertThat(
            Stream.concat(run.out().lines(), run.err().lines())
                .filter(line -> Text.of(line).columns() > columns))
        .as("wider than %d columns", columns)
        .isEmpty();
  }

  /** Checks that the output has the same numbers at each width, in lines that fit. */
  private static void fits(Pattern number, String... arguments) {
    fits(widths(), number, arguments);
  }

  private static void fits(IntStream widths, Pattern number, String... arguments) {
    Run wide = run(WIDEST, arguments);
    widths.forEach(
        columns -> {
          Run run = run(columns, arguments);
          fits(columns, run);
          assertThat(run.code()).isEqualTo(wide.code());
          Set<String> expected = numbers(number, wide.out());
          expected.removeIf(n -> columns < ROOM_FOR_A_NUMBER && n.length() > UNBROKEN);
          assertThat(numbers(number, run.out())).as("in %d columns", columns).containsAll(expected);
        });
  }

  static Stream<String> sources() {
    return Stream.concat(
        Procfs.sampledFiles().stream().map(file -> file.source().name()),
        Procfs.onceFiles().stream().map(file -> file.source().name()));
  }

  @ParameterizedTest
  @MethodSource("sources")
  void showFits(String source) {
    Path tree = Corpus.tree("amd64-6.1-smp8-numa2", "s1");
    fits(NUMBER, "show", source, "--root", tree.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"stat", "status", "cmdline"})
  void showOfAProcessFits(String file) {
    String pid = Long.toString(ProcessHandle.current().pid());
    fits(NONE, "show", "pid/" + file, "--pid", pid);
  }

  @Test
  void sourcesFit() {
    fits(NUMBER, "sources", "--root", Tree.REAL.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "record",
        "report",
        "diff",
        "study",
        "show",
        "sources",
        "cost",
        "wss",
        "waits",
        "completion"
      })
  void helpFits(String command) {
    fits(NUMBER, Stream.of(command, "--help").filter(s -> !s.isEmpty()).toArray(String[]::new));
    String wide = help(WIDEST, command);
    assertThat(help(NARROWEST, command).replaceAll("\\s", ""))
        .as("nothing is lost")
        .isEqualTo(wide.replaceAll("\\s", ""));
    assertThat(help(80, command).split("\\s+"))
        .as("no word is broken")
        .containsExactly(wide.split("\\s+"));
  }

  private static String help(int columns, String command) {
    return run(columns, command.isEmpty() ? "help" : command, "--help").out();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nothing",
        "show memory loadavg",
        "show stat --format xml",
        "record loadavg",
        "record stat@1us",
        "record --keep 1XB",
        "report nothing",
        "report nothing --format xml",
        "wss 999999999",
        "cost --every 1"
      })
  void messagesFit(String command) {
    fits(NUMBER, command.split(" ", -1));
  }

  private static Path recorded(Path in, String... arguments) throws IOException {
    Path file = Files.createTempFile(in, "recorded", ".rec");
    Run recorded =
        run(
            80,
            Stream.concat(
                    Stream.of("record", "--force", "-o", file.toString()), Stream.of(arguments))
                .toArray(String[]::new));
    fits(80, recorded);
    assertThat(recorded.code()).as(recorded.err()).isZero();
    return file;
  }

  private static Map<String, String> texts(String variant, String sample) {
    Map<String, String> texts = new LinkedHashMap<>();
    Procfs.sampledFiles()
        .forEach(
            file -> {
              Path text = Corpus.tree(variant, sample).resolve(file.source().name());
              if (Files.exists(text)) {
                texts.put(file.source().name(), RecordedTexts.read(text));
              }
            });
    return texts;
  }

  @ParameterizedTest
  @ValueSource(strings = {"amd64-6.12-smp4-numa2", "s390x-6.1-smp3"})
  void reportFits(String variant, @TempDir Path tree) throws IOException {
    Path file =
        RecordedTexts.record(
            tree, List.of(texts(variant, "s0"), texts(variant, "s1"), texts(variant, "s2")));
    fits(DECIMAL, "report", "--full", file.toString());
  }

  @Test
  void reportsOfProcessesAndThreadsFit() throws IOException {
    String self = "pid:" + ProcessHandle.current().pid();
    Path file =
        recorded(
            directory,
            "all",
            self,
            "--threads",
            "--every",
            "20ms",
            "--duration",
            "200ms",
            "--budget",
            "50%");
    fits(DECIMAL, "report", "--full", file.toString());
  }

  @Test
  void recordCostAndWssFit() throws IOException {
    String pid = Long.toString(ProcessHandle.current().pid());
    for (int columns : List.of(20, 33, 47, 80, 200)) {
      String file = directory.resolve(columns + ".rec").toString();
      for (String command :
          List.of(
              "record uptime pid:nobody --duration 30ms -o " + file,
              "cost uptime meminfo --duration 20ms --every 1ms",
              "wss " + pid + " --every 10ms --duration 30ms")) {
        fits(columns, run(columns, command.split(" ", -1)));
      }
    }
  }

  /** All recordings among the resources: staged problems, and hostile ones. */
  static Stream<String> recordings() throws IOException {
    Path all = Path.of("src/test/resources/io/github/procfs4j/cli/report");
    List<Path> files = new ArrayList<>();
    for (String kind : List.of("staged", "hostile")) {
      try (Stream<Path> of = Files.list(all.resolve(kind))) {
        of.filter(file -> file.toString().matches(".*[.]rec([.]gz)?")).forEach(files::add);
      }
    }
    assertThat(files).hasSizeGreaterThan(10);
    return files.stream().map(Path::toString).sorted();
  }

  private static Path unpacked(String recording) throws IOException {
    Path from = Path.of(recording);
    Path file = directory.resolve(from.getFileName().toString().replace(".gz", ""));
    try (InputStream in = Files.newInputStream(from)) {
      Files.copy(
          recording.endsWith(".gz") ? new GZIPInputStream(in) : in,
          file,
          StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  /** Each form of the report, and the other commands that read recordings. */
  @ParameterizedTest
  @MethodSource("recordings")
  void whatIsPrintedOfRecordingsFits(String recording) throws IOException {
    String file = unpacked(recording).toString();
    fits(someWidths(), DECIMAL, "report", file);
    fits(someWidths(), DECIMAL, "report", file, "--full");
    fits(someWidths(), DECIMAL, "report", file, "--top", "3");
    fits(someWidths(), DECIMAL, "report", file, "--group", "user", "--sort", "peak");
    fits(someWidths(), DECIMAL, "info", file);
    String copy = directory.resolve("copy.rec").toString();
    fits(someWidths(), NONE, "cut", file, "--from", "1s", "--force", "-o", copy);
    fits(someWidths(), NONE, "cut", file, "--from", "100d", "--force", "-o", copy);
    fits(someWidths(), NONE, "merge", file, file, "--force", "-o", copy);
    fits(someWidths(), NONE, "mark", file, "a mark");
  }

  @Test
  void theComparisonOfRecordingsFits(@TempDir Path hosts) throws IOException {
    Path staged = Path.of("src/test/resources/io/github/procfs4j/cli/report/staged");
    try (Stream<Path> files = Files.list(staged)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".gz")).toList()) {
        Files.move(
            unpacked(file.toString()),
            hosts.resolve(file.getFileName().toString().replace(".gz", "")));
      }
    }
    Files.writeString(hosts.resolve("x".repeat(200) + ".rec"), "not a recording");
    fits(DECIMAL, "report", hosts.toString());
    fits(DECIMAL, "report", hosts.toString(), "--top", "2");
  }
}
