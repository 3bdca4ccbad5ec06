package io.github.procfs4j.sampling;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as users type them: {@code 100ms}, {@code 1.5s}, {@code 2m}. */
public final class Durations {
  private static final Pattern DURATION =
      Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?)(ns|us|µs|ms|s|m|h|d)");

  private Durations() {}

  /**
   * {@return the duration that a user typed: a non-negative number and a unit, {@code ns}, {@code
   * us}, {@code ms}, {@code s}, {@code m} (minutes), {@code h} or {@code d}}
   *
   * @param text the text, such as {@code 100ms}
   * @throws IllegalArgumentException if it is not a duration of whole nanoseconds of up to 292
   *     years; the message quotes it and says what a duration is
   */
  public static Duration parse(String text) {
    Objects.requireNonNull(text, "text");
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "«"
              + text
              + "» is not a duration, which is a non-negative number with a unit, ns, us, ms, s,"
              + " m, h or d, such as 100ms");
    }
    BigDecimal unit = BigDecimal.valueOf(nanosOfUnit(matcher.group(2)));
    try {
      return Duration.ofNanos(new BigDecimal(matcher.group(1)).multiply(unit).longValueExact());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "«" + text + "» is not a supported duration: whole nanoseconds, up to 292 years", e);
    }
  }

  /**
   * {@return the number of nanoseconds of a unit}
   *
   * @param unit {@code ns}, {@code us}, {@code µs}, {@code ms}, {@code s}, {@code m}, {@code h} or
   *     {@code d}
   * @throws IllegalArgumentException if it is none of these
   */
  public static long nanosOfUnit(String unit) {
    return switch (Objects.requireNonNull(unit, "unit")) {
      case "ns" -> 1;
      case "us", "µs" -> 1_000;
      case "ms" -> 1_000_000;
      case "s" -> 1_000_000_000;
      case "m" -> Duration.ofMinutes(1).toNanos();
      case "h" -> Duration.ofHours(1).toNanos();
      case "d" -> Duration.ofDays(1).toNanos();
      default -> throw new IllegalArgumentException("no unit of time: " + unit);
    };
  }
}
