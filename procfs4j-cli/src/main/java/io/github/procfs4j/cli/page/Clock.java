package io.github.procfs4j.cli.page;

import java.time.Instant;
import java.time.ZoneOffset;

/**
 * What the clock on the wall showed while it was recorded.
 *
 * @param begin when the time of all charts was 0
 * @param end when it was {@code seconds}
 * @param seconds how long that is by the clock that charts go by, which cannot be set
 * @param offset of the zone whose time is shown
 */
public record Clock(Instant begin, Instant end, double seconds, ZoneOffset offset) {
  /** How many milliseconds it went on in a second. */
  double millisPerSecond() {
    return seconds > 0 ? (end.toEpochMilli() - begin.toEpochMilli()) / seconds : 1000;
  }

  /** Its zone, for a reader. */
  String zone() {
    return offset.equals(ZoneOffset.UTC) ? "UTC" : offset.getId();
  }
}
