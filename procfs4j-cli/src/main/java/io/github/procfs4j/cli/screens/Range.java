package io.github.procfs4j.cli.screens;

import java.util.Arrays;

/**
 * The time that can be shown.
 *
 * @param firstNanos the earliest moment of which there are values
 * @param lastNanos the latest one
 * @param stepNanos the time from one moment to the next
 * @param isGrowing whether later moments will follow
 * @param moments the moments at which samples were taken, in ascending order; empty if any moment
 *     can be shown
 */
@SuppressWarnings("ArrayRecordComponent") // never changed; compared by identity
public record Range(
    long firstNanos, long lastNanos, long stepNanos, boolean isGrowing, long[] moments) {
  /** The time in which any moment can be shown. */
  public static Range of(long firstNanos, long lastNanos, long stepNanos, boolean isGrowing) {
    return new Range(firstNanos, lastNanos, stepNanos, isGrowing, new long[0]);
  }

  /** The moments that were kept, at least one. */
  public static Range of(long[] moments, long stepNanos) {
    return new Range(moments[0], moments[moments.length - 1], stepNanos, true, moments);
  }

  /** The moment that is a number of steps after another one; the first or last if there is none. */
  long after(long nanos, int steps) {
    if (moments.length == 0) {
      return Math.clamp(nanos + steps * stepNanos, firstNanos, lastNanos);
    }
    int found = Arrays.binarySearch(moments, nanos);
    // Of a moment that is no longer kept, the step after is the first one.
    int here = found >= 0 ? found : steps > 0 ? -found - 2 : -found - 1;
    return moments[Math.clamp((long) here + steps, 0, moments.length - 1)];
  }

  @Override
  public String toString() {
    return firstNanos + " to " + lastNanos + " by " + stepNanos;
  }
}
