package io.github.procfs4j.tables;

import io.github.procfs4j.recording.Recording;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where rows come from.
 *
 * @param recording the recording
 * @param name its name
 * @param host the name of its machine; null if it does not state one
 */
record Origin(Recording recording, String name, @Nullable String host) {
  /** In place of a time that is not known, or too far away for a number of microseconds. */
  static final long UNKNOWN = Long.MIN_VALUE;

  static Origin of(Recording recording, String name) {
    return new Origin(recording, name, recording.facts().host().orElse(null));
  }

  /** The wall clock time at a monotonic time, in microseconds since 1970; {@link #UNKNOWN}. */
  long micros(long nanos) {
    Optional<Instant> instant = recording.instant(nanos);
    try {
      return instant.isEmpty() ? UNKNOWN : ChronoUnit.MICROS.between(Instant.EPOCH, instant.get());
    } catch (ArithmeticException e) {
      return UNKNOWN;
    }
  }

  /** The middle between two times. */
  static long middle(long from, long to) {
    return from + (to - from) / 2;
  }
}
