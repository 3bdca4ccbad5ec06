package io.github.procfs4j.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.procfs4j.testing.CProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A process with a known working set, {@code touch.c}: it allocates some megabytes and writes to
 * the first of them in a loop. It ends with this JVM at the latest, because its input then ends.
 */
final class Toucher implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;

  /** Starts one, compiled into {@code directory}; the test is skipped if there is no compiler. */
  Toucher(Path directory, int megabytes) {
    try {
      process =
          new ProcessBuilder(
                  CProgram.compiled(directory, "touch").toString(), Integer.toString(megabytes))
              .start();
      answers = process.inputReader(US_ASCII);
      answer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** When this returns, this many megabytes are repeatedly written to. */
  void touch(int megabytes) {
    try {
      process.outputWriter(US_ASCII).write(megabytes + "\n");
      process.outputWriter(US_ASCII).flush();
      answer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer() throws IOException {
    if (!"ok".equals(answers.readLine())) {
      throw new IOException("touch ended with " + process.exitValue());
    }
  }

  /** Its number. */
  long pid() {
    return process.pid();
  }

  /** Its directory in procfs. */
  Path directory() {
    return Path.of("/proc", Long.toString(pid()));
  }

  @Override
  public void close() {
    end();
  }

  /** Ends it, and waits until it has ended. */
  void end() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
