package io.github.procfs4j.processes;

import java.util.Arrays;

/**
 * The cells that changed, in ascending order, and their changes: reused, and grown but never
 * shrunk.
 */
final class Changes {
  private int[] cells = new int[1 << 10];
  private long[] deltas = new long[1 << 10];
  private int count;

  void clear() {
    count = 0;
  }

  /** Adds a cell if it changed. */
  void add(int cell, long delta) {
    if (delta == 0) {
      return;
    }
    if (count == cells.length) {
      cells = Arrays.copyOf(cells, 2 * count);
      deltas = Arrays.copyOf(deltas, 2 * count);
    }
    cells[count] = cell;
    deltas[count++] = delta;
  }

  int count() {
    return count;
  }

  int cell(int i) {
    return cells[i];
  }

  long delta(int i) {
    return deltas[i];
  }
}
