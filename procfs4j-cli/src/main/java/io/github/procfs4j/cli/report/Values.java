package io.github.procfs4j.cli.report;

import java.util.Arrays;

/**
 * Numbers that come one by one and are kept as runs of equal ones. Most figures of most rows seldom
 * change (a CPU that steals nothing, a disk without requests, a row that is there for a moment), so
 * that the memory grows with the changes and not with the samples.
 */
final class Values {
  private float[] values = {};

  /** Where each run ends. */
  private int[] ends = {};

  private int runs;
  private int size;

  /** The run that was looked up last: most are asked for in order. */
  private int run;

  /** Adds a number: NaN for none. */
  void add(double number) {
    // An infinite number is the quotient by a time of 0; a negative zero is zero.
    add(Double.isInfinite(number) ? Float.NaN : (float) number + 0.0f, 1);
  }

  private void add(float value, int count) {
    if (runs == 0 || Float.compare(values[runs - 1], value) != 0) {
      if (runs == values.length) {
        int length = Math.max(runs + 1, runs + runs / 2);
        values = Arrays.copyOf(values, length);
        ends = Arrays.copyOf(ends, length);
      }
      values[runs++] = value;
    }
    size += count;
    ends[runs - 1] = size;
  }

  /** Adds the last number again, until there are so many. */
  void repeatTo(int count) {
    if (size < count) {
      size = count;
      ends[runs - 1] = count;
    }
  }

  /** Adds NaN until there are so many. */
  void padTo(int count) {
    if (size < count) {
      add(Float.NaN, count - size);
    }
  }

  int size() {
    return size;
  }

  float get(int i) {
    int start = run == 0 ? 0 : ends[run - 1];
    if (i < start || i >= ends[run]) {
      if (i == ends[run]) {
        run++;
      } else {
        int found = Arrays.binarySearch(ends, 0, runs, i);
        run = found >= 0 ? found + 1 : -found - 1;
      }
    }
    return values[run];
  }

  /** Where this number is for the first time; -1 if it is not among them. */
  int first(float number) {
    for (int i = 0; i < runs; i++) {
      if (values[i] == number) {
        return i == 0 ? 0 : ends[i - 1];
      }
    }
    return -1;
  }

  /** How many runs of equal numbers there are. */
  int runs() {
    return runs;
  }

  /** Where a run ends: behind its last number. */
  int end(int i) {
    return ends[i];
  }

  /** The number of a run. */
  float ofRun(int i) {
    return values[i];
  }

  /** Whether all of them are the same number, or all are missing. */
  boolean isConstant() {
    return runs <= 1;
  }

  /** All of them, times {@code factor}. */
  float[] toArray(double factor) {
    float[] copy = new float[size];
    for (int i = 0; i < size; i++) {
      copy[i] = (float) (get(i) * factor);
    }
    return copy;
  }
}
