package io.github.procfs4j.cli.report;

import io.github.procfs4j.recording.Recording;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The wall clock of a recording that is no longer open, to a tenth of a second. */
final class WallClock {
  private static final Duration EXACT = Duration.ofMillis(100);

  /** A clock that is set more often is not followed any further. */
  private static final int MOST = 1_000;

  private final long begin;
  private final TreeMap<Long, Instant> clocks = new TreeMap<>();

  private WallClock(long begin) {
    this.begin = begin;
  }

  static WallClock of(Recording recording) {
    WallClock clock = new WallClock(recording.startNanos());
    for (Map.Entry<Long, Instant> noted : recording.clocks().entrySet()) {
      boolean isNews =
          clock
              .at(noted.getKey())
              .map(then -> Duration.between(then, noted.getValue()).abs().compareTo(EXACT) > 0)
              .orElse(true);
      if (isNews && clock.clocks.size() < MOST) {
        clock.clocks.put(noted.getKey(), noted.getValue());
      }
    }
    return clock;
  }

  private Optional<Instant> at(long nanos) {
    Map.Entry<Long, Instant> noted = clocks.floorEntry(nanos);
    noted = noted == null ? clocks.firstEntry() : noted;
    return noted == null
        ? Optional.empty()
        : Optional.of(noted.getValue().plusNanos(nanos - noted.getKey()));
  }

  /** The time so many seconds after the beginning of the recording, if it was recorded. */
  Optional<Instant> after(double seconds) {
    return at(begin + Math.round(seconds * 1e9));
  }
}
