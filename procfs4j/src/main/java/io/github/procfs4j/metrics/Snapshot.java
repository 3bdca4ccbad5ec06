package io.github.procfs4j.metrics;

import org.jspecify.annotations.Nullable;

/** The values of all series of a source in one sample. It never changes. */
public final class Snapshot {
  private final double[] values;

  /** {@link Series#computation} of each slot. */
  private final int[] computations;

  private final long takenNanos;
  private final boolean isOutdated;

  /** The one from which this one was made; null if it was computed from a sample. */
  private final @Nullable Snapshot original;

  Snapshot(double[] values, int[] computations, long takenNanos, boolean isOutdated) {
    this(values, computations, takenNanos, isOutdated, null);
  }

  private Snapshot(
      double[] values,
      int[] computations,
      long takenNanos,
      boolean isOutdated,
      @Nullable Snapshot original) {
    this.values = values;
    this.computations = computations;
    this.takenNanos = takenNanos;
    this.isOutdated = isOutdated;
    this.original = original;
  }

  /**
   * {@return the value of a series that the source had when the sample was taken; NaN if there is
   * none}
   *
   * @param slot {@link Series#slot}
   */
  public double value(int slot) {
    return values[slot];
  }

  /**
   * {@return whether the sample has other rows and columns than the series, or could not be taken
   * although there are series} {@link ExportedSource#refresh} is due then.
   */
  public boolean isOutdated() {
    return isOutdated;
  }

  /** The time before the sample was read, on the scale of {@link System#nanoTime}. */
  long takenNanos() {
    return takenNanos;
  }

  /** The same with other values. */
  Snapshot with(double[] others) {
    return new Snapshot(others, computations, takenNanos, isOutdated, this);
  }

  /** Whether it is the other one with other values. */
  @SuppressWarnings("ReferenceEquality") // another sample may have the same values
  boolean isMadeFrom(Snapshot other) {
    return original == other;
  }

  /** {@link Series#computation} of each slot, in an array that never changes. */
  int[] computations() {
    return computations;
  }

  double[] copyOfValues() {
    return values.clone();
  }

  @Override
  public String toString() {
    return values.length + " values" + (isOutdated ? ", outdated" : "");
  }
}
