package io.github.procfs4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.cli.RewrittenFiles.Recorded;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.recording.LateTicks;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** External events that may affect a recording; a full disk is tested in {@link ProcessTest}. */
class MishapsTest {
  private static final long MS = 1_000_000;
  private static final long PERIOD = 10 * MS;

  @TempDir private Path directory;
  private Path file;
  private RewrittenFiles files;

  @BeforeAll
  static void needsBash() {
    assumeTrue(Command.has("bash"), "bash is not installed");
  }

  @BeforeEach
  void rewrite() throws IOException {
    file = directory.resolve("output/x.rec");
    Files.createDirectory(file.getParent());
    files = new RewrittenFiles(directory.resolve("proc"), 1);
  }

  @AfterEach
  void endRewriting() {
    files.close();
  }

  private Process record(Map<String, String> environment) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Command.words(
                "record",
                "stat",
                "uptime",
                "--every",
                "10ms",
                "--root",
                files.root.toString(),
                "-o",
                file.toString()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    Command.awaitRecording(file, process);
    return process;
  }

  private static void signal(String name, Process process) throws Exception {
    Command.shell("kill -" + name + " " + process.pid()).isDone();
  }

  @Test
  void aDirectoryThatIsRemovedIsSaidAndTheRecordingIsNotCalledDone() throws Exception {
    Process process = record(Map.of());
    Command.shell("rm -r " + file.getParent()).isDone();
    String said = process.errorReader().readLine(); // immediately, not only at the end
    assertThat(said).contains(file + ": no longer exists").endsWith("; recording continues");
    Thread.sleep(1500);
    assertThat(process.isAlive()).isTrue();
    signal("TERM", process);

    Run run = Command.end(process).failed(CommandException.FAILED, file + ": no longer exists");
    assertThat(run.out()).isEmpty();
    assertThat(file).doesNotExist();
  }

  @Test
  void aSecondRecorderOfTheFileIsRefusedAndTheFirstGoesOn() throws Exception {
    Process process = record(Map.of());
    Command.awaitTwoSamples(file, process);
    Run.of("record", "uptime", "-o", file.toString(), "--root", files.root.toString(), "--force")
        .failed(CommandException.FAILED, file + ": is being written by another process");
    Run.of("record", "uptime", "-o", file.toString(), "--root", files.root.toString())
        .failed(CommandException.USAGE, file + ": already exists; --force replaces it");
    signal("TERM", process);

    Command.end(process).isDone();
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.isComplete()).isTrue();
    }
  }

  @Test
  void aFileThatIsRenamedIsRecordedToTheEnd() throws Exception {
    Process process = record(Map.of());
    Path renamed = Files.move(file, file.resolveSibling("y.rec"));
    assertThat(process.errorReader().readLine()).contains("no longer exists");
    signal("TERM", process);

    Command.end(process).failed(CommandException.FAILED, file + ": no longer exists");
    try (Recording recording = Recording.open(renamed)) {
      assertThat(recording.isComplete()).isTrue();
    }
  }

  @Test
  void whoWasStoppedSaysSoAndDoesNotCatchUp() throws Exception {
    Process process = record(Map.of());
    Command.awaitTwoSamples(file, process);
    Thread.sleep(1500);
    signal("STOP", process);
    long stopped = System.nanoTime();
    Thread.sleep(1500);
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.ignoredBytes()).isZero();
      assertThat(stopped - recording.endNanos()).isLessThan(2_500 * MS);
    }
    Thread.sleep(1500);
    long resumed = System.nanoTime();
    signal("CONT", process);
    Thread.sleep(1500);
    signal("TERM", process);
    Run run = Command.end(process).isDone();
    files.end();

    assertThat(run.out()).containsPattern("[0-9]{3,} ticks skipped because the recorder was late");
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.isComplete()).isTrue();
      for (String name : RewrittenFiles.NAMES) {
        List<Recorded> samples = files.check(recording, name);
        List<Recorded> after = new ArrayList<>();
        for (Recorded sample : samples) {
          // One sample may have been in progress.
          assertThat(sample.startNanos())
              .matches(start -> start < stopped + 500 * MS || start > resumed, "not while stopped");
          if (sample.startNanos() > resumed) {
            after.add(sample);
          }
        }
        // Each tick of the grid is present once, or late, even after the stop.
        RecordedSource source = recording.source(name).orElseThrow();
        assertThat(source.lateTicks()).isGreaterThan((resumed - stopped) / PERIOD - 3);
        eachTickIsThereOrLate(recording, source, samples);
        assertThat(after).hasSizeBetween(2, (int) ticks(after) + 1);
      }
    }
  }

  /**
   * Each tick from the first of these samples to the last is a sample or was late. A sample itself
   * may be late by some ticks, which are noticed after it: those of the first one are before it,
   * and those of the last one after it.
   */
  private static void eachTickIsThereOrLate(
      Recording recording, RecordedSource source, List<Recorded> samples) {
    long within = samples.size();
    for (LateTicks late : recording.lateTicks(source)) {
      boolean between =
          late.nanos() > samples.get(1).startNanos()
              && late.nanos() < samples.getLast().startNanos();
      within += between ? late.ticks() : 0;
    }
    assertThat(ticks(samples)).isBetween(within - 2, samples.size() + source.lateTicks() + 2);
  }

  /** The number of ticks from the first of these samples to the last. */
  private static long ticks(List<Recorded> samples) {
    return (samples.getLast().startNanos() - samples.getFirst().startNanos()) / PERIOD + 1;
  }

  @Test
  void aClockThatIsSetBackChangesNoTimes() throws Exception {
    Path mark = directory.resolve("mark");
    Instant before = Instant.now();
    Process process =
        record(Map.of("LD_PRELOAD", setback().toString(), "SETBACK", mark.toString()));
    Thread.sleep(1500);
    long nanos = System.nanoTime();
    Files.createFile(mark);
    Thread.sleep(2500);
    signal("TERM", process);
    Run run = Command.end(process).isDone();
    Instant after = Instant.now();
    files.end();

    try (Recording recording = Recording.open(file)) {
      for (String name : RewrittenFiles.NAMES) {
        List<Recorded> samples =
            files.check(recording, name); // at the times of the texts, in order
        RecordedSource source = recording.source(name).orElseThrow();
        eachTickIsThereOrLate(recording, source, samples);
      }
      long took = recording.endNanos() - recording.startNanos();
      assertThat(took).isBetween(4_000 * MS, Duration.between(before, after).toNanos());
      assertThat(recording.instant(recording.startNanos()).orElseThrow()).isBetween(before, after);
      assertThat(recording.instant(nanos - 1000 * MS).orElseThrow()).isAfter(before);
      assertThat(recording.instant(recording.endNanos()).orElseThrow())
          .isBetween(before.minus(1, ChronoUnit.HOURS), after.minus(1, ChronoUnit.HOURS));
    }
    assertThat(run.out()).doesNotContain("-3,5", "-1 h");
    Path page = directory.resolve("page.html");
    Run.of("report", file.toString(), "--html", page.toString()).isDone();
    assertThat(Files.readString(page))
        .as("no time of day beside the elapsed one")
        .contains("times of day are not shown: the clock was not recorded, or was set meanwhile")
        .contains("\"from\":")
        .doesNotContain("\"clock\":");
    Path copy = Files.copy(file, directory.resolve("copy.rec"));
    assertThat(Run.of("diff", file.toString(), copy.toString()).isDone().out())
        .containsPattern("A: 1 run, \\d\\.\\d s: ")
        .contains("No difference is shown");
  }

  /** The library that sets the clock back; the test is skipped if it cannot be compiled here. */
  private Path setback() throws Exception {
    Path source = directory.resolve("setback.c");
    Path library = directory.resolve("setback.so");
    try (InputStream in =
        Objects.requireNonNull(MishapsTest.class.getResourceAsStream("setback.c"))) {
      Files.copy(in, source);
    }
    assumeTrue(Command.has("cc"), "there is no C compiler");
    Run run = Command.shell("cc -shared -fPIC -O1 -o " + library + " " + source + " -ldl");
    assumeTrue(run.code() == 0, () -> "the C compiler cannot: " + run.err());
    return library;
  }
}
