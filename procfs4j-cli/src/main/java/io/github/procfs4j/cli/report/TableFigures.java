package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The figures of a table and its rows, in the order in which they were first met. */
final class TableFigures {
  private static final String ALL = "all";

  private final List<Figure> figures = new ArrayList<>();
  private final List<RowFigures> rows = new ArrayList<>();

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
   * first figure, the greatest first.
   */
  List<RowFigures> busiestFirst() {
    return rows.stream()
        .filter(RowFigures::hasValues)
        .sorted(
            Comparator.comparing((RowFigures row) -> !isOfAll(row))
                .thenComparing(RowFigures::rank, Comparator.reverseOrder()))
        .toList();
  }

  /** Whether the row sums up the others, as the kernel prints one for all CPUs. */
  static boolean isOfAll(RowFigures row) {
    return row.row().labels().contains(ALL);
  }
}
