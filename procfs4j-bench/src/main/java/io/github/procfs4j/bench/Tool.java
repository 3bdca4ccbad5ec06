package io.github.procfs4j.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs the tools with which others are built, and determines what is installed. */
final class Tool {
  /** Thrown if a tool or library is not installed; the message states what is missing. */
  static final class NotHereException extends Exception {
    private static final long serialVersionUID = 1;

    NotHereException(String message) {
      super(message);
    }

    /**
     * A sentence on what is therefore not compared, and which packages contain it.
     *
     * @param packages Debian's packages; empty if it is in none
     */
    String leftOut(String what, String packages) {
      String install = packages.isEmpty() ? "" : " (apt-get install " + packages + ")";
      return what + " is left out" + install + ": " + getMessage();
    }
  }

  private static final int LONGEST_MESSAGE = 200;

  private Tool() {}

  /** Runs a command to its end; returns what it printed on both outputs. */
  static String run(Path directory, Map<String, String> environment, List<String> command)
      throws NotHereException, IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new NotHereException(command.getFirst() + " was not found");
    }
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new NotHereException(problem(said, command.getFirst() + " failed"));
    }
    return said;
  }

  /** The line of an output that describes a failure best. */
  static String problem(String said, String otherwise) {
    List<String> lines = said.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    String line =
        lines.stream()
            .filter(l -> l.contains("rror"))
            .findFirst()
            .orElse(lines.isEmpty() ? otherwise : lines.getLast());
    return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "...";
  }
}
