package io.github.procfs4j.cli.report;

/**
 * Finds the stretch of time in which most of an amount was used, in constant memory, while
 * intervals are added in order: of all pairs of adjacent slots of equal length, the one with the
 * greatest sum. Stretches of full length that begin within a slot are therefore underestimated by
 * up to a quarter of the amount.
 */
final class WindowSum {
  private final double slot;
  private long current = Long.MIN_VALUE;
  private double sum;
  private double sumBefore;
  private double most;
  private double total;
  private double mostFrom;

  /**
   * Creates one without intervals.
   *
   * @param slot the length of half a stretch, in seconds
   */
  WindowSum(double slot) {
    this.slot = slot;
  }

  /** The length of a slot: half of {@code seconds}, but at least one period. */
  static double slot(double seconds, double period) {
    return Math.max(seconds / 2, period);
  }

  /** Adds an amount that was used in an interval that ended at this time, in seconds. */
  void add(double to, double amount) {
    long here = (long) Math.ceil(to / slot) - 1;
    if (here != current) {
      sumBefore = here == current + 1 ? sum : 0;
      sum = 0;
      current = here;
    }
    sum += amount;
    total += amount;
    if (sumBefore + sum > most) {
      most = sumBefore + sum;
      mostFrom = (sumBefore > 0 ? here - 1 : here) * slot;
    }
  }

  /** The mean over that stretch; a stretch is not longer than all intervals together. */
  Peak peak(String name, Intervals intervals) {
    double begin = intervals.from(0);
    double end = intervals.to(intervals.size() - 1);
    double stretch = Math.min(2 * slot, end - begin);
    double from = Math.clamp(mostFrom, begin, Math.max(begin, end - stretch));
    return new Peak(name, most / stretch, from, from + stretch);
  }

  /** The greatest sum. */
  double most() {
    return most;
  }

  /** The sum of everything. */
  double total() {
    return total;
  }
}
