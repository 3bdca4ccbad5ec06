package io.github.procfs4j.cli.report;

import java.util.Arrays;

/** The intervals of a source, in seconds since the recording began. */
final class Intervals {
  private final double ticksPerSecond;
  private double[] from = new double[64];
  private double[] to = new double[64];
  private float[] spread = new float[64];

  /** The number of intervals, up to each of them, in which any time passed. */
  private int[] lasting = new int[64];

  private int size;

  private double shortest = Double.POSITIVE_INFINITY;

  /** Creates none, of a machine whose ticks are not known. */
  Intervals() {
    this(Double.NaN);
  }

  /**
   * Creates none.
   *
   * @param ticksPerSecond the number of ticks in a second, in which the kernel counts CPU time; NaN
   *     if it is not known
   */
  Intervals(double ticksPerSecond) {
    this.ticksPerSecond = ticksPerSecond;
  }

  void add(double begin, double end) {
    add(begin, end, 0);
  }

  /**
   * Adds an interval.
   *
   * @param reading how long it took to read both texts, together: a number may be of any time while
   *     its text was read
   */
  void add(double begin, double end, double reading) {
    if (size == to.length) {
      from = Arrays.copyOf(from, size * 2);
      to = Arrays.copyOf(to, size * 2);
      spread = Arrays.copyOf(spread, size * 2);
      lasting = Arrays.copyOf(lasting, size * 2);
    }
    spread[size] = begin < end ? (float) (reading / 2 / (end - begin)) : 0;
    from[size] = begin;
    to[size] = end;
    lasting[size] = (size == 0 ? 0 : lasting[size - 1]) + (begin < end ? 1 : 0);
    if (begin < end) {
      shortest = Math.min(shortest, end - begin);
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
   * By which part of the length of an interval the time between two readings of a number may differ
   * from that length.
   */
  float spread(int i) {
    return spread[i];
  }

  /**
   * The total length of the intervals from {@code first} to {@code end}, exclusive: each begins
   * where the previous one ends.
   */
  double seconds(int first, int end) {
    return to[end - 1] - from[first];
  }

  /**
   * The least length of a window over which values counted in ticks are shown, in seconds; NaN if
   * each interval is as long.
   */
  double tickWindow() {
    double window = TickWindows.TICKS / ticksPerSecond;
    return shortest < TickWindows.NEARLY * window ? window : Double.NaN;
  }

  /** The number of ticks in a second; NaN if it is not known. */
  double ticksPerSecond() {
    return ticksPerSecond;
  }

  /**
   * The earliest end, from {@code from} to {@code end}, of intervals from {@code first} on that are
   * as long together as {@code seconds}; {@code end} if all of them are shorter.
   */
  int earliest(int first, int from, int end, double seconds) {
    int low = from;
    int high = end;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (seconds(first, middle) >= seconds) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /**
   * The latest beginning, from {@code first} on, of intervals before {@code end} that are as long
   * together as {@code seconds}; {@code first} if all of them are shorter.
   */
  int latest(int first, int end, double seconds) {
    int low = first;
    int high = end - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (seconds(middle, end) >= seconds) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** The number of these in which any time passed. */
  int lasting(int first, int end) {
    return (end == 0 ? 0 : lasting[end - 1]) - (first == 0 ? 0 : lasting[first - 1]);
  }

  /** The ends of the intervals; after all have been added, the same array each time. */
  double[] ends() {
    if (to.length != size) {
      to = Arrays.copyOf(to, size);
    }
    return to;
  }
}
