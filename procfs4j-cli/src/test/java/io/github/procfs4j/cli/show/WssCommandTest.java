package io.github.procfs4j.cli.show;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.cli.Command;
import io.github.procfs4j.cli.Main;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.SignalTest;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.testing.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Only uses processes that the test itself has started. */
class WssCommandTest {
  private Process child;

  @BeforeEach
  void startTheChild() throws IOException {
    child = new ProcessBuilder("sleep", "600").start();
  }

  @AfterEach
  void endTheChild() {
    child.destroyForcibly();
  }

  private String pid() {
    assumeTrue(Files.exists(Path.of("/proc/self/clear_refs")), "no clear_refs here");
    return Long.toString(child.pid());
  }

  @Test
  void showsALineForEachWindowAndThenEachKind() {
    Run run = Run.of("wss", pid(), "--every", "50ms", "--duration", "200ms");

    assertThat(run.code()).isZero();
    assertThat(run.lines().getFirst())
        .startsWith("process " + pid() + ": ")
        .contains("resident", "cleared in");
    assertThat(run.lines().get(1)).contains("window", "referenced", "resident", "share", "took");
    assertThat(run.lines().stream().filter(line -> line.matches(" +0\\.\\d{3} s .* [mµ]?s")))
        .hasSizeBetween(1, 4); // late readings are skipped
    assertThat(run.out())
        .containsPattern("referenced within 0\\.[2-9]\\d* s, by kind\n")
        .containsPattern("\n  stack +[0-9.]+ [KM]?i?B ")
        .containsPattern("\n  file +[0-9.]+ [KM]?i?B ")
        .containsPattern("\n  all +[0-9.]+ [KM]?i?B ");
  }

  @Test
  void warnsOfWhatItDoesToTheProcess() {
    Run run = Run.of("wss", pid(), "--every", "10ms", "--duration", "10ms");
    assertThat(run.err())
        .startsWith("procfs: clearing the referenced bits of process " + pid() + " (")
        .contains("stalls", "unused")
        .hasLineCount(1);
  }

  @Test
  void jsonHasAnObjectForEachWindow() {
    Run run = Run.of("wss", pid(), "--every", "50ms", "--duration", "100ms", "--format", "json");

    assertThat(run.code()).isZero();
    assertThat(run.lines()).isNotEmpty();
    for (String line : run.lines()) {
      assertThat(Json.parse(line))
          .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
          .containsOnlyKeys(
              "pid",
              "name",
              "clear_ns",
              "window_ns",
              "read_ns",
              "referenced",
              "resident",
              "size",
              "kinds")
          .containsEntry("pid", pid());
      assertThat(line).contains("\"stack\":{\"referenced\":", "\"file\":{\"referenced\":");
    }
  }

  private interface Action {
    void run() throws IOException;
  }

  /** Runs the command, and performs an action after its first output. */
  private static Run runUntilSeen(Action then, String... arguments) {
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            if (seen.size() == 0) {
              then.run();
            }
            seen.write(b);
          }
        };
    int code = Main.run(arguments, Streams.of(out, err), () -> false);
    return new Run(code, seen.toString(UTF_8), err.toString(UTF_8));
  }

  @Test
  void aProcessThatEndsIsSaidInOneLineAfterWhatWasSeen() {
    String pid = pid();

    Run run =
        runUntilSeen(child::destroyForcibly, "wss", pid, "--every", "100ms", "--duration", "50s");

    assertThat(run.code()).isEqualTo(CommandException.FAILED);
    assertThat(run.out()).contains("referenced within ", "\n  all ");
    assertThat(run.err().lines().skip(1))
        .containsExactly("procfs: process " + pid + " ended; the results so far are shown");
  }

  @Test
  void aProcessThatExecutesAnotherProgramIsSaid() throws IOException {
    child.destroyForcibly();
    child = new ProcessBuilder("sh", "-c", "read line; exec sleep 600").start();

    Run run =
        runUntilSeen(
            () -> child.outputWriter().append('\n').flush(),
            "wss",
            pid(),
            "--every",
            "100ms",
            "--duration",
            "50s");

    assertThat(run.code()).isEqualTo(CommandException.FAILED);
    assertThat(run.out()).contains("\n  all ");
    assertThat(run.err()).contains("executed another program");
  }

  @ParameterizedTest
  @CsvSource({"INT, 2", "TERM, 15"})
  void aSignalEndsItWithWhatWasSeen(String signal, int number) throws Exception {
    Process wss =
        new ProcessBuilder(Command.words("wss", pid(), "--every", "100ms", "--duration", "50s"))
            .start();
    var out = wss.inputReader();
    StringBuilder seen = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      seen.append(out.readLine()).append('\n');
    }
    SignalTest.assumeHeeds(wss, number);

    Command.shell("kill -" + signal + " " + wss.pid());

    out.lines().forEach(line -> seen.append(line).append('\n'));
    assertThat(wss.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(wss.exitValue()).isZero();
    assertThat(seen.toString()).contains("referenced within ", "\n  all ");
    assertThat(wss.errorReader().lines()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "1.5", "x", "self", "07", "99999999999", "''"})
  void whatIsNoProcessIsSaid(String pid) {
    Run.of("wss", pid).failed(CommandException.USAGE, "«" + pid + "»", "number");
  }

  @ParameterizedTest
  @CsvSource({
    "--every, 2s, --duration, 1s, longer than",
    "--every, 0s, --duration, 1s, too short",
    "--every, 999us, --duration, 1s, too short",
    "--every, 1x, --duration, 1s, «1x»",
    "--every, 1s, --duration, -1s, «-1s»",
    "--every, 11s, --format, json, longer than"
  })
  void timesThatMakeNoSenseAreSaidAndNothingIsDone(
      String first, String one, String second, String other, String expected) {
    assertThat(Run.of("wss", pid(), first, one, second, other).failed(2, expected).out()).isEmpty();
  }

  @Test
  void aProcessIsNeeded() {
    Run.of("wss").failed(CommandException.USAGE, "PID");
  }

  @Test
  void aProcessThatIsNotThereIsSaid() {
    Run.of("wss", "2147483647").failed(CommandException.ENVIRONMENT, "2147483647", "no such");
  }

  @Test
  void aProcessWithoutMemoryIsSaid() throws Exception {
    child.destroyForcibly();
    // The program that the shell executes does not wait for its child.
    child = new ProcessBuilder("sh", "-c", "sleep 0.3 & echo $!; exec sleep 600").start();
    String zombie = child.inputReader().readLine();
    while (!Files.readString(Path.of("/proc", zombie, "stat")).contains(" Z ")) {
      Thread.sleep(5);
    }
    assumeTrue(Files.exists(Path.of("/proc/self/clear_refs")), "no clear_refs here");
    Run.of("wss", zombie)
        .failed(CommandException.ENVIRONMENT, zombie + ": ", "no memory", "kernel thread");
  }

  @Test
  void aFileOfACopiedTreeIsNotWrittenTo(@TempDir Path root) throws IOException {
    Path process = Files.createDirectories(root.resolve("17"));
    Path file = Files.writeString(process.resolve("clear_refs"), "precious");
    Files.createFile(process.resolve("smaps"));
    Run.of("wss", "17", "--root", root.toString())
        .failed(CommandException.ENVIRONMENT, "17/clear_refs: not a file of the kernel's");
    assertThat(file).hasContent("precious");
  }

  @Test
  void aProcessThatACopiedTreeLeadsToIsLeftAlone(@TempDir Path root) throws IOException {
    Path process = Files.createSymbolicLink(root.resolve("17"), Path.of("/proc", pid()));
    Run.of("wss", "17", "--root", root.toString())
        .failed(CommandException.ENVIRONMENT, "17/clear_refs: not a file of the kernel's");
    Files.delete(process);
  }
}
