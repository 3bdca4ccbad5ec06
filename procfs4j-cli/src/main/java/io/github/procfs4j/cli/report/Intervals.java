package io.github.procfs4j.cli.report;

import java.util.Arrays;
import java.util.BitSet;

/** Where the intervals of a source lie, in seconds since the recording began. */
final class Intervals {
  private double[] from = new double[64];
  private double[] to = new double[64];
  private int size;

  /** Those in which no time passed. */
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

  /** How long those from one to before another are together: each begins where another ends. */
  double seconds(int first, int end) {
    return to[end - 1] - from[first];
  }

  /** In how many of these any time passed. */
  int lasting(int first, int end) {
    return end - first - (momentary.isEmpty() ? 0 : momentary.get(first, end).cardinality());
  }

  /** Where they end: the same array each time it is asked for, once all are there. */
  double[] ends() {
    if (to.length != size) {
      to = Arrays.copyOf(to, size);
    }
    return to;
  }
}
