package io.github.procfs4j.model;

import java.util.function.IntConsumer;

/**
 * The samples of a source, one after the other, from a history or a recording.
 *
 * <p>Before the first {@link #next}, and after it returned false, there is no sample to ask about.
 */
public interface Playback extends Reading {
  /** Moves on to the next sample: false if there is none. */
  boolean next();

  /**
   * Whether samples are missing between the one before and this one, as reading failed there: what
   * was counted in between is not known to be the same thing.
   */
  boolean isAfterGap();

  /**
   * Names each cell whose number may differ from what it was in the sample before, if that is known
   * at no more cost than theirs: cells of rows that came or left are among them if they were or are
   * not 0.
   *
   * @return whether it is known; if not, each cell may differ, and none is named
   */
  default boolean changed(IntConsumer cell) {
    return false;
  }

  /**
   * Copies the numbers of all cells to the beginning of an array that has room for them: cheaper
   * than to ask for each. What belongs to no row is 0.
   */
  default void copyTo(long[] cells) {
    for (int cell = layout().cells() - 1; cell >= 0; cell--) {
      cells[cell] = value(cell);
    }
  }
}
