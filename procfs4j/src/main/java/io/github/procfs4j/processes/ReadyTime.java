package io.github.procfs4j.processes;

/**
 * For how long a thread has been ready to run and has waited for a CPU since its first sample.
 *
 * <p>{@code schedstat} counts a delay when it ends. What was before the first sample is left out: a
 * thread cannot have waited for longer than it did not run. A delay that lasts is counted as far as
 * samples show it: the thread is ready or runs, and {@code schedstat} stays the same. Then it has
 * got no CPU, unless it had one before: the kernel adds to the run time of a thread only at its
 * ticks, which are at most 10 ms apart. When the delay ends, what the kernel adds is at least that.
 */
final class ReadyTime {
  /** The longest time between two ticks of the kernel, with {@code CONFIG_HZ} 100. */
  static final long TICK_NANOS = 10_000_000;

  private static final long NONE = Long.MAX_VALUE;

  private long lastRunning = -1;
  private long lastDelay = -1;
  private long lastSlices = -1;
  private long lastNanos;

  /** Since when it has certainly been waiting for a CPU; {@link #NONE} if it is not. */
  private long since = NONE;

  private boolean wasReady;

  /** What of the kernel's count was before the first sample. */
  private long before;

  private long nanos;

  /**
   * Takes a sample.
   *
   * @param now when it was taken
   * @param isReady whether the thread was found running or ready to run
   * @param running the time that it has run since the first sample, as the kernel has counted it
   * @param delay the delays since then, as the kernel has counted them
   * @param slices how often it has got a CPU
   * @param elapsed the time since the first sample
   * @return the time that it was ready since then, which never falls
   */
  long sample(long now, boolean isReady, long running, long delay, long slices, long elapsed) {
    boolean hasRun = running != lastRunning || delay != lastDelay || slices != lastSlices;
    if (!isReady) {
      since = NONE;
    } else if (hasRun) {
      since = now + TICK_NANOS; // it may have a CPU, and the next tick has not counted it yet
    } else if (!wasReady) {
      since = lastNanos + (now - lastNanos) / 2; // it was woken up somewhere in between
    }
    lastRunning = running;
    lastDelay = delay;
    lastSlices = slices;
    lastNanos = now;
    wasReady = isReady;
    long most = Math.max(0, elapsed - running);
    before = Math.max(before, delay - most);
    long lasting = since < now ? now - since : 0;
    nanos = Math.max(nanos, Math.min(most, delay - before + lasting));
    return nanos;
  }
}
