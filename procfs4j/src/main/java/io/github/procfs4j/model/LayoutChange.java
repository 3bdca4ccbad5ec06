package io.github.procfs4j.model;

import java.util.List;
import java.util.Objects;

/**
 * How a layout made of slots differs from the one before it: first rows left, then others came,
 * perhaps into the same slots. Each list is in ascending order of the slots.
 *
 * <p>The cells of a slot whose row left are 0 from then on, and those of a row that came begin at
 * 0: what a {@link Sample} says to have changed counts from there.
 *
 * @param left the slots whose rows left
 * @param came the rows that came
 * @param described the rows that stayed, whose labels that only describe are others now; their
 *     cells go on
 */
public record LayoutChange(List<Integer> left, List<SlotRow> came, List<SlotRow> described) {
  /** Keeps the lists as they are now. */
  public LayoutChange {
    Objects.requireNonNull(came, "came");
    Objects.requireNonNull(described, "described");
    Objects.requireNonNull(left, "left");
    left = List.copyOf(left);
    came = List.copyOf(came);
    described = List.copyOf(described);
  }

  /**
   * A row in its slot.
   *
   * @param slot the slot, from 0
   * @param row the row
   * @param columns its columns: the first stands in the slot's first cell, and so on
   */
  public record SlotRow(int slot, Row row, List<Column> columns) {
    /** Keeps the columns as they are now. */
    public SlotRow {
      Objects.requireNonNull(columns, "columns");
      Objects.requireNonNull(row, "row");
      columns = List.copyOf(columns);
    }
  }
}
