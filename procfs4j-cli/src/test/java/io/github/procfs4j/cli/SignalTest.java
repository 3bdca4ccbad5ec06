package io.github.procfs4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.recording.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What signals do to the command in a process of its own. */
public class SignalTest {
  private static final String ROOT = Tree.REAL.toAbsolutePath().toString();

  @TempDir private Path directory;

  @BeforeAll
  public static void needsBash() {
    assumeTrue(Command.has("bash"), "bash is not installed");
  }

  @ParameterizedTest
  @CsvSource({"INT, 2", "TERM, 15", "HUP, 1"})
  public void aSignalEndsARecordingCompletely(String signal, int number) throws Exception {
    Path file = directory.resolve("x.rec");
    Process process =
        new ProcessBuilder(Command.words("record", "-o", file.toString(), "--root", ROOT)).start();
    Command.awaitTwoSamples(file, process);
    assumeHeeds(process, number);

    Command.shell("kill -" + signal + " " + process.pid());

    Run run = Command.end(process).isDone();
    assertThat(run.out()).contains("Summary of ", "Memory", file.toString());
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.isComplete()).isTrue();
      assertThat(recording.sources()).allMatch(source -> source.samples() > 1);
    }
  }

  /** The report is not read, so printing it would never end. */
  @ParameterizedTest
  @CsvSource({"INT, 2", "TERM, 15"})
  public void anotherSignalEndsTheReport(String signal, int number) throws Exception {
    Path file = directory.resolve("x.rec");
    String line = Command.line("record", "-o", file.toString(), "--root", ROOT);
    Process process =
        new ProcessBuilder("bash", "-c", "head -c 65536 /dev/zero; exec " + line).start();
    Command.awaitTwoSamples(file, process); // without samples there is no report
    assumeHeeds(process, number);

    Command.shell("kill -" + signal + " " + process.pid());
    while (!isComplete(file)) {
      Thread.sleep(50);
    }
    assertThat(process.waitFor(1, TimeUnit.SECONDS)).as("it prints").isFalse();
    Command.shell("kill -" + signal + " " + process.pid());

    Run run = Command.end(process).isDone();
    assertThat(run.out()).doesNotContain(file + ": ");
    assertThat(run.err()).isEmpty();
  }

  private static boolean isComplete(Path file) throws IOException {
    try (Recording recording = Recording.open(file)) {
      return recording.isComplete();
    }
  }

  /** Signals that a parent ignored stay ignored: the test is skipped then. */
  public static void assumeHeeds(Process process, int signal) throws IOException {
    String ignored =
        Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElseThrow();
    long mask = Long.parseUnsignedLong(ignored.substring(7).strip(), 16);
    if ((mask >>> (signal - 1) & 1) != 0) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      abort("the signal is ignored here, as by nohup");
    }
  }

  @Test
  public void aSignalToAnythingElseEndsItAtOnce() throws Exception {
    Process process =
        new ProcessBuilder("bash", "-c", "exec " + Command.line("record", "--duration", "1x"))
            .start();
    assertThat(Command.end(process).failed(2, "«1x»").out()).isEmpty();
  }
}
