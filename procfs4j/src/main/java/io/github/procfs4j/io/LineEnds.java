package io.github.procfs4j.io;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The ends of lines in a text that went through a system whose lines end in carriage return and
 * newline, as copied trees do.
 */
final class LineEnds {
  private LineEnds() {}

  /**
   * Drops the carriage returns, if each line ends in one, so that the text is what the kernel
   * printed. A single one may be part of a name, and stays; a text with NULs, such as {@code
   * cmdline}, has no lines.
   *
   * @param from where the text begins
   * @param length how long it is, in bytes
   * @return how long it is now
   */
  static int restore(MemorySegment text, long from, int length) {
    long end = from + length;
    if (!areForeign(text, from, end)) {
      return length;
    }
    long to = from;
    for (long i = from; i < end; i++) {
      byte b = at(text, i);
      if (b != '\r' || i + 1 == end || at(text, i + 1) != '\n') {
        text.set(ValueLayout.JAVA_BYTE, to++, b);
      }
    }
    return (int) (to - from);
  }

  private static boolean areForeign(MemorySegment text, long from, long end) {
    boolean isAny = false;
    for (long i = from; i < end; i++) {
      byte b = at(text, i);
      if (b == '\n') {
        if (i == from || at(text, i - 1) != '\r') {
          return false; // the first line of nearly every text
        }
        isAny = true;
      } else if (b == 0) {
        return false;
      }
    }
    return isAny;
  }

  private static byte at(MemorySegment text, long index) {
    return text.get(ValueLayout.JAVA_BYTE, index);
  }
}
