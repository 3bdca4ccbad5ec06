package io.github.procfs4j.model;

/** A reading that may contain what changed since the previous one. */
public interface Sample extends Reading {
  /**
   * {@return whether {@link #changes} refers to the previous sample} If not, this sample has
   * another layout, or is the first one, or the first one after a failed sample.
   *
   * <p>The layout of a sample that continues the previous one is the same, or its immediate
   * {@linkplain Layout#isSuccessorOf successor}. Cells of new rows have changed if they differ from
   * 0. Cells of rows that left are 0 without being among the changes, unless others came into their
   * slots.
   */
  boolean isContinuation();

  /** {@return the number of cells that changed} */
  int changes();

  /**
   * {@return the {@code i}-th cell that changed, in ascending order}
   *
   * @param i the index among the changed cells, from 0 to {@link #changes} - 1
   * @throws IndexOutOfBoundsException if fewer cells changed
   */
  int changed(int i);

  /**
   * {@return the change of the {@code i}-th cell that changed, as a difference of 64-bit patterns;
   * from 0 if its row came since the previous sample}
   *
   * @param i the index among the changed cells, from 0 to {@link #changes} - 1
   * @throws IndexOutOfBoundsException if fewer cells changed
   */
  long delta(int i);
}
