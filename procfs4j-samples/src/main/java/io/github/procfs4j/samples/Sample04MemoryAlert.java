package io.github.procfs4j.samples;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.MemInfo;
import io.github.procfs4j.system.PressureStall;

/**
 * Raises an alert when memory is short and programs wait for it.
 *
 * <p>MemAvailable alone is a poor alarm: a machine that uses its memory well has little of it. The
 * share of time in which at least one task waited for memory shows whether that hurts.
 *
 * <p>Kernels without CONFIG_PSI, or booted with psi=0, have no pressure files. Sampling then ends
 * with an {@link Outcome} rather than an exception, and the program decides without it.
 */
public final class Sample04MemoryAlert {
  private static final double LEAST_SHARE = 0.1;
  private static final double MOST_STALLED_PERCENT = 5;

  private Sample04MemoryAlert() {}

  /** Optional argument: how many checks, half a second apart. */
  public static void main(String[] args) throws InterruptedException {
    int checks = args.length > 0 ? Integer.parseInt(args[0]) : 1;
    Procfs proc = Procfs.mounted();
    Figure stalled = PressureStall.MEMORY.figure("pressure", "stalled");

    try (Sampler<MemInfo> memory = proc.sampler(MemInfo.FILE);
        Sampler<PressureStall> pressure = proc.sampler(PressureStall.MEMORY)) {
      Interval interval = pressure.intervals();
      pressure.sample();
      interval.next(); // the first sample ends no interval
      for (int i = 0; i < checks; i++) {
        Thread.sleep(500);
        memory.sample();
        double available =
            (double) memory.view().memAvailable() / (double) memory.view().memTotal();

        double percent = Double.NaN;
        if (pressure.sample() == Outcome.SAMPLED && interval.next()) {
          percent = stalled.value(interval, PressureStall.some());
        } else {
          pressure.problem().ifPresent(System.out::println);
        }

        boolean isShort = available < LEAST_SHARE && !(percent < MOST_STALLED_PERCENT);
        System.out.printf(
            "%s: %.0f %% of memory available, %.2f %% of the time stalled%n",
            isShort ? "ALERT" : "fine", 100 * available, percent);
      }
    }
  }
}
