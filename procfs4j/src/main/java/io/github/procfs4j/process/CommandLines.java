package io.github.procfs4j.process;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.Directory;

/** Command lines as labels of the process table. */
final class CommandLines {
  /** More of a command line is left to those who ask for it: some are longer than 100 kB. */
  private static final int MOST_CHARACTERS = 1024;

  private CommandLines() {}

  /** The command line of a process: without arguments if it has none or it cannot be read. */
  static CommandLine read(Directory root, String name, Buffer buffer) {
    return root.read(name, buffer) > 0 ? of(buffer) : CommandLine.of(new byte[0]);
  }

  /** The command line in a buffer. */
  static CommandLine of(Buffer buffer) {
    return CommandLine.of(buffer.copy());
  }

  /** A command line in one piece, as a label holds it; empty if there is none. */
  static String label(CommandLine line) {
    String text = line.text();
    return text.length() <= MOST_CHARACTERS
        ? text
        : text.substring(0, MOST_CHARACTERS - 1) + "\u2026";
  }
}
