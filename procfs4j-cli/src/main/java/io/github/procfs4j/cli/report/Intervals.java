package io.github.procfs4j.cli.report;

import java.util.Arrays;
import java.util.BitSet;

/** The intervals of a source, in seconds since the recording began. */
final class Intervals {
  private double[] from = new double[64];
  private double[] to = new double[64];
  private int size;

  /** The intervals in which no time passed. */
  private final BitSet momentary = new BitSet();

  void add(double begin, double end) {
    if (size == to.length) {
      from = Arrays.copyOf(from, size * 2);
      to = Arrays.copyOf(to, size * 2);
    }
    from[size] = begin;
    to[size] = end;
    if (begin >= end) {
      momentary.set(size);
    }
    size++;
  }

  int size() {
    return size;
  }

  double from(int i) {
    return from[i];
  }

  double to(int i) {
    return to[i];
  }

  double seconds(int i) {
    return to[i] - from[i];
  }

  /**
   * The total length of the intervals from {@code first} to {@code end}, exclusive: each begins
   * where the previous one ends.
   */
  double seconds(int first, int end) {
    return to[end - 1] - from[first];
  }

  /** The number of these in which any time passed. */
  int lasting(int first, int end) {
    return end - first - (momentary.isEmpty() ? 0 : momentary.get(first, end).cardinality());
  }

  /** The ends of the intervals; after all have been added, the same array each time. */
  double[] ends() {
    if (to.length != size) {
      to = Arrays.copyOf(to, size);
    }
    return to;
  }
}
