package io.github.procfs4j.io;

import java.nio.ByteBuffer;

/**
 * The ends of lines in a text that passed through a system whose lines end in carriage return and
 * newline, as copied trees may have.
 */
final class LineEnds {
  private LineEnds() {}

  /**
   * Removes the carriage returns if each line ends in one, so that the text is as the kernel
   * printed it. A single one may be part of a name, and remains; a text with NULs, such as {@code
   * cmdline}, has no lines.
   *
   * @param from where the text begins
   * @param length its length in bytes
   * @return its new length
   */
  static int restore(ByteBuffer text, int from, int length) {
    int end = from + length;
    if (!areForeign(text, from, end)) {
      return length;
    }
    int to = from;
    for (int i = from; i < end; i++) {
      byte b = at(text, i);
      if (b != '\r' || i + 1 == end || at(text, i + 1) != '\n') {
        text.put(to++, b);
      }
    }
    return to - from;
  }

  private static boolean areForeign(ByteBuffer text, int from, int end) {
    boolean isAny = false;
    for (int i = from; i < end; i++) {
      byte b = at(text, i);
      if (b == '\n') {
        if (i == from || at(text, i - 1) != '\r') {
          return false; // decided in the first line of nearly every text
        }
        isAny = true;
      } else if (b == 0) {
        return false;
      }
    }
    return isAny;
  }

  private static byte at(ByteBuffer text, int index) {
    return text.get(index);
  }
}
