package io.github.procfs4j.model;

/** A reading that may say what changed since the one before. */
public interface Sample extends Reading {
  /**
   * Whether {@link #changes} says what changed since the sample before; if not, this sample has
   * another layout, or is the first, or the first after one that failed.
   */
  boolean isContinuation();

  /** How many cells changed. */
  int changes();

  /** The {@code i}-th cell that changed, in ascending order. */
  int changed(int i);

  /** By how much the {@code i}-th cell that changed did, as a difference of 64-bit patterns. */
  long delta(int i);
}
