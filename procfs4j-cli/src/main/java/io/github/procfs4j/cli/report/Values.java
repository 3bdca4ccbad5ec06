package io.github.procfs4j.cli.report;

import java.util.Arrays;

/**
 * Numbers that are added one by one and stored as runs of equal ones. Most figures of most rows
 * rarely change (a CPU without steal time, a disk without requests, a row that exists for a
 * moment), so memory grows with the changes, not with the samples.
 */
final class Values {
  private static final int[] NONE = {};

  /** The number of the first run, as long as there is no other. */
  private float first;

  /** If there are several runs, the bits of the number of each, followed by its end. */
  private int[] pairs = NONE;

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
    if (runs == 0) {
      first = value;
      runs = 1;
    } else if (Float.compare(ofRun(runs - 1), value) != 0) {
      if (runs == 1) {
        pairs = new int[4];
        pairs[0] = Float.floatToRawIntBits(first);
        pairs[1] = size;
      } else if (2 * runs == pairs.length) {
        pairs = Arrays.copyOf(pairs, 2 * (runs + 1 + runs / 2));
      }
      pairs[2 * runs++] = Float.floatToRawIntBits(value);
    }
    endAt(size + count);
  }

  private void endAt(int end) {
    size = end;
    if (runs > 1) {
      pairs[2 * runs - 1] = end;
    }
  }

  /** Repeats the last number until there are {@code count}. */
  void repeatTo(int count) {
    if (size < count) {
      endAt(count);
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
    return ofRun(run);
  }

  /** The index after those that follow this one and have the same number. */
  int endOfRun(int i) {
    find(i);
    return end(run);
  }

  private void find(int i) {
    int start = run == 0 ? 0 : end(run - 1);
    if (i < start || i >= end(run)) {
      if (i == end(run)) {
        run++;
      } else {
        run = runOf(i);
      }
    }
  }

  private int runOf(int i) {
    int low = 0;
    int high = runs - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (end(middle) > i) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** The first index of this number; -1 if it does not occur. */
  int first(float number) {
    for (int i = 0; i < runs; i++) {
      if (ofRun(i) == number) {
        return i == 0 ? 0 : end(i - 1);
      }
    }
    return -1;
  }

  /** The greatest number; 0 if there is none above it. */
  double most() {
    double most = 0;
    for (int i = 0; i < runs; i++) {
      most = ofRun(i) > most ? ofRun(i) : most;
    }
    return most;
  }

  /** The first number that is known; NaN if there is none. */
  float firstKnown() {
    for (int i = 0; i < runs; i++) {
      if (!Float.isNaN(ofRun(i))) {
        return ofRun(i);
      }
    }
    return Float.NaN;
  }

  /** The last number that is known; NaN if there is none. */
  float lastKnown() {
    for (int i = runs - 1; i >= 0; i--) {
      if (!Float.isNaN(ofRun(i))) {
        return ofRun(i);
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
    return runs == 1 ? size : pairs[2 * i + 1];
  }

  /** The number of a run. */
  float ofRun(int i) {
    return runs == 1 ? first : Float.intBitsToFloat(pairs[2 * i]);
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
