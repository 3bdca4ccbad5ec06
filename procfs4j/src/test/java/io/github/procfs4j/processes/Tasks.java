package io.github.procfs4j.processes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.testing.CProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A process whose children and threads come and go on request: {@code tasks.c}. All of them end
 * with this JVM at the latest, because its input then ends.
 */
final class Tasks implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;

  /** Starts one, compiled into {@code directory}; the test is skipped if there is no compiler. */
  Tasks(Path directory) {
    try {
      process =
          new ProcessBuilder(CProgram.compiled(directory, "tasks").toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      answers = process.inputReader(US_ASCII);
      assertThat(answers.readLine()).isEqualTo("ok");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Forks a child that waits; returns its number. */
  long child() {
    return ask("child -");
  }

  /** Forks a child with this name, each character of which is a byte. */
  long child(String name) {
    return ask("child " + hex(name));
  }

  /** Changes its own name. */
  void name(String name) {
    ask("name " + hex(name));
  }

  private static String hex(String name) {
    return HexFormat.of().formatHex(name.getBytes(ISO_8859_1));
  }

  /** Forks a child that has ended and is not waited for. */
  long zombie() {
    return ask("zombie");
  }

  /** Forks a child that forks this many children in a second, which end immediately. */
  long storm(long rate, long seconds) {
    return ask("storm " + rate + " " + seconds);
  }

  /** Waits until a child has ended. */
  void await(long child) {
    assertThat(ask("wait " + child)).isEqualTo(child);
  }

  /** Ends a child and waits until it is gone. */
  void end(long child) {
    assertThat(ask("end " + child)).isEqualTo(child);
  }

  /** Makes a child execute another program. */
  void exec(long child) {
    ask("exec " + child);
  }

  /** Starts a thread; returns its number. */
  long thread() {
    return ask("thread");
  }

  /**
   * Starts this many threads at once; returns how many could be started. Some of them may still be
   * on their way to sleep.
   */
  long threads(int many) {
    return answer("threads " + many);
  }

  /** Ends a thread. */
  void endThread(long tid) {
    ask("endthread " + tid);
  }

  private long ask(String command) {
    long answer = answer(command);
    awaitSleep();
    return answer;
  }

  private long answer(String command) {
    try {
      process.outputWriter(US_ASCII).write(command + "\n");
      process.outputWriter(US_ASCII).flush();
      long answer = Long.parseLong(answers.readLine());
      assertThat(answer).as(command).isNotNegative();
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until all threads sleep: the one that answered still has to ask for its next command, and
   * a new one to begin its wait. Until then the process runs, and its counters grow.
   */
  private void awaitSleep() {
    List<String> before;
    List<String> after = threads();
    do {
      Thread.onSpinWait();
      before = after;
      after = threads();
    } while (process.isAlive() && !(asleep(after) && after.equals(before)));
  }

  private static boolean asleep(List<String> threads) {
    return threads.stream().allMatch(status -> status.contains("State:\tS"));
  }

  /** The status of each thread, which contains how often it has been switched. */
  private List<String> threads() {
    List<String> threads = new ArrayList<>();
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(Path.of("/proc", String.valueOf(pid()), "task"))) {
      for (Path task : tasks) {
        threads.add(Files.readString(task.resolve("status"), ISO_8859_1));
      }
    } catch (IOException e) {
      threads.add("a thread has ended meanwhile: " + e);
    }
    return threads;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
