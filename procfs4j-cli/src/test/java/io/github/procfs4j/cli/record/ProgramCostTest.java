package io.github.procfs4j.cli.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.cli.Command;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.testing.CProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code record -- COMMAND} says of a program that knows its cost from getrusage(2). */
class ProgramCostTest {
  /** Starting the program belongs to its cost; on a busy machine it is preempted meanwhile. */
  private static final double START_SECONDS = 0.1;

  private static final long START_FAULTS = 3_000;
  private static final long START_SWITCHES = 500;

  @TempDir private static Path directory;
  private static Map<String, Long> truth;
  private static Run run;

  /** One run for all tests: 0.6 s of CPU time in all, half of it of 20 children. */
  @BeforeAll
  static void run() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/stat")), "there is no procfs");
    Path program = CProgram.compiled(directory, "cost");
    List<String> words = Command.words("record", "stat", "-o", directory.resolve("x.rec") + "");
    words.add("--");
    String file = directory.resolve("written").toString();
    words.addAll(List.of(program.toString(), "300", "40", file, "3000", "200", "20", "15"));
    Process process = new ProcessBuilder(words).start();
    BufferedReader out = process.inputReader(UTF_8);
    truth = numbers(out.readLine());
    awaitSample();
    process.outputWriter(UTF_8).close();
    run = Command.end(process);
    assertThat(run.code()).as(run.err()).isZero();
  }

  private static Map<String, Long> numbers(String line) {
    Map<String, Long> numbers = new HashMap<>();
    for (String word : line.split(" ", -1)) {
      numbers.put(word.split("=", 2)[0], Long.valueOf(word.split("=", 2)[1]));
    }
    return numbers;
  }

  /** The program waits, and is sampled ten times a second. */
  private static void awaitSample() throws InterruptedException {
    Thread.sleep(1_000);
  }

  /** A number that the program found out itself. */
  private static long truth(String name) {
    return Objects.requireNonNull(truth.get(name), name);
  }

  private static double said(String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(run.err());
    assertThat(found.find()).as("%s in %s", pattern, run.err()).isTrue();
    return Double.parseDouble(found.group(1).replace(",", ""));
  }

  @Test
  void theCpuTimeIncludesChildrenThatWereInNoSample() {
    double seconds = (truth("self") + truth("children")) / 1e6;
    assertThat(seconds).isGreaterThan(0.6);
    assertThat(said("CPU +([0-9.]+) s: ")).isBetween(seconds - 0.01, seconds + START_SECONDS);
    double split = said("CPU .*: ([0-9.]+) s user") + said("CPU .*user, ([0-9.]+) s system");
    assertThat(split).isBetween(seconds - 0.02, seconds + START_SECONDS);
  }

  @Test
  void theProcessHasItsOwnCpuTime() {
    double seconds = truth("self") / 1e6;
    assertThat(said("\n\\d+ cost 300 .*? +([0-9.]+) s ")).isBetween(seconds - 0.03, seconds + 0.03);
  }

  /** A few children may have been in a sample. */
  @Test
  void whoseChildrenWereInNoSampleIsSaid() {
    double children = truth("children") / 1e6;
    assertThat(said("([0-9.]+) s of this CPU time are in no sample"))
        .isBetween(0.0, children + START_SECONDS);
    assertThat(said("most of it of children of \\d+ cost [^(]*\\(([0-9.]+) s\\)"))
        .isBetween(0.0, children + 0.03);
  }

  @Test
  void faultsAndSwitches() {
    assertThat(said("page faults +([0-9,]+), and"))
        .isBetween((double) truth("faults"), (double) truth("faults") + START_FAULTS);
    assertThat(said("switches +([0-9,]+) voluntary"))
        .isBetween((double) truth("voluntary"), truth("voluntary") + 1.0 * START_SWITCHES);
    assertThat(said("voluntary, ([0-9,]+) involuntary"))
        .isBetween((double) truth("involuntary"), truth("involuntary") + 1.0 * START_SWITCHES);
  }

  @Test
  void whatWasWritten() throws IOException {
    assumeFalse(
        Files.getFileStore(directory).type().matches("tmpfs|overlay"),
        "the temporary directory is not on a disk");
    long written = truth("written");
    assertThat(written).isGreaterThanOrEqualTo(3_000 * 1_024);
    assertThat(said("read, ([0-9.]+) MiB written") * (1 << 20))
        .isBetween(written - 0.06 * (1 << 20), written + 1.0 * (1 << 20));
  }

  /** The memory was released long before the last sample. */
  @Test
  void thePeakOfMemoryIsThatOfTheKernel() {
    double peak = truth("peak");
    assertThat(peak).isGreaterThan(40 << 20);
    assertThat(said("peak memory +([0-9.]+) MiB of one process") * (1 << 20))
        .isBetween(40.0 * (1 << 20), peak + (4 << 20));
  }

  /** A number that is late would show too late which processes have to be waited for. */
  @Test
  void noNumberOfItsProcessesIsLate() throws IOException {
    try (Recording recording = Recording.open(directory.resolve("x.rec"))) {
      RecordedSource tree =
          recording.sources().stream()
              .filter(source -> source.name().startsWith("pid:"))
              .findFirst()
              .orElseThrow();
      Playback playback = recording.playback(tree);
      assertThat(playback.next()).isTrue();
      assertThat(playback.layout().table("census").orElseThrow().columns())
          .extracting(Column::name)
          .contains("processes")
          .doesNotContain("greatest_age", "skipped");
    }
  }

  @Test
  void theWallTime() {
    assertThat(said("cost 300 .*: ([0-9.]+) s, exit code 0")).isGreaterThan(1.0);
  }
}
