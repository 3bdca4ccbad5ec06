package io.github.procfs4j.model;

/** A reading that may say what changed since the one before. */
public interface Sample extends Reading {
  /**
   * Whether {@link #changes} says what changed since the sample before; if not, this sample has
   * another layout, or is the first, or the first after one that failed.
   *
   * <p>The layout of a sample that continues the one before is the same, or its immediate
   * {@linkplain Layout#isSuccessorOf successor}. Of rows that came between both, what differs from
   * 0 has changed; cells of rows that left are 0 without being among the changes, unless others
   * came into their slots.
   */
  boolean isContinuation();

  /** How many cells changed. */
  int changes();

  /** The {@code i}-th cell that changed, in ascending order. */
  int changed(int i);

  /**
   * By how much the {@code i}-th cell that changed did, as a difference of 64-bit patterns: from 0
   * where its row came since the sample before.
   */
  long delta(int i);
}
