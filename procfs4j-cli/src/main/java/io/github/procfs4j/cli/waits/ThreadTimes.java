package io.github.procfs4j.cli.waits;

import io.github.procfs4j.processes.WaitTable.OfThread;
import io.github.procfs4j.processes.WaitTable.Wait;

/**
 * How a thread spent the time from its first to its last sample, in nanoseconds.
 *
 * <p>{@code schedstat} contains exactly how long it ran and how long it waited for a CPU. The rest
 * of the time it waited for something else, and is divided among its waits in the ratio of the
 * times for which samples found it in them, so that it does not matter whether some came late. A
 * thread that no sample found waiting was ready to run for that rest. If the kernel does not count
 * that, all of the time is divided like that, and running includes being ready to run.
 *
 * @param elapsed all of the time
 * @param isCounted whether the kernel counts how long it runs
 * @param running how long it ran
 * @param runnable how long it was ready and waited for a CPU; 0 if that is not counted
 * @param waiting the rest
 * @param foundWaiting for how long samples found it waiting
 */
record ThreadTimes(
    double elapsed,
    boolean isCounted,
    double running,
    double runnable,
    double waiting,
    long foundWaiting) {

  static ThreadTimes of(OfThread thread) {
    double elapsed = thread.elapsedNanos();
    boolean isCounted = thread.runningNanos().isPresent() && thread.runDelayNanos().isPresent();
    long found = 0;
    long foundWaiting = 0;
    for (Wait wait : thread.waits()) {
      found += wait.nanos();
      foundWaiting += wait.isRunning() ? 0 : wait.nanos();
    }
    double running;
    double runnable = 0;
    if (isCounted) {
      running = Math.min((double) thread.runningNanos().orElse(0), elapsed);
      double rest = elapsed - running;
      runnable =
          foundWaiting == 0 ? rest : Math.min((double) thread.runDelayNanos().orElse(0), rest);
    } else {
      running = found == 0 ? 0 : elapsed * (found - foundWaiting) / found;
    }
    double waiting = Math.max(0, elapsed - running - runnable);
    return new ThreadTimes(elapsed, isCounted, running, runnable, waiting, foundWaiting);
  }

  /** How long it was in one of its waits. */
  double of(Wait wait) {
    return wait.isRunning() || foundWaiting == 0 ? 0 : waiting * wait.nanos() / foundWaiting;
  }
}
