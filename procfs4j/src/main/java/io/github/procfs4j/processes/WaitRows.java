package io.github.procfs4j.processes;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.slots.Slots;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Rows of counts that come but never leave, each in a slot of its own. */
final class WaitRows {
  private final Slots slots;
  private final int stride;
  private final Changes changes = new Changes();
  private final BitSet touched = new BitSet();
  private long[] now;
  private long[] before;
  private boolean isBegun;

  /** Creates rows of at most {@code stride} columns. */
  WaitRows(int stride) {
    this.stride = stride;
    slots = new Slots(stride);
    now = new long[stride];
    before = new long[stride];
  }

  /** Adds a row; returns its slot. */
  int add(Row row, List<Column> columns) {
    int slot = slots.add(row, columns);
    int cells = (slot + 1) * stride;
    if (cells > now.length) {
      now = Arrays.copyOf(now, 2 * cells);
      before = Arrays.copyOf(before, 2 * cells);
    }
    return slot;
  }

  /** Replaces the descriptive labels of a row. */
  void describe(int slot, Row row) {
    slots.describe(slot, row);
  }

  Row row(int slot) {
    return slots.row(slot);
  }

  int count() {
    return slots.slots();
  }

  void set(int slot, int column, long value) {
    now[slot * stride + column] = value;
    touched.set(slot);
  }

  void add(int slot, int column, long by) {
    now[slot * stride + column] += by;
    touched.set(slot);
  }

  /** Completes a sample; returns whether it continues a previous one. */
  boolean complete() {
    changes.clear();
    for (int slot = touched.nextSetBit(0); slot >= 0; slot = touched.nextSetBit(slot + 1)) {
      for (int cell = slot * stride; cell < (slot + 1) * stride; cell++) {
        if (isBegun) {
          changes.add(cell, now[cell] - before[cell]);
        }
        before[cell] = now[cell];
      }
    }
    touched.clear();
    boolean continues = isBegun;
    isBegun = true;
    return continues;
  }

  Layout layout() {
    return slots.layout();
  }

  Changes changes() {
    return changes;
  }

  long value(int cell) {
    return cell < before.length ? before[cell] : 0;
  }
}
