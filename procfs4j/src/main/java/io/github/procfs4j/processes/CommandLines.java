package io.github.procfs4j.processes;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.Directory;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.process.CommandLine;

/** Reads command lines as labels of the process table. */
final class CommandLines {
  /**
   * Longer command lines are truncated, because some exceed 100 kB; the complete one can be read
   * separately.
   */
  private static final int MOST_CHARACTERS = 1024;

  private CommandLines() {}

  /** The command line of a process; without arguments if there are none or it cannot be read. */
  static CommandLine read(Directory root, String name, Buffer buffer) {
    return root.read(name, buffer) > 0 ? of(buffer) : CommandLine.of(new byte[0]);
  }

  /** The command line in a buffer. */
  static CommandLine of(Buffer buffer) {
    return CommandLine.of(buffer.copy());
  }

  /** A command line as a single string for a label; empty if there is none. */
  static String label(CommandLine line) {
    return shortened(line.text());
  }

  /** As much of a text as a label contains. */
  static String shortened(String text) {
    return Printable.truncated(text, MOST_CHARACTERS);
  }
}
