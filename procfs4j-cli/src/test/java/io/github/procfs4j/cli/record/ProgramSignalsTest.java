package io.github.procfs4j.cli.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.cli.Command;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.SignalTest;
import io.github.procfs4j.recording.Mark;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.sampling.UnreadableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What signals to {@code procfs record -- COMMAND} do to the program. */
class ProgramSignalsTest {
  @TempDir private Path directory;
  private Path file;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void needsProcfs() {
    assumeTrue(Files.isReadable(Path.of("/proc/self/stat")), "there is no procfs");
    assumeTrue(Command.has("bash"), "bash is not installed");
    file = directory.resolve("x.rec");
  }

  @AfterEach
  void end() {
    started.forEach(
        process -> {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
        });
  }

  /** The recorder, which is in no foreground, around a line of bash that prints its PID first. */
  private Process around(String line, String... options) throws IOException {
    List<String> words = new ArrayList<>(Command.words("record", "uptime", "-o", file.toString()));
    words.addAll(List.of(options));
    words.addAll(List.of("--", "bash", "-c", line));
    Process process = new ProcessBuilder(words).start();
    started.add(process);
    return process;
  }

  private static void kill(String signal, Process process)
      throws IOException, InterruptedException {
    assertThat(Command.shell("kill -" + signal + " " + process.pid()).code()).isZero();
  }

  /** The program has no handler, so the signal ends it. */
  @ParameterizedTest
  @CsvSource({"HUP, 1", "INT, 2", "TERM, 15", "USR1, 10", "USR2, 12"})
  void aSignalThatEndsTheProgramIsItsExitCode(String signal, int number) throws Exception {
    Process process = around("trap - " + signal + "; echo ready; exec sleep 60");
    assertThat(process.inputReader(UTF_8).readLine()).isEqualTo("ready");
    SignalTest.assumeHeeds(process, number);
    kill(signal, process);
    Run run = Command.end(process);
    assertThat(run.code()).isEqualTo(128 + number);
    assertThat(run.err()).contains(", signal " + number + "\n", "CPU ");
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.isComplete()).isTrue();
      assertThat(recording.marks().getLast().text()).endsWith(", signal " + number);
    }
  }

  @ParameterizedTest
  @CsvSource({"HUP, 1", "INT, 2", "TERM, 15", "USR1, 10", "USR2, 12", "WINCH, 28", "CONT, 18"})
  void theProgramMayHandleIt(String signal, int number) throws Exception {
    Process process =
        around(
            "trap 'echo got; exit 3' "
                + signal
                + "; "
                + (signal.equals("CONT") ? "echo ready; kill -STOP $$" : "echo ready")
                + "; while :; do sleep 0.05; done");
    BufferedReader out = process.inputReader(UTF_8);
    assertThat(out.readLine()).isEqualTo("ready");
    SignalTest.assumeHeeds(process, number);
    if (signal.equals("CONT")) {
      long program = process.children().findFirst().orElseThrow().pid();
      await(process, () -> state(program) == 'T');
    }
    kill(signal, process);
    assertThat(out.readLine()).isEqualTo("got");
    assertThat(Command.end(process).code()).isEqualTo(3);
  }

  private static char state(long pid) {
    try {
      return Procfs.at(Path.of("/proc")).process(pid).stat().state();
    } catch (UnreadableException e) {
      return 'Z';
    }
  }

  private static void await(Process process, BooleanSupplier condition)
      throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (!condition.getAsBoolean()) {
      assertThat(process.isAlive()).isTrue();
      assertThat(System.nanoTime()).as("waits for too long").isLessThan(until);
      Thread.sleep(20);
    }
  }

  /** Bash manages jobs only if it has a terminal; the recorder is in the background of it. */
  @Test
  void bothStopAndGoOn() throws Exception {
    assumeTrue(Command.has("script"), "script, of util-linux, makes the terminal");
    Path lines = directory.resolve("lines");
    Files.writeString(
        lines,
        Command.line("record", "uptime", "-o", file.toString(), "--", "sleep", "60")
            + " >/dev/null 2>&1 & echo $!; wait $!; code=$?;"
            + " while kill -0 $! 2>/dev/null; do sleep 0.05; wait $!; code=$?; done;"
            + " echo code $code");
    Process shell =
        new ProcessBuilder("script", "-qec", "bash -m '" + lines + "'", "/dev/null").start();
    started.add(shell);
    BufferedReader out = shell.inputReader(UTF_8);
    long recorder = Long.parseLong(out.readLine());
    await(
        shell,
        () ->
            ProcessHandle.of(recorder)
                .flatMap(it -> it.children().findFirst())
                .flatMap(it -> it.info().command())
                .filter(command -> command.contains("sleep"))
                .isPresent());
    long program =
        ProcessHandle.of(recorder).orElseThrow().children().findFirst().orElseThrow().pid();
    Command.shell("kill -TSTP " + recorder);
    await(shell, () -> state(recorder) == 'T' && state(program) == 'T');
    Command.shell("kill -CONT " + recorder);
    await(shell, () -> state(recorder) != 'T' && state(program) != 'T');
    Command.shell("kill -TERM " + recorder);
    assertThat(out.lines().toList()).contains("code 143");
  }

  /** Nobody could wake up a process there, so the kernel ignores the signal. */
  @Test
  void nothingStopsInAProcessGroupWithoutAShell() throws Exception {
    assumeTrue(Command.has("setsid"), "setsid, of util-linux, makes the process group");
    List<String> words = new ArrayList<>(List.of("setsid"));
    words.addAll(Command.words("record", "uptime", "--every", "10ms", "-o", file.toString()));
    words.addAll(List.of("--", "bash", "-c", "trap 'echo got' TSTP; echo ready;"));
    words.set(words.size() - 1, words.getLast() + " while :; do sleep 0.05; done");
    Process process = new ProcessBuilder(words).start();
    started.add(process);
    BufferedReader out = process.inputReader(UTF_8);
    assertThat(out.readLine()).isEqualTo("ready");
    kill("TSTP", process);
    assertThat(out.readLine()).isEqualTo("got");
    int before = samples();
    await(process, () -> samples() > before + 50);
    kill("TERM", process);
    assertThat(Command.end(process).code()).isEqualTo(143);
  }

  private int samples() {
    try (Recording recording = Recording.open(file)) {
      return (int) recording.sources().getFirst().samples();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The JVM would print its threads to the output of the program. */
  @Test
  void theRecorderIgnoresQuitButTheProgramDoesNot() throws Exception {
    Process process = around("echo ready; read line; grep SigIgn /proc/self/status; exec sleep 60");
    BufferedReader out = process.inputReader(UTF_8);
    assertThat(out.readLine()).isEqualTo("ready");
    await(process, () -> isIgnored(process.pid(), 3));
    kill("QUIT", process);
    process.outputWriter(UTF_8).append("go\n").close();
    String line = out.readLine();
    assertThat(line).startsWith("SigIgn:");
    assertThat(Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1 << 2).isZero();
    ProcessHandle program = process.children().findFirst().orElseThrow();
    await(process, () -> program.info().command().filter(it -> it.contains("sleep")).isPresent());
    Command.shell("kill -QUIT " + program.pid());
    assertThat(out.readLine()).as("nothing else is printed").isNull();
    assertThat(Command.end(process).code()).isEqualTo(128 + 3);
  }

  private static boolean isIgnored(long pid, int signal) {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("SigIgn:"))
          .anyMatch(
              line ->
                  (Long.parseUnsignedLong(line.substring(7).strip(), 16) >>> (signal - 1) & 1)
                      != 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Then it is not passed on: the program would end. */
  @Test
  void theSignalOfMarksMarks() throws Exception {
    Process process = around("echo ready; read line; exit 4", "--mark-on", "USR1");
    assertThat(process.inputReader(UTF_8).readLine()).isEqualTo("ready");
    kill("USR1", process);
    kill("USR1", process);
    await(process, () -> hasMark());
    process.outputWriter(UTF_8).append("go\n").close();
    assertThat(Command.end(process).code()).isEqualTo(4);
    try (Recording recording = Recording.open(file)) {
      assertThat(recording.marks()).extracting(Mark::text).contains("SIGUSR1");
    }
  }

  private boolean hasMark() {
    try (Recording recording = Recording.open(file)) {
      return recording.marks().stream().anyMatch(mark -> mark.text().equals("SIGUSR1"));
    } catch (IOException e) {
      return false;
    }
  }
}
