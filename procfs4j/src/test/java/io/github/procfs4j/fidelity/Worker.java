package io.github.procfs4j.fidelity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.process.ProcessDirectory;
import io.github.procfs4j.testing.CProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that does known amounts of work on request, and reports its own counts before and
 * after: {@code work.c}. It ends with this JVM at the latest, because its input then ends.
 */
final class Worker implements AutoCloseable {
  private static final Path PROC = Path.of("/proc");

  private final Process process;
  private final BufferedReader answers;

  /** Starts one, compiled into {@code directory}; the test is skipped if there is no compiler. */
  Worker(Path directory) {
    try {
      process =
          new ProcessBuilder(CProgram.compiled(directory, "work").toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      answers = process.inputReader(US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its own counts, by name, before and after a piece of work, and the result. */
  record Answer(String command, long result, Map<String, Long> before, Map<String, Long> after) {
    static Answer of(String command, String line) {
      Map<String, Long> before = new HashMap<>();
      Map<String, Long> after = new HashMap<>();
      for (String word : line.strip().split(" ", -1)) {
        String[] parts = word.split("[=,]", -1);
        before.put(parts[0], Long.valueOf(parts[1]));
        after.put(parts[0], Long.valueOf(parts[2]));
      }
      return new Answer(command, of(before, "result"), before, after);
    }

    private static long of(Map<String, Long> values, String name) {
      Long value = values.get(name);
      assertThat(value).as(name).isNotNull();
      return value;
    }

    /** The growth of a count during the work itself. */
    long grew(String name) {
      return of(after, name) - of(before, name);
    }

    /**
     * The growth of a count from before this work to after another one, including everything in
     * between.
     */
    long grewUntil(Answer later, String name) {
      return of(later.after, name) - of(before, name);
    }

    /** Skips the test unless the work could be done here. */
    Answer orSkip() {
      assumeTrue(result >= 0, () -> command + ": not here, errno " + -result);
      return this;
    }
  }

  /**
   * A piece of work, between two readings of sources.
   *
   * @param first "nothing", before the first reading
   * @param work the work
   * @param last "nothing", after the second reading
   */
  record Done(Answer first, Answer work, Answer last) {
    /** The lower bound, from the process itself. */
    long least(String name) {
      return work.grew(name);
    }

    /**
     * The growth between the readings, for counts that only grow with its calls: at both, the
     * process and the kernel have counted everything except its last answer.
     */
    long settled(String name) {
      return Answer.of(work.after, name) - Answer.of(first.after, name);
    }

    /** The upper bound, from before the first to after the last reading. */
    long most(String name) {
      return first.grewUntil(last, name);
    }
  }

  /** Requests a piece of work. */
  Answer ask(String command) {
    try {
      process.outputWriter(US_ASCII).write(command + "\n");
      process.outputWriter(US_ASCII).flush();
      String line = answers.readLine();
      assertThat(line).as(command).isNotNull();
      return Answer.of(command, line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Requests a piece of work, with readings of these sources immediately before and after. */
  Done during(Readings sources, String command) {
    Answer first = ask("nothing");
    settle();
    sources.read();
    Answer work = ask(command).orSkip();
    settle();
    sources.read();
    return new Done(first, work, ask("nothing"));
  }

  /** Waits until it sleeps, which it only does when it waits for a command. */
  private void settle() {
    long until = System.nanoTime() + 300_000_000_000L;
    ProcessDirectory directory = ProcessDirectory.of(PROC, pid());
    while (directory.stat().state() != 'S') {
      assertThat(System.nanoTime()).as("it does not come to rest").isLessThan(until);
      LockSupport.parkNanos(100_000);
    }
  }

  /** Its number. */
  long pid() {
    return process.pid();
  }

  /** Its directory in procfs. */
  Path directory() {
    return ProcessDirectory.of(PROC, pid()).path();
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
