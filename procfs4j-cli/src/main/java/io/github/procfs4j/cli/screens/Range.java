package io.github.procfs4j.cli.screens;

import io.github.procfs4j.recording.Mark;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * The time that can be shown.
 *
 * @param firstNanos the earliest moment of which there are values
 * @param lastNanos the latest one
 * @param stepNanos the time from one moment to the next
 * @param isGrowing whether later moments will follow
 * @param moments the moments at which samples were taken, in ascending order; empty if any moment
 *     can be shown
 * @param marks the marks, in the order of their times
 */
@SuppressWarnings("ArrayRecordComponent") // never changed; compared by identity
public record Range(
    long firstNanos,
    long lastNanos,
    long stepNanos,
    boolean isGrowing,
    long[] moments,
    List<Mark> marks) {
  /** Copies the list. */
  public Range {
    marks = List.copyOf(marks);
  }

  /**
   * A mark that was looked for.
   *
   * @param nanos its time; empty if there is none
   * @param text what is said about it
   */
  record Found(OptionalLong nanos, String text) {}

  /** The time in which any moment can be shown. */
  public static Range of(
      long firstNanos, long lastNanos, long stepNanos, boolean isGrowing, List<Mark> marks) {
    return new Range(firstNanos, lastNanos, stepNanos, isGrowing, new long[0], marks);
  }

  /** The moments that were kept, at least one. */
  public static Range of(long[] moments, long stepNanos, List<Mark> marks) {
    return new Range(moments[0], moments[moments.length - 1], stepNanos, true, moments, marks);
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

  /** The moment that shows what happened at a time: the first one that is not before it. */
  public long moment(long nanos) {
    if (moments.length == 0) {
      return Math.clamp(nanos, firstNanos, lastNanos);
    }
    int found = Arrays.binarySearch(moments, nanos);
    return moments[Math.clamp(found >= 0 ? found : -found - 1L, 0, moments.length - 1)];
  }

  /** The first mark after a moment. */
  Found markAfter(long nanos) {
    return marks.stream()
        .filter(mark -> moment(mark.nanos()) > nanos)
        .findFirst()
        .map(Range::found)
        .orElse(new Found(OptionalLong.empty(), "no mark is after this moment"));
  }

  /** The last mark before a moment. */
  Found markBefore(long nanos) {
    return marks.stream()
        .filter(mark -> moment(mark.nanos()) < nanos)
        .reduce((one, other) -> other)
        .map(Range::found)
        .orElse(new Found(OptionalLong.empty(), "no mark is before this moment"));
  }

  private static Found found(Mark mark) {
    return new Found(OptionalLong.of(mark.nanos()), "mark: " + mark.text());
  }

  @Override
  public String toString() {
    return firstNanos + " to " + lastNanos + " by " + stepNanos;
  }
}
