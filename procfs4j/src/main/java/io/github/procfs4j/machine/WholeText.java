package io.github.procfs4j.machine;

import io.github.procfs4j.text.MalformedTextException;
import io.github.procfs4j.text.Words;

/**
 * A text that is not truncated, as the newline at its end shows: the kernel ends each text of this
 * package with one.
 */
final class WholeText {
  private static final int SHOWN = 40;

  private final String file;
  private final byte[] bytes;

  WholeText(String file, byte[] bytes) {
    this.file = file;
    this.bytes = bytes;
    if (bytes.length == 0 || bytes[bytes.length - 1] != '\n') {
      throw malformed(bytes.length, "a newline");
    }
  }

  /** The number of bytes, including the last newline. */
  int length() {
    return bytes.length;
  }

  byte at(int index) {
    return bytes[index];
  }

  /** The index of the first {@code b} in [from, to); {@code to} if there is none. */
  int indexOf(char b, int from, int to) {
    int i = from;
    while (i < to && bytes[i] != b) {
      i++;
    }
    return i;
  }

  /** Bytes as a string. */
  String string(int from, int to) {
    return Words.of(bytes, from, to);
  }

  /** An exception that states the position of this byte, and what was expected there. */
  MalformedTextException malformed(int index, String expected) {
    return MalformedTextException.at(file, bytes, index, expected);
  }

  /** The beginning of what a line contains, for a message on a terminal. */
  static String printable(String text) {
    if (text.isEmpty()) {
      return "end of line";
    }
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(SHOWN)
        .forEach(
            c -> {
              if (Character.isISOControl(c)) {
                shown.append(String.format("\\x%02x", c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }
}
