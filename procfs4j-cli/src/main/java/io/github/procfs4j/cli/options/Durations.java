package io.github.procfs4j.cli.options;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as users type them: {@code 100ms}, {@code 1.5s}, {@code 2m}. */
public final class Durations {
  private static final Pattern DURATION =
      Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?)(ns|us|µs|ms|s|m|h|d)");

  private Durations() {}

  /**
   * The duration that a user typed, in nanoseconds. If it is not one, throws a usage error that
   * begins with what it was typed for.
   */
  public static long nanos(String what, String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw CommandException.usage(
          what
              + ": «"
              + text
              + "» is not a duration, which is a non-negative number with a unit, ns, us, ms, s,"
              + " m, h or d, such as 100ms");
    }
    long unit = unit(matcher.group(2));
    try {
      return new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit)).longValueExact();
    } catch (ArithmeticException e) {
      throw CommandException.usage(
          what
              + ": «"
              + text
              + "» is not a supported duration: whole nanoseconds, up to 292 years");
    }
  }

  /** The nanoseconds of a unit: ns, us, ms, s, m, h or d. */
  public static long unit(String name) {
    return switch (name) {
      case "ns" -> 1;
      case "us", "µs" -> 1_000;
      case "ms" -> 1_000_000;
      case "s" -> 1_000_000_000;
      case "m" -> Duration.ofMinutes(1).toNanos();
      case "h" -> Duration.ofHours(1).toNanos();
      case "d" -> Duration.ofDays(1).toNanos();
      default -> throw new IllegalArgumentException("no unit of time: " + name);
    };
  }
}
