package io.github.procfs4j.cli.export;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.recording.Recording;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A part of a recording in which the wall clock shows one day of UTC.
 *
 * @param date the day; null if the recording does not say what the clock showed
 * @param from the monotonic time at which it begins
 * @param to the monotonic time before which it ends
 */
record Days(@Nullable LocalDate date, long from, long to) {
  /**
   * The greatest number of parts. Each of them is a file for each relation, for which the samples
   * are read up to its end.
   */
  static final int MOST = 1000;

  /**
   * The parts of a recording between two monotonic times, in their order.
   *
   * @throws CommandException if there are too many, as in a recording of several years, or if the
   *     clock was set back and forth
   */
  static List<Days> of(Recording recording, long from, long to) {
    List<Days> days = new ArrayList<>();
    long begin = from;
    LocalDate day = date(recording, Math.max(from, recording.startNanos()));
    for (Map.Entry<Long, Instant> noted : recording.clocks().entrySet()) {
      SortedMap<Long, Instant> later = recording.clocks().tailMap(noted.getKey() + 1);
      long next = later.isEmpty() ? Long.MAX_VALUE : later.firstKey();
      long at = noted.getKey();
      while (at < Math.min(next, Math.min(to, recording.endNanos() + 1))) {
        LocalDate here = date(recording, at);
        if (here != null && !here.equals(day) && at > begin) {
          if (days.size() == MOST - 1) {
            throw CommandException.failed(
                ("the clock of the recording shows more than %,d times another day than before, and"
                        + " each part would be a file: --from and --until choose a part of it")
                    .formatted(MOST - 1));
          }
          days.add(new Days(day, begin, at));
          begin = at;
          day = here;
        }
        Optional<Instant> now = recording.instant(at);
        if (now.isEmpty() || here == null) {
          break;
        }
        Instant midnight = here.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        at += Duration.between(now.get(), midnight).toNanos();
      }
    }
    days.add(new Days(day, begin, to));
    return days;
  }

  private static @Nullable LocalDate date(Recording recording, long nanos) {
    return recording
        .instant(nanos)
        .map(instant -> instant.atZone(ZoneOffset.UTC).toLocalDate())
        .orElse(null);
  }
}
