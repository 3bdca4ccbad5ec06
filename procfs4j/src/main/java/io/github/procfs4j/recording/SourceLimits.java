package io.github.procfs4j.recording;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the tables of a source have had in any of its layouts. It is limited: a reader refuses more,
 * and a writer does not write it. Without a limit, a program that makes a file for each table, or
 * keeps an array for the columns of each row, would need far more than the length of a recording
 * justifies.
 */
final class SourceLimits {
  private final Map<String, Known> tables = new HashMap<>();
  private int columns;

  /** The labels and columns that a table has had. */
  private static final class Known {
    final Set<String> labels = new HashSet<>();
    final Set<ColumnKey> columns = new HashSet<>();
  }

  /** Columns of one name with different units are different columns of a relation. */
  private record ColumnKey(String name, Unit unit) {}

  /** More of something than there may be. */
  static final class ExceededException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    ExceededException(String message) {
      super(message);
    }
  }

  /**
   * Adds the tables of a layout.
   *
   * @throws ExceededException if there would be too many; then nothing is added
   */
  void add(Layout layout) {
    List<TableLayout> added = layout.tables();
    List<Table> headings = new ArrayList<>(added.size());
    List<List<Column>> columnsOf = new ArrayList<>(added.size());
    for (TableLayout table : added) {
      headings.add(table.table());
      columnsOf.add(table.columns());
    }
    add(headings, columnsOf);
  }

  /** As {@link #add(Layout)}, for rows of a table with these columns. */
  void add(Table table, List<Column> columnsHere) {
    add(List.of(table), List.of(columnsHere));
  }

  private void add(List<Table> added, List<List<Column>> columnsOf) {
    Set<String> newTables = new HashSet<>();
    long newColumns = 0;
    for (int t = 0; t < added.size(); t++) {
      String name = added.get(t).name();
      @Nullable Known known = tables.get(name);
      if (known == null) {
        newTables.add(name);
      }
      if (tables.size() + newTables.size() > Format.MOST_TABLES) {
        throw new ExceededException("more than " + Format.MOST_TABLES + " tables of a source");
      }
      checkLabels(known, added.get(t).labels());
      for (Column column : columnsOf.get(t)) {
        if (known == null || !known.columns.contains(key(column))) {
          newColumns++;
        }
      }
    }
    if (columns + newColumns > Format.MOST_COLUMNS) {
      throw new ExceededException("more than " + Format.MOST_COLUMNS + " columns of a source");
    }
    for (int t = 0; t < added.size(); t++) {
      Known known = tables.computeIfAbsent(added.get(t).name(), name -> new Known());
      known.labels.addAll(added.get(t).labels());
      for (Column column : columnsOf.get(t)) {
        columns += known.columns.add(key(column)) ? 1 : 0;
      }
    }
  }

  private static void checkLabels(@Nullable Known known, List<String> labels) {
    int before = known == null ? 0 : known.labels.size();
    long added =
        labels.stream().filter(label -> known == null || !known.labels.contains(label)).count();
    if (before + added > Format.MOST_LABELS) {
      throw new ExceededException("more than " + Format.MOST_LABELS + " labels of a table");
    }
  }

  /** The number of columns that a table has had. */
  int columns(String table) {
    Known known = tables.get(table);
    return known == null ? 0 : known.columns.size();
  }

  private static ColumnKey key(Column column) {
    return new ColumnKey(column.name(), column.unit());
  }
}
