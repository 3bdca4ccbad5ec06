package io.github.procfs4j.cli.page;

import java.time.Instant;
import java.time.ZoneOffset;

/**
 * The wall clock during recording.
 *
 * @param begin the wall clock time at time 0 of the charts
 * @param end the wall clock time at time {@code seconds}
 * @param seconds the length of the recording by the monotonic clock of the charts
 * @param offset the offset of the time zone that is shown
 */
public record Clock(Instant begin, Instant end, double seconds, ZoneOffset offset) {
  /** How many milliseconds the wall clock advanced in a second of monotonic time. */
  double millisPerSecond() {
    return seconds > 0 ? (end.toEpochMilli() - begin.toEpochMilli()) / seconds : 1000;
  }

  /** Its zone, for a reader. */
  String zone() {
    return offset.equals(ZoneOffset.UTC) ? "UTC" : offset.getId();
  }
}
