package io.github.procfs4j.samples;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.Stat;

/**
 * Prints how busy each CPU is, as mpstat does.
 *
 * <p>The basic loop: sample, end an interval, print figures of its rows. A figure divides by the
 * measured time between the two reads, not by the time that the loop meant to sleep. It is NaN
 * where it has no value, for example for a CPU that has just come online.
 *
 * <p>A sample of {@code stat} takes as long as the kernel needs to print the file, plus a few
 * percent, and allocates nothing.
 */
public final class Sample02Mpstat {
  private Sample02Mpstat() {}

  /** Optional argument: how many intervals of half a second. */
  public static void main(String[] args) throws InterruptedException {
    int intervals = args.length > 0 ? Integer.parseInt(args[0]) : 2;
    Figure busy = Stat.FILE.figure("cpu", "busy");
    Figure iowait = Stat.FILE.figure("cpu", "iowait");

    try (Sampler<Stat> stat = Procfs.mounted().sampler(Stat.FILE)) {
      Interval interval = stat.intervals();
      stat.sample();
      interval.next(); // the first sample ends no interval
      for (int i = 0; i < intervals; i++) {
        Thread.sleep(500);
        stat.sample();
        if (interval.next()) {
          for (Row cpu : stat.view().cpus()) {
            System.out.printf(
                "%-4s %5.1f %% busy %5.1f %% iowait%n",
                cpu.label("cpu"), busy.value(interval, cpu), iowait.value(interval, cpu));
          }
        }
      }
    }
  }
}
