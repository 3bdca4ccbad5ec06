package io.github.procfs4j.process;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.Directory;

/** Command lines as labels of the process table. */
final class CommandLines {
  /** More of a command line is left to those who ask for it: some are longer than 100 kB. */
  private static final int MOST_CHARACTERS = 1024;

  private CommandLines() {}

  /**
   * The command line of a process as a person reads it, in one piece: empty if it has none, or if
   * it cannot be read.
   */
  static String read(Directory root, String name, Buffer buffer) {
    int length = root.read(name, buffer);
    if (length <= 0) {
      return "";
    }
    String text = of(buffer);
    return text.length() <= MOST_CHARACTERS
        ? text
        : text.substring(0, MOST_CHARACTERS - 1) + "\u2026";
  }

  /** The command line in a buffer, as a person reads it, in full. */
  static String of(Buffer buffer) {
    byte[] bytes = buffer.segment().asSlice(0, buffer.length()).toArray(JAVA_BYTE);
    CommandLine line = CommandLine.of(bytes);
    return line.title().orElseGet(() -> String.join(" ", line.arguments())).strip();
  }
}
