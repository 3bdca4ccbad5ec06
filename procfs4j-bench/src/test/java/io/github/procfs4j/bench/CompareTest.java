package io.github.procfs4j.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.procfs4j.bench.ReaderProcess.Batch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison with others: what it computes, and a minimal run. */
class CompareTest {
  private static final ReaderComparison.Effort FEW_READINGS =
      new ReaderComparison.Effort(0, 100_000, 3, 2);
  private static final RecorderComparison.Effort FEW_SAMPLES =
      new RecorderComparison.Effort(1, 3, 1);

  /** Building them takes most of a minute. */
  private static final Set<String> SLOW_TO_BUILD = Set.of("Rust procfs", "Go procfs");

  private static final List<String> NO_PROGRAM = List.of("no-such-program");
  private static final List<String> BY_FILE = List.of("stat", "meminfo", "vmstat", "diskstats");

  @TempDir Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private List<Compared> compare(List<Contender> readers, List<RecorderContender> recorders)
      throws IOException, InterruptedException {
    Compare compare =
        new Compare(
            directory,
            new Compare.Effort(FEW_READINGS, FEW_SAMPLES, 0),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8));
    try {
      return compare.run(readers, recorders);
    } catch (Gcc.NoCompilerException e) {
      return abort(String.valueOf(e.getMessage()));
    }
  }

  private static RecorderContender recorder(String name, String packages, String... command) {
    return new RecorderContender(
        RecorderContender.SYSTEM,
        name,
        packages,
        true,
        Map.of(),
        (sources, output, seconds) -> {
          Tool.run(sources, Map.of(), List.of(command[0], "-c", "true"));
          return List.of(command);
        });
  }

  @Test
  void aWholeComparisonWithWhatIsThere() throws Exception {
    List<Contender> readers = new ArrayList<>(Contender.all());
    readers.removeIf(contender -> SLOW_TO_BUILD.contains(contender.name()));
    readers.add(
        new Contender(
            "nobody", "nobody-dev", sources -> List.of(Tool.run(sources, Map.of(), NO_PROGRAM))));
    List<RecorderContender> recorders = new ArrayList<>(RecorderContender.own());
    recorders.add(recorder("no recorder", "recorders", NO_PROGRAM.getFirst()));
    recorders.add(recorder("short", "", "sh", "-c", "echo 'error: not today' >&2"));
    recorders.add(recorder("busy", "", "sh", "-c", "while true; do echo 123456789; done"));

    List<Compared> results = compare(readers, recorders);

    assertThat(err.toString(UTF_8))
        .contains("nobody is left out (apt-get install nobody-dev): no-such-program was not found")
        .contains("no recorder is left out (apt-get install recorders): no-such-program was not")
        .contains("short is left out: error: not today");
    for (String how : List.of(ReaderComparison.HOT, ReaderComparison.COLD)) {
      for (String who : List.of(Contender.PREAD, Contender.OURS, JavaReader.FILES)) {
        for (String subject : ReaderComparison.SUBJECTS) {
          assertThat(one(results, subject, how, who).ns()).as(who + subject).isBetween(50.0, 1e8);
        }
      }
      for (String subject : BY_FILE) {
        assertThat(one(results, subject, how, JavaReader.OSHI).ratio()).isPositive();
      }
      assertThat(find(results, "process/stat", how, JavaReader.OSHI)).as("reads more").isEmpty();
      assertThat(one(results, "stat", how, Contender.PREAD).ratio()).isEqualTo(1);
    }
    Compared copy = one(results, RecorderContender.SYSTEM, "1 Hz", RecorderContender.COPY);
    assertThat(copy.ratio()).isEqualTo(1);
    assertThat(copy.ns()).isBetween(1e4, 2e8);
    assertThat(copy.bytes()).as("the texts of a dozen files").isBetween(4_000.0, 1e7);
    assertThat(copy.resident()).isBetween(1e5, 1e7);
    Compared busy = one(results, RecorderContender.SYSTEM, "1 Hz", "busy");
    assertThat(busy.ns()).as("a part of a CPU").isBetween(1e7, 1.1e9);
    assertThat(busy.reference()).isEqualTo(copy.ns());
    assertThat(busy.bytes()).isGreaterThan(1e5);
    assertThat(results).extracting(Compared::who).doesNotContain("nobody", "no recorder", "short");
    assertThat(out.toString(UTF_8))
        .contains("Linux ", "OSHI ", Contender.OURS, "process/four", RecorderContender.COPY)
        .doesNotContain("NaN");
  }

  private static Optional<Compared> find(
      List<Compared> results, String subject, String how, String who) {
    return results.stream()
        .filter(r -> r.subject().equals(subject) && r.how().equals(how) && r.who().equals(who))
        .reduce(
            (one, other) -> {
              throw new AssertionError("two of " + one);
            });
  }

  private static Compared one(List<Compared> results, String subject, String how, String who) {
    return find(results, subject, how, who)
        .orElseThrow(() -> new AssertionError(who + " has no " + how + " " + subject));
  }

  @Test
  void aReaderThatFailsIsLeftOutAndTheOthersGoOn() throws Exception {
    List<String> problems = new ArrayList<>();
    String answer = "while read subject times; do echo \"$((times * 200)) 900 $times\"; done";
    String failing = "read line; echo '/proc/stat: error number 5' >&2";
    try (ReaderProcess steady = shell("steady", answer);
        ReaderProcess ended = shell("ended", failing);
        ReaderProcess unable = shell("unable", "while read line; do echo -; done")) {
      ReaderComparison comparison =
          new ReaderComparison(List.of(steady, ended, unable), FEW_READINGS, problems::add);
      List<Compared> results = comparison.measure("stat");
      assertThat(results).extracting(Compared::who).containsOnly("steady");
      assertThat(results).extracting(Compared::how).containsExactly("hot", "cold");
      assertThat(results.getFirst().ns()).as("CPU time, for each of the readings").isEqualTo(200);
      assertThat(results.getLast().ns()).as("the clock's, of one").isEqualTo(900);
      assertThat(problems)
          .containsExactly("ended, stat: /proc/stat: error number 5; it is left out from here on");
      assertThat(comparison.measure("meminfo")).hasSize(2);
      assertThat(problems).hasSize(1);
    }
  }

  @Test
  void nothingIsComparedWithWhatCannotReadIt() throws Exception {
    try (ReaderProcess unable = shell("unable", "while read line; do echo -; done");
        ReaderProcess able = shell("able", "while read line; do echo 1 1 1; done")) {
      assertThat(new ReaderComparison(List.of(unable, able), FEW_READINGS, p -> {}).measure("stat"))
          .isEmpty();
    }
  }

  private ReaderProcess shell(String name, String script) throws IOException {
    return new ReaderProcess(name, List.of("sh", "-c", script), List.of(), directory);
  }

  @Test
  void anAnswerIsNanosecondsOfCpuAndClockAndTheNumberOfReadings() {
    assertThat(Batch.parse("30 40 7")).isEqualTo(new Batch(30, 40, 7));
  }

  @Test
  void theFiguresAreMediansOfRoundsAndTheirRatio() {
    long[] ns = {100, 300, 200, 900};
    Compared result = Compared.reader("stat", "hot", "psutil", ns, new long[] {50, 100, 100, 100});
    assertThat(result.ns()).isEqualTo(250);
    assertThat(result.reference()).isEqualTo(100);
    assertThat(result.ratio()).isEqualTo(2.5);
    assertThat(result.spread()).as("of 2, 2, 3 and 9").isEqualTo(0.5, within(1e-9));
    assertThat(Compared.TSV_HEADER.split("\t")).hasSize(10);
    assertThat(result.tsv()).isEqualTo("stat\thot\tpsutil\t250.0\t100.0\t2.500\t0.500\t\t\t");
    assertThat(Compared.recorder("system", "1 Hz", "sadc", ns, ns, 3990.4, Double.NaN, 2.5e6).tsv())
        .isEqualTo("system\t1 Hz\tsadc\t250.0\t250.0\t1.000\t0.000\t3990.4\t\t2500000");
  }

  @Test
  void theSummaryHoldsOurRecorderAgainstItsTargets() {
    List<Compared> results =
        List.of(
            recorded(RecorderContender.SYSTEM, "sadc -S ALL", 5_000_000, 4_000),
            recorded(RecorderContender.SYSTEM, RecorderContender.OURS, 1_900_000, 1_200),
            recorded(RecorderContender.PROCESSES, RecorderContender.OURS, 6_100_000, 5_000));
    assertThat(Compare.summary(results))
        .satisfiesExactly(
            line -> assertThat(line).contains("1.90 ms CPU", "at most 2.00: met"),
            line -> assertThat(line).contains("1200.00 bytes", "at most 1000.00: MISSED"),
            line -> assertThat(line).contains("6.10 ms CPU", "at most 6.00: MISSED"));
  }

  private static Compared recorded(String subject, String who, long ns, double bytes) {
    long[] rounds = {ns};
    return Compared.recorder(subject, "1 Hz", who, rounds, rounds, bytes, 0, 0);
  }

  @Test
  void theCpuTimeOfAProcessIsThatOfAllItsThreads() throws Exception {
    CpuClock own = CpuClock.own();
    long before = own.nanos();
    Thread busy = new Thread(() -> burn(50_000_000));
    busy.start();
    busy.join(); // it has ended, but still counts
    long used = own.nanos() - before;
    assertThat(used).isGreaterThan(50_000_000);
    CpuClock sameOne = CpuClock.of(ProcessHandle.current().pid());
    assertThat(sameOne.nanos()).isBetween(before + used, own.nanos());

    Process sleeper = new ProcessBuilder("sleep", "600").start();
    CpuClock other = CpuClock.of(sleeper.pid());
    assertThat(other.nanos()).isBetween(1L, 100_000_000L);
    sleeper.destroy();
    sleeper.waitFor();
    assertThatThrownBy(other::nanos).isInstanceOf(IllegalStateException.class);
  }

  private static void burn(long nanos) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    while (threads.getCurrentThreadCpuTime() < nanos) {
      Thread.onSpinWait();
    }
  }

  @Test
  void ofWhatAToolSaysTheErrorIsTold() {
    assertThat(Tool.problem("a.c: note\na.c:1: fatal error: x.h: No such file\nended\n", "failed"))
        .isEqualTo("a.c:1: fatal error: x.h: No such file");
    assertThat(Tool.problem("first\n  last\n\n", "failed")).isEqualTo("last");
    assertThat(Tool.problem("", "failed")).isEqualTo("failed");
  }

  @Test
  void theSourcesOfAllProgramsAreThere() throws Exception {
    Contender.copySources(directory);
    assertThat(directory.toFile().listFiles()).hasSize(8).allMatch(file -> file.length() > 100);
  }
}
