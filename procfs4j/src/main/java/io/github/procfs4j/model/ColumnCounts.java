package io.github.procfs4j.model;

import java.util.HashMap;
import java.util.Map;

/**
 * How many rows of slots have a column. Rows that come and go are counted by their shapes, which
 * are few, and columns only when the first row of a shape comes or the last one goes.
 */
final class ColumnCounts {
  private final Map<String, OfTable> tables = new HashMap<>();

  /** The rows of a table. */
  private static final class OfTable {
    final Map<Shape, Integer> rows = new HashMap<>();

    /** How many of these shapes have a column of this name. */
    final Map<String, Integer> shapesWith = new HashMap<>();
  }

  /** Counts the row in a slot, if there is one. */
  void add(SlotLayout slots, int slot, int by) {
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

  /** Whether a row of a table has a column of this name. */
  boolean has(String table, String column) {
    OfTable those = tables.get(table);
    return those != null && those.shapesWith.getOrDefault(column, 0) > 0;
  }

  /** How many rows of a table have a column of this name. */
  int rows(String table, String column) {
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
