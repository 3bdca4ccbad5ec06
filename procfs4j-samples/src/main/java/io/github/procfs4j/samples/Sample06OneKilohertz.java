package io.github.procfs4j.samples;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Distribution;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Rates;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.StatColumns;
import java.time.Duration;
import java.util.List;

/**
 * Samples a thousand times a second and prints a distribution of the rates.
 *
 * <p>For what averages hide: a burst of context switches that lasts 5 ms disappears in a sample
 * each second. A {@link Recorder} keeps to a fixed grid, so that delays do not add up; ticks that
 * could not begin in time are skipped and counted. The history stores only what has changed, mostly
 * two bytes a number.
 *
 * <p>A percentile of a {@link Distribution} is weighted by time: 1 % of the time, the rate was
 * higher than the 99th percentile. Sampling {@code stat} a thousand times a second takes a few
 * percent of one CPU, most of it in the kernel. With native access (see {@link
 * Sample12NativeAccess}), the recorder also asks the kernel to wake it up exactly in time.
 */
public final class Sample06OneKilohertz {
  private Sample06OneKilohertz() {}

  /** Optional argument: for how many milliseconds. */
  public static void main(String[] args) {
    Duration time = Duration.ofMillis(args.length > 0 ? Long.parseLong(args[0]) : 1000);
    History history = History.keepingAll();

    try (Sampler<Stat> stat = Procfs.mounted().sampler(Stat.FILE, history)) {
      List<Recorder.Track> tracks = List.of(new Recorder.Track(stat, Duration.ofMillis(1)));
      LateTicks late = new LateTicks();
      new Recorder(tracks, late).run(time); // on this thread

      Rates switches = history.series(Stat.system(), StatColumns.SYSTEM_CTXT).rate();
      Distribution rates = switches.distribution();
      System.out.printf(
          "%d samples, %d late ticks, %d bytes%n", history.samples(), late.count, history.bytes());
      System.out.printf(
          "context switches/s: min %.0f, median %.0f, 99 %% %.0f, max %.0f, mean %.0f%n",
          rates.min(), rates.percentile(50), rates.percentile(99), rates.max(), rates.mean());
    }
  }

  /** The samples are in the history; what is left to count is what is missing there. */
  private static final class LateTicks implements Recorder.Listener {
    private long count;

    @Override
    public void sampled(int source, Sampler<?> sampler) {}

    @Override
    public void late(int source, long ticks) {
      count += ticks;
    }
  }
}
