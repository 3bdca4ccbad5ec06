package io.github.procfs4j.processes;

/**
 * When to look for new processes and threads again: ten times a second, and less often if that
 * takes more than a fiftieth of the time.
 *
 * <p>A single search may be slow for another reason: the first one has to load code, and others may
 * have to wait for a CPU. So the shorter of two successive searches counts.
 */
final class SearchPace {
  private static final long PERIOD_NANOS = 100_000_000;

  /** The share of the time that searches may take, as a divisor. */
  private static final int PART = 50;

  /** How long the last search took; 0 before the first one. */
  private long tookBefore;

  /**
   * The earliest time of the next search.
   *
   * @param begin when the last one began
   * @param end when it ended
   */
  long next(long begin, long end) {
    long took = end - begin;
    long next = begin + Math.max(PERIOD_NANOS, PART * Math.min(took, tookBefore));
    tookBefore = took;
    return next;
  }
}
