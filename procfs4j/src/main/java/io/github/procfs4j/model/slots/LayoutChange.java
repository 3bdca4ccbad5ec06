package io.github.procfs4j.model.slots;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Sample;
import java.util.List;
import java.util.Objects;

/**
 * How a layout of slots differs from the previous one: first rows left, then others came, perhaps
 * into the same slots. Each list is in ascending order of the slots.
 *
 * <p>The cells of a slot whose row left are 0 from then on, and those of a row that came begin at
 * 0: changes in a {@link Sample} are relative to that.
 *
 * @param left the slots whose rows left
 * @param came the rows that came
 * @param described the rows that stayed but have other descriptive labels now; their cells continue
 */
public record LayoutChange(List<Integer> left, List<SlotRow> came, List<SlotRow> described) {
  /** Copies the lists. */
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
   * @param columns its columns: the first one is in the slot's first cell, and so on
   */
  public record SlotRow(int slot, Row row, List<Column> columns) {
    /** Copies the list. */
    public SlotRow {
      Objects.requireNonNull(columns, "columns");
      Objects.requireNonNull(row, "row");
      columns = List.copyOf(columns);
    }
  }
}
