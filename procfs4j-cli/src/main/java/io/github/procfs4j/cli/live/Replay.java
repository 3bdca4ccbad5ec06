package io.github.procfs4j.cli.live;

import io.github.procfs4j.cli.screens.Moment;
import io.github.procfs4j.cli.screens.Series;
import io.github.procfs4j.cli.screens.State;
import io.github.procfs4j.cli.screens.Subject;
import io.github.procfs4j.model.Figure;
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

  /** More than any time that is shown. */
  private static final long ALL = Long.MAX_VALUE / 4;

  /** A source whose last sample is older than this number of periods is not shown. */
  private static final int FRESH = 3;

  /** On a busy machine all samples of a moment may be so late. */
  private static final long LATE_NANOS = 10_000_000_000L;

  /**
   * The moment at a time.
   *
   * @throws java.util.ConcurrentModificationException if samples were added meanwhile
   */
  Moment at(List<Track> tracks, Owners owners, long nanos, Optional<Instant> time, State state) {
    Meters meters = new Meters(owners);
    meters.withThreads(state.hasThreads());
    meters.withPoints(Meters.POINTS * state.zoom());
    // To whom processes belong comes first.
    for (boolean isFirst : new boolean[] {true, false}) {
      for (Track track : tracks) {
        if (Meters.needs(track.name()) && Owners.isSource(track.name()) == isFirst) {
          add(track, nanos, meters, state.zoom());
        }
      }
    }
    return meters.moment(nanos, time);
  }

  /**
   * The values of a figure over all the time up to a moment.
   *
   * @throws java.util.ConcurrentModificationException if samples were added meanwhile
   */
  Series series(List<Track> tracks, Subject subject, long nanos) {
    for (Track track : tracks) {
      boolean isIt =
          subject.isTask()
              ? Processes.isSource(track.name())
              : track.name().equals(subject.source());
      if (isIt) {
        return series(track, subject, nanos);
      }
    }
    return Series.NONE;
  }

  private Series series(Track track, Subject subject, long nanos) {
    Optional<Figure> known = Seeker.figure(subject);
    long[] numbers = numbers(track, nanos, Long.MAX_VALUE);
    if (known.isEmpty() || numbers.length < 2) {
      return Series.NONE;
    }
    Playback samples = track.samples().get();
    Interval interval = interval(track, samples, numbers);
    Seeker seeker = new Seeker(subject);
    long[] moments = new long[numbers.length];
    double[] values = new double[numbers.length];
    int count = 0;
    while (interval.next()) {
      moments[count] = interval.toNanos();
      values[count++] = seeker.value(known.get(), interval);
    }
    boolean ignored = samples.next(); // throws an exception if samples were added meanwhile
    return new Series(
        known.get().unit(), Arrays.copyOf(moments, count), Arrays.copyOf(values, count));
  }

  private Interval interval(Track track, Playback samples, long[] numbers) {
    return ProcessFigures.intervals(
        track.name(), new Picked(samples, numbers), pageSize, ticksPerSecond);
  }

  private void add(Track track, long nanos, Meters meters, int zoom) {
    boolean hasCurves = !Processes.isSource(track.name()) && !Owners.isSource(track.name());
    long points =
        hasCurves
            ? (long) Meters.POINTS * zoom
            : Math.max(1, NANOS_OF_RULES / Math.max(stepNanos, track.periodNanos()));
    long[] numbers = numbers(track, nanos, points);
    if (numbers.length < 2) {
      return;
    }
    Playback samples = track.samples().get();
    Interval interval = interval(track, samples, numbers);
    while (interval.next()) {
      meters.add(track.name(), interval);
    }
    boolean ignored = samples.next(); // throws an exception if samples were added meanwhile
  }

  /**
   * The numbers of the samples that are a step apart, up to a time; none if they are too old.
   *
   * @param points the greatest number of steps
   */
  private long[] numbers(Track track, long nanos, long points) {
    long slack = isOfMoments ? 0 : Math.min(stepNanos, track.periodNanos()) / 4;
    long step = Math.max(stepNanos, track.periodNanos());
    long from = points > ALL / step ? Long.MIN_VALUE : nanos - (points + 2) * step;
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
    long fresh = isOfMoments ? Math.max(FRESH * step, LATE_NANOS) : FRESH * step;
    if (count == 0 || starts[count - 1] < nanos - fresh) {
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
