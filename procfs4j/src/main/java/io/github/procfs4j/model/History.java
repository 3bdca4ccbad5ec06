package io.github.procfs4j.model;

import io.github.procfs4j.model.changes.ChangeHistory;
import java.time.Duration;

/**
 * The samples of a source, stored as changes: time and memory are proportional to the number of
 * changes, not to the size of the file.
 *
 * <p>A history belongs to the sampler that was created with it, which alone adds samples. Any
 * thread may read it: a call that is made while a sample is being added waits until that is done.
 *
 * <p>Only the library implements this interface; a sampler rejects any other history.
 */
public interface History {
  /**
   * {@return a new history that keeps everything, and allocates nothing for the first mebibyte of
   * changes} After that it grows by 64 KiB at a time.
   */
  static History keepingAll() {
    return ChangeHistory.keepingAll();
  }

  /**
   * {@return a new history that keeps the latest changes in about this number of bytes, allocated
   * at once, and at least the latest 64 KiB of them, or two key frames if these take more} The
   * labels of new rows take additional memory.
   *
   * @param bytes the memory for changes, in bytes
   */
  static History keeping(long bytes) {
    return ChangeHistory.keeping(bytes);
  }

  /**
   * {@return a new history that keeps at least the samples of this time, unless they take more than
   * this number of bytes} Memory is allocated when it is needed, 64 KiB at a time, or for a key
   * frame if that takes more. What is older is dropped in pieces of that size, and at least the
   * latest two pieces are kept. The labels of new rows take additional memory.
   *
   * @param time how long samples are kept, counted back from the newest
   * @param bytes the greatest number of bytes for changes
   * @throws IllegalArgumentException if the time is not positive
   */
  static History keeping(Duration time, long bytes) {
    return ChangeHistory.keeping(time, bytes);
  }

  /** {@return the number of samples kept} */
  long samples();

  /** {@return the number of oldest samples that were dropped because the history is bounded} */
  long dropped();

  /** {@return the number of bytes that the kept changes take} */
  long bytes();

  /**
   * {@return the kept samples, from the oldest to the currently newest} If sampling continues
   * before they are consumed, {@link Playback#next} throws a {@link
   * java.util.ConcurrentModificationException}.
   */
  Playback playback();

  /**
   * The numbers of one row and column over time.
   *
   * @param row the row, identified by its table and its labels
   * @param column the column, found by its name: unit and kind are those of the samples, see {@link
   *     TimeSeries#of}
   * @return the series, empty if no kept sample has that row and column
   */
  TimeSeries series(Row row, Column column);

  /** Such as {@code History[60 samples in 3100 bytes, 0 dropped]}. */
  @Override
  String toString();
}
