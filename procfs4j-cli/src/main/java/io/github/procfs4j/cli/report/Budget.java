package io.github.procfs4j.cli.report;

/** How many figures may be computed of a source, and how many were. */
public final class Budget {
  private final double most;
  private double spent;
  private long intervals;

  /** So many at most. */
  Budget(double most) {
    this.most = most;
  }

  /** Without a bound. */
  static Budget unlimited() {
    return new Budget(Double.POSITIVE_INFINITY);
  }

  /** Whether another interval can be looked at. */
  boolean allowsNext() {
    intervals++;
    return !isExceeded();
  }

  /** States that so many were computed. */
  void spend(double figures) {
    spent += figures;
  }

  /** How many were computed. */
  double spent() {
    return spent;
  }

  /** Whether more were computed than may be. */
  boolean isExceeded() {
    return spent > most;
  }

  /** How many intervals were looked at. */
  long intervals() {
    return intervals;
  }
}
