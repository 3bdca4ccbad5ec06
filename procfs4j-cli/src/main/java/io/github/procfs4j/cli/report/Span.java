package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Interval;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.sampling.Durations;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a recording.
 *
 * @param fromNanos the beginning, in monotonic nanoseconds
 * @param toNanos the end
 */
public record Span(long fromNanos, long toNanos) {
  private static final Pattern AMOUNT = Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)(ms|[smhd]?)");

  /** No recording is as long. */
  private static final Duration CENTURY = Duration.ofDays(36_500);

  /** Thrown if a recording does not contain a part. */
  public static final class OutsideException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private OutsideException(String message) {
      super(message);
    }
  }

  /** The complete recording. */
  public static Span all(Recording recording) {
    return new Span(recording.startNanos(), recording.endNanos());
  }

  /**
   * The part between two times as written by a user: relative to the beginning ({@code 10s}, {@code
   * 1m30s}, {@code 2.5}), relative to the end ({@code -10s}), or wall clock times ({@code 14:05},
   * {@code 2026-01-31T14:05:00}, {@code 2026-01-31T13:05:00Z}).
   *
   * <p>Times before the beginning or after the end are not an error.
   *
   * @throws IllegalArgumentException if a time cannot be parsed, or nothing was recorded between
   *     them
   */
  public static Span of(Recording recording, @Nullable String from, @Nullable String to) {
    return of(recording, "--from", from, "--until", to);
  }

  /** As above, for times that users write under these names. */
  public static Span of(
      Recording recording,
      String fromName,
      @Nullable String from,
      String toName,
      @Nullable String to) {
    Span all = all(recording);
    long begin = from == null ? all.fromNanos : time(recording, fromName, from);
    long end = to == null ? all.toNanos : time(recording, toName, to);
    if (from != null && begin >= all.toNanos) {
      throw outside(recording, fromName + " " + from);
    }
    if (to != null && end <= all.fromNanos) {
      throw outside(recording, toName + " " + to);
    }
    if (from != null && to != null && begin >= end) {
      throw new OutsideException(
          "there is nothing between %s %s and %s %s".formatted(fromName, from, toName, to));
    }
    return new Span(Math.max(begin, all.fromNanos), Math.min(end, all.toNanos));
  }

  private static OutsideException outside(Recording recording, String what) {
    return new OutsideException(what + " is outside the recording: " + Times.when(recording));
  }

  /** Whether an interval belongs to it: it belongs to the span that contains its middle. */
  public boolean holds(Interval interval) {
    long middle = interval.fromNanos() + (interval.toNanos() - interval.fromNanos()) / 2;
    return middle >= fromNanos && middle < toNanos;
  }

  private static long time(Recording recording, String option, String text) {
    Span all = all(recording);
    boolean isBeforeEnd = text.startsWith("-");
    long amount = amount(isBeforeEnd ? text.substring(1) : text);
    if (amount < 0) {
      return clockTime(recording, option, text);
    }
    return isBeforeEnd ? all.toNanos - amount : all.fromNanos + amount;
  }

  /** An amount of time in nanoseconds, -1 if the text is not one. */
  private static long amount(String text) {
    Matcher matcher = AMOUNT.matcher(text);
    BigDecimal nanos = BigDecimal.ZERO;
    int at = 0;
    while (at < text.length() && matcher.find() && matcher.start() == at) {
      String unit = matcher.group(2);
      long nanosOfUnit = Durations.nanosOfUnit(unit.isEmpty() ? "s" : unit);
      nanos = nanos.add(new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(nanosOfUnit)));
      at = matcher.end();
    }
    if (at < text.length() || text.isEmpty()) {
      return -1;
    }
    // An amount that is too long for a recording is outside it, however long.
    return nanos
        .min(BigDecimal.valueOf(Long.MAX_VALUE / 4))
        .setScale(0, RoundingMode.HALF_UP)
        .longValue();
  }

  private static long clockTime(Recording recording, String option, String text) {
    Instant begin =
        recording
            .instant(recording.startNanos())
            .orElseThrow(
                () ->
                    new OutsideException(
                        option
                            + " "
                            + text
                            + ": no wall-clock time was recorded; give the time since the"
                            + " beginning instead, such as 10s"));
    Instant wanted = instant(begin, option, text);
    // The clock may have been set meanwhile: the clock at that time counts.
    Duration distance = Duration.between(begin, wanted);
    if (isFar(distance)) {
      return distance.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    long nanos = recording.startNanos() + distance.toNanos();
    Duration rest = Duration.between(recording.instant(nanos).orElse(wanted), wanted);
    return isFar(rest) ? nanos : nanos + rest.toNanos();
  }

  private static boolean isFar(Duration distance) {
    return distance.abs().compareTo(CENTURY) > 0;
  }

  private static Instant instant(Instant begin, String option, String text) {
    ZoneId zone = ZoneId.systemDefault();
    try {
      if (text.contains("T")) {
        return text.matches(".*(Z|[+-]\\d\\d(:?\\d\\d)?)")
            ? OffsetDateTime.parse(text).toInstant()
            : LocalDateTime.parse(text).atZone(zone).toInstant();
      }
      ZonedDateTime first = begin.atZone(zone);
      ZonedDateTime sameDay = first.with(LocalTime.parse(text));
      // The time 12:00:00 in a recording that began at 12:00:00.3 means its beginning.
      return sameDay.plusSeconds(1).isBefore(first)
          ? sameDay.plusDays(1).toInstant()
          : sameDay.isBefore(first) ? begin : sameDay.toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "%s %s: not a time such as 10s, -1m30s, 14:05:00 or 2026-01-31T14:05:00"
              .formatted(option, text),
          e);
    }
  }
}
