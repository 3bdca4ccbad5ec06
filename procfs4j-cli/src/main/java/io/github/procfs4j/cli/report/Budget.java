package io.github.procfs4j.cli.report;

/** The number of figures that may be computed for a source, and that have been. */
public final class Budget {
  private final double most;
  private double spent;
  private long intervals;

  /** Creates a budget of this many figures. */
  Budget(double most) {
    this.most = most;
  }

  /** A budget without a limit. */
  static Budget unlimited() {
    return new Budget(Double.POSITIVE_INFINITY);
  }

  /** Whether another interval can be examined. */
  public boolean allowsNext() {
    intervals++;
    return !isExceeded();
  }

  /** Adds figures that have been computed. */
  public void spend(double figures) {
    spent += figures;
  }

  /** The number of figures computed. */
  double spent() {
    return spent;
  }

  /** Whether more have been computed than allowed. */
  boolean isExceeded() {
    return spent > most;
  }

  /** The number of intervals examined. */
  long intervals() {
    return intervals;
  }
}
