package io.github.procfs4j.cli.parquet;

import java.util.Arrays;

/** The encodings of numbers that are used here, by their numbers in Parquet's specification. */
final class Encodings {
  static final int PLAIN = 0;
  static final int RLE = 3;
  static final int DELTA_BINARY_PACKED = 5;
  static final int RLE_DICTIONARY = 8;

  /** Bit-packed numbers come in groups of eight. */
  private static final int GROUP = 8;

  /** The number of numbers that are packed with one header. */
  private static final int MOST_PACKED = 63 * GROUP;

  private static final int BLOCK = 128;
  private static final int MINIBLOCKS = 4;
  private static final int MINIBLOCK = BLOCK / MINIBLOCKS;

  private final long[] packed = new long[Math.max(MOST_PACKED, BLOCK)];

  /** The number of bits that all numbers from 0 to this one need; at least 1. */
  static int width(long most) {
    return Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(most));
  }

  /** The hybrid of run lengths and bit-packed numbers. */
  void hybrid(Runs runs, int width, Bytes out) {
    int waiting = 0;
    for (int run = 0; run < runs.size(); run++) {
      long number = runs.number(run);
      int left = runs.count(run);
      while (left > 0 && (waiting % GROUP != 0 || left < GROUP)) {
        packed[waiting++] = number;
        left--;
        if (waiting == MOST_PACKED) {
          packed(waiting, width, out);
          waiting = 0;
        }
      }
      if (left > 0) {
        packed(waiting, width, out);
        waiting = 0;
        out.varint((long) left << 1);
        for (int bits = 0; bits < width; bits += Byte.SIZE) {
          out.add((int) (number >>> bits));
        }
      }
    }
    while (waiting % GROUP != 0) {
      packed[waiting++] = 0;
    }
    packed(waiting, width, out);
  }

  private void packed(int count, int width, Bytes out) {
    if (count > 0) {
      out.varint((long) (count / GROUP) << 1 | 1);
      out.packed(packed, 0, count, width);
    }
  }

  /** The differences of consecutive numbers, bit-packed. */
  void deltas(Runs runs, Bytes out) {
    out.varint(BLOCK);
    out.varint(MINIBLOCKS);
    out.varint(runs.total());
    long last = runs.number(0);
    out.zigzag(last);
    int waiting = 0;
    for (int run = 0; run < runs.size(); run++) {
      int left = runs.count(run);
      if (run > 0) {
        packed[waiting++] = runs.number(run) - last;
        last = runs.number(run);
      }
      for (left--; left > 0 || waiting == BLOCK; ) {
        int same = Math.min(left, BLOCK - waiting);
        Arrays.fill(packed, waiting, waiting + same, 0);
        left -= same;
        waiting += same;
        if (waiting == BLOCK) {
          block(waiting, out);
          waiting = 0;
        }
      }
    }
    if (waiting > 0) {
      block(waiting, out);
    }
  }

  private void block(int count, Bytes out) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      least = Math.min(least, packed[i]);
    }
    out.zigzag(least);
    for (int i = 0; i < BLOCK; i++) {
      packed[i] = i < count ? packed[i] - least : 0;
    }
    int[] widths = new int[MINIBLOCKS];
    for (int mini = 0; mini < MINIBLOCKS; mini++) {
      long used = 0;
      for (int i = 0; i < MINIBLOCK; i++) {
        used |= packed[mini * MINIBLOCK + i];
      }
      widths[mini] = Long.SIZE - Long.numberOfLeadingZeros(used);
      out.add(widths[mini]);
    }
    for (int mini = 0; mini * MINIBLOCK < count; mini++) {
      out.packed(packed, mini * MINIBLOCK, MINIBLOCK, widths[mini]);
    }
  }

  /**
   * The numbers as they are. For reals there is an encoding that compresses better, which several
   * readers do not know.
   */
  static void plain(Runs runs, Bytes out) {
    for (int run = 0; run < runs.size(); run++) {
      for (int i = 0; i < runs.count(run); i++) {
        out.int64(runs.number(run));
      }
    }
  }
}
