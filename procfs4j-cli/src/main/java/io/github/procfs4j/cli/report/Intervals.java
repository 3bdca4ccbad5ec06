package io.github.procfs4j.cli.report;

import java.util.Arrays;

/** Where the intervals of a source lie, in seconds since the recording began. */
final class Intervals {
  private double[] from = new double[64];
  private double[] to = new double[64];
  private int size;

  void add(double begin, double end) {
    if (size == to.length) {
      from = Arrays.copyOf(from, size * 2);
      to = Arrays.copyOf(to, size * 2);
    }
    from[size] = begin;
    to[size] = end;
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

  /** Where they end: the same array each time it is asked for, once all are there. */
  double[] ends() {
    if (to.length != size) {
      to = Arrays.copyOf(to, size);
    }
    return to;
  }
}
