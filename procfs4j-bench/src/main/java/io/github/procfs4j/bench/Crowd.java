package io.github.procfs4j.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Processes to be measured, most of them asleep, one in ten or each of them active occasionally.
 * They are children of a separate process, {@code crowd.c}. They end with it, and it ends with this
 * JVM.
 */
final class Crowd implements AutoCloseable {
  private static final int ONE_IN = 10;

  private final Process parent;
  private final Writer asked;
  private final BufferedReader answers;
  private final List<Long> pids = new ArrayList<>();

  /** Starts the parent without any processes; one in ten will be active. */
  Crowd(Path program) throws IOException {
    this(program, ONE_IN);
  }

  /** Starts the parent without any processes; one in so many will be active. */
  Crowd(Path program, int oneIn) throws IOException {
    parent =
        new ProcessBuilder(program.toString(), Integer.toString(oneIn))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    asked = parent.outputWriter(US_ASCII);
    answers = parent.inputReader(US_ASCII);
  }

  static Path program(Path directory)
      throws Gcc.NoCompilerException, IOException, InterruptedException {
    return Gcc.build(directory, "crowd.c", "crowd");
  }

  /** Creates this many processes. */
  void more(int count) throws IOException {
    pids.addAll(ask("+", count));
  }

  /** Ends the last created ones; when this returns, they are gone. */
  void fewer(int count) throws IOException {
    pids.removeAll(ask("-", count));
  }

  private List<Long> ask(String what, int count) throws IOException {
    asked.write(what + count + "\n");
    asked.flush();
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String line = answers.readLine();
      if (line == null) {
        throw new IOException("no more than " + i + " of " + count + " processes came or went");
      }
      numbers.add(Long.parseLong(line));
    }
    return numbers;
  }

  /** Their numbers, in the order of creation. */
  List<Long> pids() {
    return List.copyOf(pids);
  }

  @Override
  public void close() throws IOException {
    asked.close();
    parent.destroyForcibly();
    try {
      parent.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
