package io.github.procfs4j.cli.live;

import io.github.procfs4j.cli.screens.Moment;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.processes.ProcessFigures;
import io.github.procfs4j.processes.Processes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A moment of the past, from samples: the values are those of the step that ends then, as they were
 * shown at that time. The samples before it provide the curves, and what the rules look at.
 *
 * @param stepNanos the time from one moment to the next
 * @param isOfMoments whether moments are those at which all samples were taken, a step apart;
 *     otherwise samples that began soon after a moment belong to it
 * @param pageSize the page size of the machine in bytes, NaN if it is not known
 * @param ticksPerSecond its USER_HZ, NaN if it is not known
 */
record Replay(long stepNanos, boolean isOfMoments, double pageSize, double ticksPerSecond) {
  /** Rules look at ten seconds of processes; there are no curves of them. */
  private static final long NANOS_OF_RULES = 10_000_000_000L;

  /** A source whose last sample is older than this number of periods is not shown. */
  private static final int FRESH = 3;

  /**
   * The moment at a time.
   *
   * @throws java.util.ConcurrentModificationException if samples were added meanwhile
   */
  Moment at(List<Track> tracks, long nanos, Optional<Instant> time, boolean hasThreads) {
    Meters meters = new Meters();
    meters.withThreads(hasThreads);
    for (Track track : tracks) {
      if (Meters.needs(track.name())) {
        add(track, nanos, meters);
      }
    }
    return meters.moment(nanos, time);
  }

  private void add(Track track, long nanos, Meters meters) {
    long[] numbers = numbers(track, nanos);
    if (numbers.length < 2) {
      return;
    }
    Playback samples = track.samples().get();
    Interval interval =
        ProcessFigures.intervals(
            track.name(), new Picked(samples, numbers), pageSize, ticksPerSecond);
    while (interval.next()) {
      meters.add(track.name(), interval);
    }
    boolean ignored = samples.next(); // throws an exception if samples were added meanwhile
  }

  /** The numbers of the samples that are a step apart, up to a time; none if they are too old. */
  private long[] numbers(Track track, long nanos) {
    long points =
        Processes.isSource(track.name())
            ? Math.max(1, NANOS_OF_RULES / Math.max(stepNanos, track.periodNanos()))
            : Meters.POINTS;
    long slack = isOfMoments ? 0 : Math.min(stepNanos, track.periodNanos()) / 4;
    long step = Math.max(stepNanos, track.periodNanos());
    long from = nanos - (points + 2) * step;
    long skipped = 0;
    long[] starts = new long[64];
    int count = 0;
    Playback samples = track.samples().get();
    while (samples.next() && samples.startNanos() <= nanos + slack) {
      if (samples.startNanos() < from) {
        skipped++;
      } else {
        starts = count == starts.length ? Arrays.copyOf(starts, 2 * count) : starts;
        starts[count++] = samples.startNanos();
      }
    }
    if (count == 0 || starts[count - 1] < nanos - FRESH * step) {
      return new long[0];
    }
    List<Long> picked = new ArrayList<>();
    int at = count - 1;
    while (at >= 0 && picked.size() <= points) {
      picked.add(skipped + at);
      // Each sample counts if there is one for each step, however late it was.
      long before =
          track.periodNanos() >= stepNanos ? Long.MAX_VALUE : starts[at] - stepNanos + slack;
      do {
        at--;
      } while (at >= 0 && starts[at] > before);
    }
    Collections.reverse(picked);
    return picked.stream().mapToLong(Long::longValue).toArray();
  }
}
