package io.github.procfs4j.cli.report;

import java.util.Arrays;

/**
 * Numbers that come one by one and are kept. As most figures of most rows never change (a CPU that
 * steals nothing, a disk without requests), equal numbers take no memory until another one comes.
 */
final class Values {
  private float first = Float.NaN;
  private boolean isConstant = true;
  private float[] array = {};
  private int size;

  /** Adds a number: NaN for none. */
  void add(double number) {
    // An infinite number is the quotient by a time of 0; a negative zero is zero.
    float value = Double.isInfinite(number) ? Float.NaN : (float) number + 0.0f;
    if (size == 0) {
      first = value;
    } else if (!isConstant) {
      if (size == array.length) {
        array = Arrays.copyOf(array, size + size / 2);
      }
      array[size] = value;
    } else if (Float.compare(first, value) != 0) {
      isConstant = false;
      array = new float[Math.max(64, size + size / 2)];
      Arrays.fill(array, 0, size, first);
      array[size] = value;
    }
    size++;
  }

  /** Adds NaN until there are so many. */
  void padTo(int count) {
    while (size < count) {
      add(Double.NaN);
    }
  }

  int size() {
    return size;
  }

  float get(int i) {
    return isConstant ? first : array[i];
  }

  /** Whether all of them are the same number, or all are missing. */
  boolean isConstant() {
    return isConstant;
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
