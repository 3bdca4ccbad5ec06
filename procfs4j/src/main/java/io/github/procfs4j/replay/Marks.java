package io.github.procfs4j.replay;

/**
 * An index that finds the numbers of a text by their positions: for each 32 bytes, the count of
 * numbers that end before them, and a bit for each byte at which a number ends.
 *
 * <p>The positions may be too low by as much as numbers have grown since the marks were made: they
 * are then {@linkplain #isStale stale}, and the search continues from what they return.
 */
final class Marks {
  /** For each 32 bytes of the text, the count in the high half, the bits in the low half. */
  private long[] marks = new long[0];

  /** Whether numbers have grown or moved since. */
  boolean isStale;

  /**
   * The number that ends at {@code at}, or the first one after it: exact unless the marks are
   * stale, approximate otherwise.
   */
  int near(int at) {
    long mark = marks[Math.min(at >>> 5, marks.length - 1)];
    return (int) (mark >>> 32) + Integer.bitCount((int) mark & ((1 << at) - 1));
  }

  /**
   * Makes the marks of a text.
   *
   * @param length its length
   * @param cell the spans and values of its numbers
   * @param cells the count of its numbers
   */
  void make(int length, long[] cell, int cells) {
    if (marks.length < (length >>> 5) + 1) {
      marks = new long[(length >>> 5) + 1];
    }
    isStale = false;
    int number = 0;
    for (int i = 0; i < marks.length; i++) {
      long before = number;
      int ends = 0;
      while (number < cells && NumberSpan.end(cell[2 * number]) >>> 5 == i) {
        ends |= 1 << NumberSpan.end(cell[2 * number++]);
      }
      marks[i] = before << 32 | Integer.toUnsignedLong(ends);
    }
  }
}
