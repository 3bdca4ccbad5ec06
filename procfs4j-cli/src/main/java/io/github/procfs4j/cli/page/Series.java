package io.github.procfs4j.cli.page;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Values over time. The arrays are not copied because they are large; they must not change
 * afterwards. Series that were sampled together should share one {@code times} array, which is then
 * written once; arrays are compared by identity.
 *
 * @param name the name in the legend
 * @param key the identity of what it is about: the same key has the same colour everywhere
 * @param times seconds since the recording began, ascending; the page keeps microseconds
 * @param values one for each time, with the precision of a float (seven digits). {@link Float#NaN}
 *     is a gap: nothing was measured, and no line is drawn across
 * @param weights the weights of the values in a mean; null if these are the times between them
 * @param role its place in a group of runs; null if it is not in one
 */
@SuppressWarnings("ArrayRecordComponent") // equality by identity is intended here
public record Series(
    String name,
    String key,
    double[] times,
    float[] values,
    float @Nullable [] weights,
    @Nullable Role role) {

  public Series {
    Objects.requireNonNull(name);
    Objects.requireNonNull(key);
    if (times.length != values.length || (weights != null && weights.length != values.length)) {
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

  /** A series that is not in a group. */
  public Series(
      String name, String key, double[] times, float[] values, float @Nullable [] weights) {
    this(name, key, times, values, weights, null);
  }

  /** A series that is identified by its name. */
  public Series(String name, double[] times, float[] values) {
    this(name, name, times, values, null);
  }

  /**
   * What a series is in a group of runs.
   *
   * @param group the name of the group, whose series have one colour
   * @param part what it is of the group
   */
  public record Role(String group, Part part) {}

  /** The parts of a group of runs. */
  public enum Part {
    /** One run. */
    RUN,
    /** The median of the runs. */
    MEDIAN,
    /** The lower edge of the middle half of the runs. */
    LOW,
    /** The upper edge of the middle half of the runs. */
    HIGH
  }
}
