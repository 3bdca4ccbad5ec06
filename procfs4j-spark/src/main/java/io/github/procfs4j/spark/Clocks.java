package io.github.procfs4j.spark;

import io.github.procfs4j.recording.Recording;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * How the monotonic time of a recording relates to the wall clock, which may have been set while it
 * was written. Between two times that the recorder noted, both clocks advance equally.
 */
final class Clocks {
  /** Times of rows are truncated to microseconds, and are between those of two reads. */
  private static final long ROUNDING_NANOS = 2_000;

  private final List<Segment> segments = new ArrayList<>();

  /** The wall clock is {@code at} at {@code nanos}, and advances equally from here to there. */
  private record Segment(long from, long to, long nanos, Instant at) {
    Instant instant(long when) {
      return at.plusNanos(when - nanos);
    }

    /** When the clock shows a time, whether within the segment or not. */
    long nanosAt(Instant when) {
      long distance;
      try {
        distance = Duration.between(at, when).toNanos();
      } catch (ArithmeticException e) {
        distance = when.isBefore(at) ? Long.MIN_VALUE : Long.MAX_VALUE;
      }
      return plus(nanos, distance);
    }
  }

  /** Those of a recorder that noted these wall clock times, by monotonic time. */
  Clocks(NavigableMap<Long, Instant> noted) {
    long from = Long.MIN_VALUE;
    for (Map.Entry<Long, Instant> note : noted.entrySet()) {
      Map.Entry<Long, Instant> next = noted.higherEntry(note.getKey());
      long to = next == null ? Long.MAX_VALUE : next.getKey() - 1;
      segments.add(new Segment(from, to, note.getKey(), note.getValue()));
      from = to + 1;
    }
  }

  static Clocks of(Recording recording) {
    return new Clocks(recording.clocks());
  }

  /**
   * The monotonic times, from the first to before the last, outside of which the wall clock is
   * outside of these microseconds since 1970; null if there are none.
   */
  long @Nullable [] nanosOf(long fromMicros, long toMicros) {
    Instant first = Instant.EPOCH.plus(fromMicros, ChronoUnit.MICROS);
    Instant last = Instant.EPOCH.plus(toMicros, ChronoUnit.MICROS);
    long from = Long.MAX_VALUE;
    long to = Long.MIN_VALUE;
    for (Segment segment : segments) {
      long begin = Math.max(segment.from, plus(segment.nanosAt(first), -ROUNDING_NANOS));
      long end = Math.min(segment.to, plus(segment.nanosAt(last), ROUNDING_NANOS));
      if (begin <= end) {
        from = Math.min(from, begin);
        to = Math.max(to, end);
      }
    }
    return from > to ? null : new long[] {from, plus(to, 1)};
  }

  /** The earliest and the latest wall clock time between two monotonic times; null if unknown. */
  Instant @Nullable [] between(long fromNanos, long toNanos) {
    Instant earliest = null;
    Instant latest = null;
    for (Segment segment : segments) {
      long from = Math.max(segment.from, fromNanos);
      long to = Math.min(segment.to, toNanos);
      if (from <= to) {
        Instant begin = segment.instant(from);
        Instant end = segment.instant(to);
        earliest = earliest == null || begin.isBefore(earliest) ? begin : earliest;
        latest = latest == null || end.isAfter(latest) ? end : latest;
      }
    }
    return earliest == null || latest == null ? null : new Instant[] {earliest, latest};
  }

  /** Their sum; the largest or smallest number where it does not fit. */
  private static long plus(long a, long b) {
    long sum = a + b;
    return ((a ^ sum) & (b ^ sum)) < 0 ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
  }
}
