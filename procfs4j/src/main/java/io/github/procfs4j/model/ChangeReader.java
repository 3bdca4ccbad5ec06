package io.github.procfs4j.model;

/**
 * Reads back what a {@link ChangeWriter} wrote, sample by sample, keeping the cells as they were
 * then.
 *
 * <p>Bytes that were not written so are met with an {@link IllegalArgumentException}, never with
 * another: they may come from a file.
 */
public final class ChangeReader {
  private final Varint.Reader in = new Varint.Reader();
  private long[] values = new long[0];
  private int cells;
  private boolean key;
  private boolean gap;
  private boolean broken = true;
  private long start;
  private long end;
  private long interval;

  /** A reader that has nothing to read yet. */
  public ChangeReader() {}

  /** Goes on with these bytes: with a key frame, or with what follows the bytes read before. */
  public void feed(byte[] encoded, int from, int to) {
    in.feed(encoded, from, to);
  }

  /** Requires a key frame before changes are accepted again: something in between was lost. */
  public void lose() {
    broken = true;
  }

  /**
   * Reads the next sample.
   *
   * @param layoutCells how many cells a sample has in the layout that holds for it
   * @return whether there was one
   * @throws IllegalArgumentException if the bytes are no sample
   */
  public boolean next(int layoutCells) {
    if (in.isAtEnd()) {
      return false;
    }
    long head = in.next();
    key = head == ChangeWriter.KEY;
    gap = head == ChangeWriter.GAP;
    if (key) {
      start = 0;
      interval = 0;
    } else if (broken && !gap) {
      throw new IllegalArgumentException("changes without a sample that they change");
    }
    interval += in.nextZigzag();
    start += interval;
    end = start + in.next();
    if (key) {
      interval = 0;
      readKey(layoutCells);
    } else if (!gap) {
      readChanges(head - ChangeWriter.CHANGES);
    }
    broken = gap;
    return true;
  }

  private void readKey(int layoutCells) {
    long count = in.next();
    if (count != layoutCells) {
      throw new IllegalArgumentException(
          "a key frame of " + count + " cells where the layout has " + layoutCells);
    }
    cells = layoutCells;
    if (values.length < cells) {
      values = new long[cells];
    }
    for (int i = 0; i < cells; i++) {
      values[i] = in.nextZigzag();
    }
  }

  private void readChanges(long count) {
    if (count < 0 || count > cells) {
      throw new IllegalArgumentException(
          Long.toUnsignedString(count) + " changes of " + cells + " cells");
    }
    long cell = 0;
    for (long i = 0; i < count; i++) {
      long skipped = in.next();
      cell += skipped;
      if (skipped < 0 || cell < 0 || cell >= cells) {
        throw new IllegalArgumentException("a change of cell " + cell + " of " + cells);
      }
      values[(int) cell] += in.nextZigzag();
      cell++;
    }
  }

  /** Whether the sample is a key frame, which gives every cell. */
  public boolean isKey() {
    return key;
  }

  /** Whether the sample failed: there are no cells. */
  public boolean isGap() {
    return gap;
  }

  /** The monotonic time before the sample was read. */
  public long startNanos() {
    return start;
  }

  /** The monotonic time after the sample was read. */
  public long endNanos() {
    return end;
  }

  /** The number in a cell. */
  public long value(int cell) {
    return values[cell];
  }
}
