package io.github.procfs4j.model;

import java.util.function.IntConsumer;

/**
 * The samples of a source, one after the other, from a history or a recording.
 *
 * <p>Before the first {@link #next}, and after it returned false, there is no current sample. All
 * methods except {@code next} and {@code text} then throw a {@link
 * java.util.NoSuchElementException}.
 */
public interface Playback extends Reading {
  /**
   * Moves to the next sample.
   *
   * @return false if there is none
   */
  boolean next();

  /**
   * {@return whether samples are missing between the previous one and this one because reading
   * failed: it is then not known whether both count the same thing}
   */
  boolean isAfterGap();

  /**
   * Reports each cell whose number may differ from the previous sample, if that is known at a cost
   * proportional to their number. Cells of rows that came or left are included if they were or are
   * not 0; those of rows that left may be beyond the last cell of the layout.
   *
   * @param cell receives the number of each such cell
   * @return whether it is known; if not, each cell may differ, and none is reported
   */
  default boolean changed(IntConsumer cell) {
    return false;
  }

  /**
   * Copies the numbers of all cells to the beginning of an array that is large enough; cheaper than
   * requesting each of them. Cells that belong to no row are 0.
   *
   * @param cells the array, with at least as many elements as the layout has cells
   */
  default void copyTo(long[] cells) {
    for (int cell = layout().cells() - 1; cell >= 0; cell--) {
      cells[cell] = value(cell);
    }
  }
}
