package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.text.Cursor;
import java.util.ArrayList;
import java.util.List;

/** A text of one line of numbers, as the kernel prints a sysctl that is an array. */
final class NumberLine {
  private NumberLine() {}

  /**
   * Reads the line into the only row of a table. If it does not have a number for each column, it
   * is not known which one is missing or extra: all are named after their positions.
   */
  static void parse(Cursor in, Layout.Builder.RowBuilder row, List<Column> columns) {
    List<Integer> cells = new ArrayList<>();
    while (!in.atLineEnd()) {
      cells.add(in.unsigned());
    }
    boolean isWhole = cells.size() == columns.size();
    if (!isWhole) {
      in.note("%d numbers before this, not %d".formatted(columns.size(), cells.size()));
    }
    for (int i = 0; i < cells.size(); i++) {
      row.cell(isWhole ? columns.get(i) : Descriptions.unnamed(i + 1), cells.get(i));
    }
    in.endLine();
  }
}
