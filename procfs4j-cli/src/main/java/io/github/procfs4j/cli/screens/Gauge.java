package io.github.procfs4j.cli.screens;

import io.github.procfs4j.model.Figure;
import java.util.Arrays;

/**
 * A figure at a moment.
 *
 * @param figure the figure
 * @param value its value; NaN if it is not known
 * @param before the values up to that moment, from the oldest, one for each step; NaN where they
 *     are not known; empty if there is no curve of it
 */
@SuppressWarnings("ArrayRecordComponent") // never changed; compared by identity
public record Gauge(Figure figure, double value, float[] before) {
  /** Whether any known value is not 0. */
  boolean isAnything() {
    if (value != 0 && !Double.isNaN(value)) {
      return true;
    }
    for (float each : before) {
      if (each != 0 && !Float.isNaN(each)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return figure + " " + value + " after " + Arrays.toString(before);
  }
}
