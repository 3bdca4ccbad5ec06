package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The figures of a table and its rows, in the order in which they were first met. */
final class TableFigures {
  private static final String ALL = "all";
  private static final Comparator<RowFigures> BUSIEST_FIRST =
      (one, other) -> Double.compare(other.rank(), one.rank());

  /** So many columns are told of where figures are made from them. */
  static final int COLUMNS = 1_000;

  private final List<Figure> figures = new ArrayList<>();
  private final List<RowFigures> rows = new ArrayList<>();

  private @Nullable List<RowFigures> busiestFirst;

  /** The names of figures that are made from columns. */
  private final Set<String> columns = new HashSet<>();

  /** Whether a figure of this name is to be made: each once, and not endlessly many. */
  boolean isNew(String name) {
    return columns.size() < COLUMNS && columns.add(name);
  }

  /** Whether there may be more columns than are told of. */
  boolean isCut() {
    return columns.size() == COLUMNS;
  }

  /** Whether these are of that table. */
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
   * The rows in which there is anything but zeros: the one for all first, then by the mean of the
   * first figure, the greatest first. To be asked once all values are there.
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

  /** Whether the row sums up the others, as the kernel prints one for all CPUs. */
  static boolean isOfAll(RowFigures row) {
    return row.row().labels().contains(ALL);
  }
}
