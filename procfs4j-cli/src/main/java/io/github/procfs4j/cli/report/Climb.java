package io.github.procfs4j.cli.report;

import java.util.Arrays;

/**
 * When a value first reached each height: times at which it was greater than ever before, in
 * bounded memory. A height that is at most 5 % above the previous one is left out.
 */
final class Climb {
  /** The climb of a value whose course is not known. */
  static final Climb UNKNOWN = new Climb();

  private static final double STEP = 1.05;
  private static final int MOST = 256;

  private float[] times = {};
  private float[] heights = {};
  private int size;

  /** Adds a value, in the order of their times, if it is noticeably greater than all before. */
  void add(double time, double value) {
    if (size > 0 && value <= Math.max(heights[size - 1], heights[size - 1] * STEP)) {
      return;
    }
    if (size == MOST) {
      return;
    }
    if (size == times.length) {
      times = Arrays.copyOf(times, Math.max(4, 2 * size));
      heights = Arrays.copyOf(heights, times.length);
    }
    times[size] = (float) time;
    heights[size++] = (float) value;
  }

  /** The time at which the value first was at least this great; NaN if that is not known. */
  double reached(double value) {
    for (int i = 0; i < size; i++) {
      if (heights[i] >= value) {
        return times[i];
      }
    }
    return Double.NaN;
  }

  /** The climb of a multiple of the value. */
  Climb times(double factor) {
    Climb scaled = new Climb();
    scaled.times = times;
    scaled.size = size;
    scaled.heights = new float[size];
    for (int i = 0; i < size; i++) {
      scaled.heights[i] = (float) (heights[i] * factor);
    }
    return scaled;
  }
}
