package io.github.procfs4j.model.changes;

import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.slots.LayoutChange;
import io.github.procfs4j.model.slots.LayoutChange.SlotRow;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Reads what a {@link ChangeWriter} wrote, sample by sample, and keeps the current cells.
 *
 * <p>Throws {@link IllegalArgumentException}, and no other exception, for any other bytes, because
 * they may come from a file.
 */
public final class ChangeReader {
  private final Varint.Reader in = new Varint.Reader();
  private final boolean keepsCells;

  /** The cells up to the last one ever written; the following ones are 0. */
  private long[] values = new long[0];

  private int cells;

  /** All cells from here on are 0. */
  private int used;

  /** The cells that changed since {@link #beginChanges}, unless there was a key frame. */
  private int[] changed = new int[0];

  private int changes;
  private boolean isWhole;
  private boolean key;
  private boolean gap;
  private boolean broken = true;
  private long start;
  private long end;
  private long interval;

  /** Creates a reader without bytes. */
  public ChangeReader() {
    this(true);
  }

  private ChangeReader(boolean keepsCells) {
    this.keepsCells = keepsCells;
  }

  /** {@return a reader that checks samples and reads their times, but does not keep their cells} */
  public static ChangeReader withoutCells() {
    return new ChangeReader(false);
  }

  /**
   * Continues with these bytes: a key frame, or the continuation of the bytes read before.
   *
   * @param encoded the array with the bytes, which must not change until they have been read
   * @param from the index of the first byte
   * @param to the index after the last byte
   */
  public void feed(byte[] encoded, int from, int to) {
    in.feed(encoded, from, to);
  }

  /**
   * Requires a key frame before changes are accepted again, because something in between is
   * missing.
   */
  public void lose() {
    broken = true;
  }

  /**
   * Notifies the reader that the layout of the following samples is the successor of the previous
   * one: the cells of rows that left or came are 0 from now on.
   *
   * @param change the rows that left and came
   * @param stride the number of cells of a slot
   * @param layoutCells the number of cells of a sample from now on
   */
  public void change(LayoutChange change, int stride, int layoutCells) {
    for (int slot : change.left()) {
      clear(slot, stride);
    }
    for (SlotRow came : change.came()) {
      clear(came.slot(), stride);
    }
    cells = layoutCells;
  }

  private void clear(int slot, int stride) {
    int to = (int) Math.min((slot + 1L) * stride, used);
    for (int cell = slot * stride; cell < to; cell++) {
      if (values[cell] != 0) {
        values[cell] = 0;
        change(cell);
      }
    }
  }

  /**
   * Reads the next sample.
   *
   * @param layoutCells the number of cells in the layout of the sample
   * @return whether there was one
   * @throws IllegalArgumentException if the bytes are not a sample
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
    if (count > in.left()) {
      throw new IllegalArgumentException(count + " cells in " + in.left() + " bytes");
    }
    cells = layoutCells;
    if (keepsCells && values.length < cells) {
      values = new long[cells];
    }
    for (int cell = 0; cell < cells; cell++) {
      long value = in.nextZigzag();
      if (keepsCells) {
        values[cell] = value;
      }
    }
    Arrays.fill(values, Math.min(cells, used), used, 0);
    used = keepsCells ? cells : 0;
    isWhole = true;
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
      long difference = in.nextZigzag();
      if (keepsCells) {
        makeRoom((int) cell);
        values[(int) cell] += difference;
        change((int) cell);
      }
      cell++;
    }
  }

  private void change(int cell) {
    if (isWhole) {
      return;
    }
    if (changes == changed.length) {
      if (changes > cells) {
        isWhole = true; // looking at all cells costs no more
        return;
      }
      changed = Arrays.copyOf(changed, changes + changes / 2 + 8);
    }
    changed[changes++] = cell;
  }

  private void makeRoom(int cell) {
    used = Math.max(used, cell + 1);
    if (cell >= values.length) {
      values = Arrays.copyOf(values, Math.min(cells, Math.max(cell + 1, 2 * values.length)));
    }
  }

  /** Begins to record which cells change. */
  public void beginChanges() {
    changes = 0;
    isWhole = false;
  }

  /**
   * As {@link Playback#changed}, for all changes since {@link #beginChanges}.
   *
   * @param cell receives each cell that changed, more than once if it changed in several samples
   * @return whether the changes are known; if not, each cell may differ, and none is reported
   */
  public boolean changed(IntConsumer cell) {
    for (int i = 0; i < changes && !isWhole; i++) {
      cell.accept(changed[i]);
    }
    return !isWhole;
  }

  /** {@return whether the sample is a key frame, which contains every cell} */
  public boolean isKey() {
    return key;
  }

  /** {@return whether the sample failed: there are no cells} */
  public boolean isGap() {
    return gap;
  }

  /** {@return the monotonic time before the sample was read} */
  public long startNanos() {
    return start;
  }

  /** {@return the monotonic time after the sample was read} */
  public long endNanos() {
    return end;
  }

  /**
   * {@return the number in a cell}
   *
   * @param cell the number of the cell in the layout of the sample, from 0
   */
  public long value(int cell) {
    return cell < values.length ? values[cell] : 0;
  }

  /**
   * Copies the numbers of all cells to the beginning of an array that is large enough.
   *
   * @param to the array, with at least as many elements as the sample has cells
   */
  public void copyTo(long[] to) {
    int known = Math.min(cells, used);
    System.arraycopy(values, 0, to, 0, known);
    Arrays.fill(to, known, cells, 0);
  }
}
