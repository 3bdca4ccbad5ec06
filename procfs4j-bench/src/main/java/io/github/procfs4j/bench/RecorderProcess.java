package io.github.procfs4j.bench;

import io.github.procfs4j.Procfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** A recorder that writes once a second to a file, in a separate process. */
final class RecorderProcess implements AutoCloseable {
  private static final long SECONDS_TO_END = 10;

  private final String name;
  private final Path output;
  private final Path errors;
  private final Process process;
  private final CpuClock cpu;

  /**
   * Starts the process.
   *
   * @param directory its working directory
   * @param output the file that it writes, or to which its output is redirected
   */
  RecorderProcess(
      String name,
      List<String> command,
      Map<String, String> environment,
      boolean isPrinting,
      Path directory,
      Path output)
      throws IOException {
    this.name = name;
    this.output = output;
    errors = directory.resolve("errors.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(
                isPrinting
                    ? ProcessBuilder.Redirect.to(output.toFile())
                    : ProcessBuilder.Redirect.DISCARD)
            .redirectError(errors.toFile());
    builder.environment().putAll(environment);
    process = builder.start();
    process.getOutputStream().close();
    cpu = CpuClock.of(process.pid());
  }

  String name() {
    return name;
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** The reason why it ended. */
  String problem() throws IOException {
    return Tool.problem(Files.readString(errors), "it ended");
  }

  /**
   * The CPU time that it has used so far.
   *
   * @throws IOException if it has ended, with its output as the message
   */
  long cpuNanos() throws IOException {
    try {
      return cpu.nanos();
    } catch (IllegalStateException e) {
      throw new IOException(name + ": " + problem(), e);
    }
  }

  /** The number of bytes written so far. */
  long bytes() throws IOException {
    return Files.exists(output) ? Files.size(output) : 0;
  }

  /** Its resident memory in bytes. */
  double resident() {
    OptionalLong resident = Procfs.mounted().process(process.pid()).status().vmRSS();
    return resident.isPresent() ? resident.getAsLong() : Double.NaN;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
