package io.github.procfs4j.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A reader in a separate process, which answers requests: see {@code reader.h}. */
final class ReaderProcess implements AutoCloseable {
  /**
   * The cost of a number of readings of a file or of the files of a process.
   *
   * @param cpuNanos the CPU time of all threads of the reader
   * @param nanos the wall-clock time
   * @param readings the number of readings
   */
  record Batch(long cpuNanos, long nanos, long readings) {
    static Batch parse(String answer) {
      String[] numbers = answer.split(" ", -1);
      return new Batch(
          Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
    }
  }

  private final String name;
  private final Path errors;
  private final Process process;
  private final Writer asked;
  private final BufferedReader answers;

  /** Starts the process. */
  ReaderProcess(String name, List<String> command, List<Long> pids, Path directory)
      throws IOException {
    this.name = name;
    errors = Files.createTempFile(directory, "reader", ".txt");
    List<String> whole = new ArrayList<>(command);
    pids.forEach(pid -> whole.add(pid.toString()));
    process =
        new ProcessBuilder(whole)
            .directory(directory.toFile())
            .redirectError(errors.toFile())
            .start();
    asked = process.outputWriter(US_ASCII);
    answers = process.inputReader(US_ASCII);
  }

  String name() {
    return name;
  }

  /**
   * Requests a number of readings of a subject.
   *
   * @return empty if the reader cannot read the subject
   * @throws IOException if it ended instead, with its output as the message
   */
  Optional<Batch> read(String subject, int times) throws IOException {
    String answer;
    try {
      asked.write(subject + " " + times + "\n");
      asked.flush();
      answer = answers.readLine();
    } catch (IOException e) {
      answer = null; // it has closed its input
    }
    if (answer == null) {
      String said = Files.readString(errors);
      throw new IOException(name + ", " + subject + ": " + Tool.problem(said, "it ended"));
    }
    return answer.equals("-") ? Optional.empty() : Optional.of(Batch.parse(answer));
  }

  /** Ends the process by closing its input, or by force if it does not end. */
  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
