package io.github.procfs4j.cli.report;

import io.github.procfs4j.recording.Recording;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and durations in words. */
final class Times {
  private static final DateTimeFormatter DATE_AND_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter ZONE = DateTimeFormatter.ofPattern("xxx", Locale.ROOT);

  private Times() {}

  /** A duration to three or four digits: {@code 250 ms}, {@code 10.0 s}, {@code 9 min 59 s}. */
  static String duration(long nanos) {
    double seconds = nanos / 1e9;
    if (nanos == 0) {
      return "0 s";
    }
    if (seconds < 1e-3) {
      return trim("%.1f", nanos / 1e3) + " µs";
    }
    if (seconds < 1) {
      return trim("%.1f", seconds * 1e3) + " ms";
    }
    if (seconds < 60) {
      return trim("%.1f", seconds) + " s";
    }
    long whole = Math.round(seconds);
    if (whole < 3600) {
      return whole / 60 + " min" + (whole % 60 == 0 ? "" : " " + whole % 60 + " s");
    }
    long minutes = Math.round(seconds / 60);
    return minutes / 60 + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
  }

  private static String trim(String format, double number) {
    String text = String.format(Locale.ROOT, format, number);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** When a recording was made, and how long it is. */
  static String when(Recording recording) {
    if (recording.sources().stream().allMatch(source -> source.samples() == 0)) {
      return "no samples";
    }
    String length = duration(recording.endNanos() - recording.startNanos());
    return recording
        .instant(recording.startNanos())
        .map(
            start -> {
              Instant end = recording.instant(recording.endNanos()).orElse(start);
              return clock(start, end) + ", " + length;
            })
        .orElse(length);
  }

  /** From when to when, by the clock of whoever reads it. */
  private static String clock(Instant start, Instant end) {
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
