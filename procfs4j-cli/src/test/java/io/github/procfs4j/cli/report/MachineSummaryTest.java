package io.github.procfs4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.recording.RecordingWriter;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.testing.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The summary of recordings of real programs, each of which has one problem (see the README beside
 * the recordings), and of made-up samples.
 */
class MachineSummaryTest {
  private static final Table CPU = Table.of("cpu", "cpu");
  private static final List<Column> MODES =
      Stream.of("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal")
          .map(MadeUp::counter)
          .toList();

  @TempDir private Path directory;

  static Path staged(String name, Path directory) throws IOException {
    Path file = directory.resolve(name + ".rec");
    try (InputStream in =
        new GZIPInputStream(
            Objects.requireNonNull(
                MachineSummaryTest.class.getResourceAsStream("staged/" + name + ".rec.gz")))) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  private static List<Object> findings(Object json) {
    List<Object> findings = new ArrayList<>();
    for (Object verdict : Json.list(json, "summary", "verdicts")) {
      findings.addAll(Json.list(verdict, "findings"));
    }
    return findings;
  }

  /** Each problem is found by its rule, and the program that has it is named. */
  @ParameterizedTest
  @CsvSource({
    "hog, cpu-process, StagedProblem hog",
    "thread, cpu-thread, worker of ",
    "fsync, stall-io, ''",
    "leak, memory-growth, StagedProblem leak",
    "forks, cpu-forks, ''",
    "gc, cpu-gc, StagedProblem gc",
    "lock, lock-waiters, inode "
  })
  void aStagedProblemIsFound(String name, String rule, String of) throws IOException {
    Run run = Run.of("report", staged(name, directory).toString(), "--format", "json").isDone();
    assertThat(findings(Json.parse(run.out())))
        .filteredOn(finding -> rule.equals(Json.at(finding, "rule")))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(Json.members(finding)).containsKeys("value", "threshold", "from");
              assertThat(Json.members(finding).getOrDefault("of", "").toString()).contains(of);
            });
  }

  /** Who is busy stands in the lists, whatever other programs do. */
  @ParameterizedTest
  @CsvSource({
    "hog, By CPU, 51 ",
    "leak, By growth, 2 ",
    "fsync, By I/O, 2 ",
    "gc, By run delay, 2 "
  })
  void theProgramLeadsItsList(String name, String list, String pid) throws IOException {
    Run run = Run.of("report", staged(name, directory).toString()).isDone();
    assertThat(run.lines())
        .filteredOn(line -> line.startsWith(list + " "))
        .singleElement()
        .satisfies(line -> assertThat(line.substring(list.length()).strip()).startsWith(pid));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hog", "thread", "fsync", "leak", "forks", "gc"})
  void itHasFewLines(String name) throws IOException {
    for (int columns : List.of(80, 100, 400)) {
      try (Recording recording = Recording.open(staged(name, directory))) {
        StringWriter text = new StringWriter();
        MachineSummary summary = new MachineSummary(recording, Span.all(recording));
        Samples samples = new Samples(recording);
        recording
            .sources()
            .forEach(
                source ->
                    summary.take(ReportCommand.findings(samples, source, Span.all(recording))));
        TerminalSummary.print(summary, new Output(text, columns, false));
        assertThat(text.toString().lines()).hasSizeLessThanOrEqualTo(TerminalSummary.LINES);
      }
      Files.delete(directory.resolve(name + ".rec"));
    }
  }

  /** Made up: a process with a long name, whose memory grows. */
  @Test
  void namesAreAsLongAsThereIsRoom() throws IOException {
    String name = "a-name-that-is-longer-than-those-of-most-programs-are";
    Path tree = directory.resolve("proc");
    Files.createDirectories(tree.resolve("7"));
    Files.writeString(tree.resolve("7/cmdline"), name + "\0");
    Path file = directory.resolve("long.rec");
    Sampler<?> sampler = Procfs.at(tree).processes().sampler();
    List<Recorder.Track> tracks = List.of(new Recorder.Track(sampler, Duration.ofSeconds(1)));
    try (sampler;
        RecordingWriter writer =
            RecordingWriter.create(
                file, false, tracks, RecordingFacts.of(Map.of("page_size", "1000")))) {
      Recorder recorder = new Recorder(tracks, writer);
      for (int pages : new int[] {1, 1, 9}) {
        String stat = "7 (x) S" + " 1".repeat(19) + " 0 " + pages + " 0".repeat(28) + "\n";
        Files.writeString(tree.resolve("7/stat"), stat);
        recorder.run(Duration.ZERO);
      }
    }
    assertThat(byGrowth(file, 80)).contains("7 x: " + name.substring(0, 18) + "\u2026 ");
    assertThat(byGrowth(file, 200)).contains("7 x: " + name + " ");
    assertThat(Run.of("report", file.toString(), "--html", "-").isDone().out())
        .contains(">7 x: " + name.substring(0, 42) + "\u2026 ");
  }

  private static String byGrowth(Path file, int columns) throws IOException {
    try (Recording recording = Recording.open(file)) {
      StringWriter text = new StringWriter();
      ReportCommand.print(recording, new Output(text, columns, false));
      return text.toString()
          .lines()
          .filter(line -> line.startsWith("By growth"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static SequencedMap<String, List<Long>> cpus(long second, long busy, long steal) {
    SequencedMap<String, List<Long>> rows = new LinkedHashMap<>();
    long idle = 100 - busy - steal;
    for (String cpu : List.of("all", "0", "1")) {
      rows.put(cpu, List.of(second * busy, 0L, 0L, second * idle, 0L, 0L, 0L, second * steal));
    }
    return rows;
  }

  /** A summary of made-up samples of {@code stat}: every CPU is busy, or stolen, for as long. */
  private MachineSummary ofCpus(long busy, long steal) throws IOException {
    MadeUp stat = new MadeUp("stat", CPU);
    for (int second = 0; second <= 30; second++) {
      stat.sample(MODES, cpus(second, busy, steal));
    }
    MachineSummary summary = empty();
    summary.take(stat.figures());
    return summary;
  }

  private MachineSummary empty() throws IOException {
    Path file = RecordedTexts.record(directory, List.of(Map.of("uptime", "1.00 1.00\n")));
    Recording recording = Recording.open(file);
    return new MachineSummary(recording, Span.all(recording));
  }

  private static List<String> met(MachineSummary summary) {
    return summary.verdicts().stream()
        .flatMap(verdict -> verdict.found().stream())
        .map(finding -> finding.rule().name())
        .toList();
  }

  /** The samples are made up: on a real machine, the hypervisor would have to be overloaded. */
  @Test
  void theStealOfANoisyNeighbourIsFound() throws IOException {
    assertThat(met(ofCpus(30, 25))).containsExactly("cpu-steal");
  }

  @Test
  void aQuietMachineIsNotRemarkable() throws IOException {
    MachineSummary summary = ofCpus(30, 0);
    MadeUp memory = new MadeUp("meminfo", Table.of("meminfo"));
    MadeUp disk = new MadeUp("diskstats", Table.of("disk", "device"));
    MadeUp pressure = new MadeUp("pressure/io", Table.of("pressure", "share"));
    for (long second = 0; second <= 30; second++) {
      memory.sample(
          List.of(
              MadeUp.gauge("MemTotal", Unit.KIBIBYTES),
              MadeUp.gauge("MemFree", Unit.KIBIBYTES),
              MadeUp.gauge("MemAvailable", Unit.KIBIBYTES)),
          row("", 8_000_000L, 4_000_000L, 6_000_000L + second));
      disk.sample(
          List.of(MadeUp.counter("time_io"), MadeUp.counter("weighted_time_io")),
          row("vda", 100 * second, 150 * second));
      pressure.sample(List.of(MadeUp.counter("total")), row("full", 10_000 * second));
    }
    summary.take(memory.figures());
    summary.take(disk.figures());
    summary.take(pressure.figures());
    assertThat(met(summary)).isEmpty();
    assertThat(new SummaryTexts(summary).lines(4, 5))
        .filteredOn(line -> line.name().equals("CPU") || line.name().equals("Memory"))
        .extracting(line -> line.value().replaceFirst(" over .*", ""))
        .containsExactly(
            "nothing remarkable; at most 30.0 % busy", "nothing remarkable; at most 25.0 % used");
  }

  private static SequencedMap<String, List<Long>> row(String name, Long... cells) {
    return new LinkedHashMap<>(Map.of(name, List.of(cells)));
  }

  @Test
  void whatWasNotRecordedIsNotKnown() throws IOException {
    assertThat(new SummaryTexts(empty()).lines(4, 5))
        .extracting(line -> line.name() + ": " + line.value())
        .contains(
            "Disks: not known: no samples of diskstats",
            "Processes: not recorded: procfs record usual shows who is busy");
  }

  /** A burst counts with the ten seconds around it. */
  @Test
  void aShortBurstIsNotRemarkable() throws IOException {
    MadeUp stat = new MadeUp("stat", CPU);
    long busy = 0;
    for (int second = 0; second <= 60; second++) {
      busy += second > 30 && second <= 35 ? 100 : 10;
      SequencedMap<String, List<Long>> rows = new LinkedHashMap<>();
      for (String cpu : List.of("all", "0", "1")) {
        rows.put(cpu, List.of(busy, 0L, 0L, second * 100L - busy, 0L, 0L, 0L, 0L));
      }
      stat.sample(MODES, rows);
    }
    MachineSummary summary = empty();
    summary.take(stat.figures());
    assertThat(summary.verdicts().getFirst().usual())
        .hasValueSatisfying(
            usual -> {
              assertThat(usual.peak().value()).isBetween(54.9, 55.1);
              assertThat(usual.peak().from()).isBetween(25.0, 30.0);
            });
  }

  /** The page lists the rules as they are, in their order. */
  @Test
  void thePageListsTheRules() throws IOException {
    String page = Files.readString(Path.of("../docs/summary.md"));
    String table = page.substring(page.indexOf("<!-- rules -->"), page.indexOf("<!-- /rules -->"));
    List<List<String>> rows =
        table
            .lines()
            .filter(line -> line.startsWith("| `"))
            .map(line -> List.of(line.split(" *\\| *", -1)))
            .toList();
    assertThat(rows)
        .extracting(row -> row.get(1) + " " + row.get(2) + " " + row.get(3) + " " + row.get(5))
        .containsExactlyElementsOf(
            Rules.ALL.stream()
                .map(
                    rule ->
                        "`%s` %s %s %s"
                            .formatted(
                                rule.name(),
                                rule.resource().text(),
                                rule.aspect(),
                                Double.isInfinite(rule.threshold())
                                    ? "never"
                                    : rule.condition().replaceFirst(".*≥ ", "")
                                        + (rule.unit().equals(Rule.WHOLE) ? " in all" : "")))
                .toList());
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).get(4)).contains("`" + Rules.ALL.get(i).watch().source() + "`");
    }
  }

  @Test
  void namesFromARecordingCannotSteerATerminalOrARule() {
    Rule rule =
        Rules.ALL.stream().filter(it -> it.name().equals("lock-waiters")).findFirst().orElseThrow();
    Peak peak = new Peak("VALUE \033[2J $1", "WHO", 2, 0, 1);
    assertThat(rule.text(peak)).isEqualTo("2.00 waiting for VALUE \033[2J $1, held by WHO");
  }
}
