package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The figures of a table and its rows, in order of first occurrence. */
final class TableFigures {
  private static final String ALL = "all";
  private static final Comparator<RowFigures> BUSIEST_FIRST =
      (one, other) -> Double.compare(other.rank(), one.rank());

  /** The greatest number of columns from which figures are created. */
  static final int COLUMNS = 1_000;

  private final List<Figure> figures = new ArrayList<>();
  private final List<RowFigures> rows = new ArrayList<>();

  private @Nullable List<RowFigures> busiestFirst;

  /** The greatest number of columns of a row. */
  private int widest;

  /** The names of figures that are created from columns. */
  private final Set<String> columns = new HashSet<>();

  /** The greatest number of columns of a row. */
  int widest() {
    return widest;
  }

  /** Notes the columns of a row. */
  void note(List<Column> columnsOfRow) {
    widest = Math.max(widest, columnsOfRow.size());
  }

  /** Whether to create a figure with this name: each once, up to a limit. */
  boolean isNew(String name) {
    return columns.size() < COLUMNS && columns.add(name);
  }

  /** Whether there may be more columns than are reported. */
  boolean isCut() {
    return columns.size() == COLUMNS;
  }

  /** Whether these are the figures of a table. */
  boolean isOf(Table table) {
    return !figures.isEmpty() && figures.getFirst().table().equals(table.name());
  }

  List<Figure> figures() {
    return figures;
  }

  List<RowFigures> rows() {
    return rows;
  }

  /**
   * The rows with values other than zero: the row for all first, then by the mean of the first
   * figure, the greatest first. Must be requested after all values have been added.
   */
  List<RowFigures> busiestFirst() {
    if (busiestFirst == null) {
      List<RowFigures> ofAll = new ArrayList<>();
      List<RowFigures> others = new ArrayList<>();
      for (RowFigures row : rows) {
        if (row.hasValues()) {
          (isOfAll(row) ? ofAll : others).add(row);
        }
      }
      ofAll.sort(BUSIEST_FIRST);
      others.sort(BUSIEST_FIRST);
      ofAll.addAll(others);
      busiestFirst = Collections.unmodifiableList(ofAll);
    }
    return busiestFirst;
  }

  /** Whether the row is the sum of the others, like the kernel's row for all CPUs. */
  static boolean isOfAll(RowFigures row) {
    return isOfAll(row.row());
  }

  /** Whether the row is the sum of the others. */
  static boolean isOfAll(Row row) {
    return row.labels().contains(ALL);
  }
}
