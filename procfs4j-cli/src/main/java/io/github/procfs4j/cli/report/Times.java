package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.page.Clock;
import io.github.procfs4j.recording.Recording;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongFunction;

/** Times and durations in words. */
public final class Times {
  private static final DateTimeFormatter DATE_AND_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter ZONE = DateTimeFormatter.ofPattern("xxx", Locale.ROOT);

  /** The greatest drift of a clock that is slewed. */
  private static final double MOST_DRIFT = 0.001;

  /** A clock that deviates by more than this was set. */
  private static final long MOST_JUMP_NANOS = 500_000_000;

  /** The number of times at which clocks are compared. */
  private static final int CLOCK_POINTS = 1000;

  private Times() {}

  /** A duration with three or four digits: {@code 250 ms}, {@code 10.5 s}, {@code 9 min 59 s}. */
  public static String duration(long nanos) {
    if (nanos == 0) {
      return "0 s";
    }
    if (nanos < 1000) {
      return nanos + " ns";
    }
    // Rounded before the unit is chosen: 999.96 µs becomes 1 ms.
    if (nanos < 999_950) {
      return tenths(nanos / 1e3) + " µs";
    }
    if (nanos < 999_950_000) {
      return tenths(nanos / 1e6) + " ms";
    }
    double seconds = nanos / 1e9;
    if (seconds < 59.95) {
      return tenths(seconds) + " s";
    }
    long whole = Math.round(seconds);
    if (whole < 3600) {
      return whole / 60 + " min" + (whole % 60 == 0 ? "" : " " + whole % 60 + " s");
    }
    long minutes = Math.round(seconds / 60);
    return minutes / 60 + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
  }

  private static String tenths(double number) {
    String text = String.format(Locale.ROOT, "%.1f", number);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** The time and length of a recording. */
  static String when(Recording recording) {
    return when(recording, Span.all(recording));
  }

  /** The time and length of a part of a recording. */
  static String when(Recording recording, Span span) {
    if (recording.sources().stream().allMatch(source -> source.samples() == 0)) {
      return "no samples";
    }
    String length = duration(span.toNanos() - span.fromNanos());
    return recording
        .instant(span.fromNanos())
        .map(
            start -> {
              Instant end = recording.instant(span.toNanos()).orElse(start);
              return clock(start, end) + ", " + length;
            })
        .orElse(length);
  }

  /**
   * The wall clock during the recording; empty if it was not recorded, or if it was set, because
   * then wall clock times cannot be computed from the beginning.
   */
  static Optional<Clock> clock(Recording recording) {
    return clock(recording.startNanos(), recording.endNanos(), recording::instant);
  }

  static Optional<Clock> clock(long from, long to, LongFunction<Optional<Instant>> instant) {
    long length = to - from;
    Optional<Instant> begin = instant.apply(from);
    Optional<Instant> end = instant.apply(to);
    if (begin.isEmpty() || end.isEmpty()) {
      return Optional.empty();
    }
    Duration went = Duration.between(begin.get(), end.get());
    if (isFurther(went.minusNanos(length), (long) (length * MOST_DRIFT) + MOST_JUMP_NANOS)) {
      return Optional.empty();
    }
    long wentNanos = went.toNanos();
    for (int i = 1; i < CLOCK_POINTS; i++) {
      long nanos = from + (long) (length * ((double) i / CLOCK_POINTS));
      Instant even = begin.get().plusNanos((long) (wentNanos * ((double) i / CLOCK_POINTS)));
      Instant then = instant.apply(nanos).orElse(even);
      if (isFurther(Duration.between(even, then), MOST_JUMP_NANOS)) {
        return Optional.empty();
      }
    }
    ZoneOffset offset = ZoneId.systemDefault().getRules().getOffset(begin.get());
    return Optional.of(new Clock(begin.get(), end.get(), length / 1e9, offset));
  }

  /**
   * Compares durations, because wall clock times in a recording may be centuries apart, which does
   * not fit in a long.
   */
  private static boolean isFurther(Duration apart, long nanos) {
    return apart.abs().compareTo(Duration.ofNanos(nanos)) > 0;
  }

  /** The time of day in the reader's time zone. */
  static String time(Instant instant) {
    return TIME.format(instant.atZone(ZoneId.systemDefault()));
  }

  /** The time of day, with the date if that is not the day of the beginning. */
  static String timeOfDay(Instant instant, Instant beginning) {
    ZonedDateTime time = instant.atZone(ZoneId.systemDefault());
    ZonedDateTime first = beginning.atZone(ZoneId.systemDefault());
    return (time.toLocalDate().equals(first.toLocalDate()) ? TIME : DATE_AND_TIME).format(time);
  }

  /** The beginning and the end, in the reader's time zone. */
  static String clock(Instant start, Instant end) {
    ZonedDateTime from = start.atZone(ZoneId.systemDefault());
    ZonedDateTime to = end.atZone(ZoneId.systemDefault());
    boolean isSameDay = from.toLocalDate().equals(to.toLocalDate());
    return DATE_AND_TIME.format(from)
        + " to "
        + (isSameDay ? TIME : DATE_AND_TIME).format(to)
        + " "
        + ZONE.format(to).replace("+00:00", "UTC");
  }
}
