package io.github.procfs4j.cli.report;

import java.util.Arrays;

/**
 * Numbers that are added one by one and stored as runs of equal ones. Most figures of most rows
 * rarely change (a CPU without steal time, a disk without requests, a row that exists for a
 * moment), so memory grows with the changes, not with the samples.
 */
final class Values {
  private float[] values = {};

  /** The end of each run. */
  private int[] ends = {};

  private int runs;
  private int size;

  /** The last run that was looked up; most requests are in order. */
  private int run;

  /** Adds a number, NaN if there is none. */
  void add(double number) {
    add(number, 1);
  }

  /** Adds a number so many times. */
  void add(double number, int count) {
    // An infinite number is a quotient by a time of 0, or a product of impossible numbers; negative
    // zero becomes zero.
    float value = (float) number + 0.0f;
    add(Float.isInfinite(value) ? Float.NaN : value, count);
  }

  private void add(float value, int count) {
    if (count == 0) {
      return;
    }
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

  /** Repeats the last number until there are {@code count}. */
  void repeatTo(int count) {
    if (size < count) {
      size = count;
      ends[runs - 1] = count;
    }
  }

  /** Adds NaN until there are {@code count}. */
  void padTo(int count) {
    if (size < count) {
      add(Float.NaN, count - size);
    }
  }

  int size() {
    return size;
  }

  float get(int i) {
    find(i);
    return values[run];
  }

  /** The index after those that follow this one and have the same number. */
  int endOfRun(int i) {
    find(i);
    return ends[run];
  }

  private void find(int i) {
    int start = run == 0 ? 0 : ends[run - 1];
    if (i < start || i >= ends[run]) {
      if (i == ends[run]) {
        run++;
      } else {
        int found = Arrays.binarySearch(ends, 0, runs, i);
        run = found >= 0 ? found + 1 : -found - 1;
      }
    }
  }

  /** The first index of this number; -1 if it does not occur. */
  int first(float number) {
    for (int i = 0; i < runs; i++) {
      if (values[i] == number) {
        return i == 0 ? 0 : ends[i - 1];
      }
    }
    return -1;
  }

  /** The greatest number; 0 if there is none above it. */
  double most() {
    double most = 0;
    for (int i = 0; i < runs; i++) {
      most = values[i] > most ? values[i] : most;
    }
    return most;
  }

  /** The first number that is known; NaN if there is none. */
  float firstKnown() {
    for (int i = 0; i < runs; i++) {
      if (!Float.isNaN(values[i])) {
        return values[i];
      }
    }
    return Float.NaN;
  }

  /** The last number that is known; NaN if there is none. */
  float lastKnown() {
    for (int i = runs - 1; i >= 0; i--) {
      if (!Float.isNaN(values[i])) {
        return values[i];
      }
    }
    return Float.NaN;
  }

  /** The number of runs of equal numbers. */
  int runs() {
    return runs;
  }

  /** The end of a run: the index after its last number. */
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

  /** All numbers, times {@code factor}. */
  float[] toArray(double factor) {
    float[] copy = new float[size];
    for (int i = 0; i < size; i++) {
      copy[i] = (float) (get(i) * factor);
    }
    return copy;
  }
}
