package io.github.procfs4j.model.slots;

import io.github.procfs4j.model.Row;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the rows of slots that have a column. Rows that come and go are counted by their shapes,
 * which are few; columns are only counted when the first row of a shape comes or the last one
 * leaves.
 */
public final class ColumnCounts {
  private final Map<String, OfTable> tables = new HashMap<>();

  /** The counts of a table. */
  private static final class OfTable {
    final Map<Shape, Integer> rows = new HashMap<>();

    /** The number of current shapes that have a column with this name. */
    final Map<String, Integer> shapesWith = new HashMap<>();
  }

  /** Adds {@code by} to the count of the row in a slot, if there is one. */
  public void add(SlotLayout slots, int slot, int by) {
    Row row = slots.rowOrNull(slot);
    Shape shape = slots.shapeOrNull(slot);
    if (row == null || shape == null) {
      return;
    }
    OfTable table = tables.computeIfAbsent(row.table().name(), name -> new OfTable());
    int before = table.rows.getOrDefault(shape, 0);
    if (before + by == 0) {
      table.rows.remove(shape);
    } else {
      table.rows.put(shape, before + by);
    }
    if (before == 0 || before + by == 0) {
      shape.columns.forEach(column -> table.shapesWith.merge(column.name(), by, Integer::sum));
    }
  }

  /** Whether a row of a table has a column with this name. */
  public boolean has(String table, String column) {
    OfTable those = tables.get(table);
    return those != null && those.shapesWith.getOrDefault(column, 0) > 0;
  }

  /** The number of rows of a table that have a column with this name. */
  public int rows(String table, String column) {
    OfTable those = tables.get(table);
    if (those == null || those.shapesWith.getOrDefault(column, 0) == 0) {
      return 0;
    }
    int rows = 0;
    for (Map.Entry<Shape, Integer> shape : those.rows.entrySet()) {
      rows += shape.getKey().indexOfColumn.containsKey(column) ? shape.getValue() : 0;
    }
    return rows;
  }
}
