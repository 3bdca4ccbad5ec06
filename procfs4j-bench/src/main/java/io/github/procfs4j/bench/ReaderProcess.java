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

/** A reader in a process of its own, which does what it is asked for: see {@code reader.h}. */
final class ReaderProcess implements AutoCloseable {
  /**
   * What a number of readings took, of a file or of the files of a process.
   *
   * @param cpuNanos the CPU time of all threads of the reader
   * @param nanos the time by the clock
   * @param readings how many there were
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

  /** Starts it. */
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
   * Has a subject read so many times.
   *
   * @return empty if the reader has nothing to read it with
   * @throws IOException if it ended instead, with what it said of it
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

  /** Ends it: it ends with its input, and if it does not, it is made to. */
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
