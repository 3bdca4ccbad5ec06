package io.github.procfs4j.cli.page;

import java.util.Objects;

/**
 * Values over time. The arrays are not copied because they are large; they must not change
 * afterwards. Series that were sampled together should share one {@code times} array, which is then
 * written once; arrays are compared by identity.
 *
 * @param name the name in the legend
 * @param times seconds since the recording began, ascending; the page keeps microseconds
 * @param values one for each time, with the precision of a float (seven digits). {@link Float#NaN}
 *     is a gap: nothing was measured, and no line is drawn across
 */
@SuppressWarnings("ArrayRecordComponent") // equality by identity is intended here
public record Series(String name, double[] times, float[] values) {

  public Series {
    Objects.requireNonNull(name);
    if (times.length != values.length) {
      throw new IllegalArgumentException(
          "%d times but %d values: %s".formatted(times.length, values.length, name));
    }
    double last = Double.NEGATIVE_INFINITY;
    for (double time : times) {
      if (!(time >= last) || Double.isInfinite(time)) {
        throw new IllegalArgumentException("time %s after %s: %s".formatted(time, last, name));
      }
      last = time;
    }
  }
}
