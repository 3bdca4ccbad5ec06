package io.github.procfs4j.cli;

import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table for people: columns aligned, numbers to the right. What is wider than the terminal goes
 * on below, each part with the first columns again.
 */
final class TextTable {
  private static final Text BETWEEN = Text.blank(2);

  private final int repeated;
  private final boolean[] isNumber;
  private final List<Text[]> rows = new ArrayList<>();

  /**
   * A table without rows yet.
   *
   * @param repeated how many of the first columns tell the rows apart, and stand in every part
   * @param isNumber for each column, whether it is aligned to the right
   */
  TextTable(int repeated, boolean[] isNumber) {
    this.repeated = repeated;
    this.isNumber = isNumber.clone();
  }

  /** Adds a row, or a head, with a text for each column. */
  TextTable add(List<String> cells) {
    if (cells.size() != isNumber.length) {
      throw new IllegalArgumentException(cells.size() + " cells in " + isNumber.length);
    }
    rows.add(cells.stream().map(Text::of).toArray(Text[]::new));
    return this;
  }

  /** Writes the table in parts at most so wide, if columns are not wider by themselves. */
  void print(Output out, int width) {
    int[] widths = new int[isNumber.length];
    for (Text[] row : rows) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], row[c].columns());
      }
    }
    int labels = Arrays.stream(widths, 0, repeated).map(w -> w + BETWEEN.columns()).sum();
    int from = repeated;
    do {
      int to = from;
      int used = labels;
      while (to < widths.length && (to == from || used + widths[to] <= width)) {
        used += widths[to] + BETWEEN.columns();
        to++;
      }
      if (from > repeated) {
        out.line();
      }
      for (Text[] row : rows) {
        printRow(out, row, widths, from, to);
      }
      from = to;
    } while (from < widths.length);
  }

  private void printRow(Output out, Text[] row, int[] widths, int from, int to) {
    Text line = Text.empty();
    for (int c = 0; c < repeated; c++) {
      line = line.plus(aligned(row[c], widths[c], isNumber[c])).plus(BETWEEN);
    }
    for (int c = from; c < to; c++) {
      line = line.plus(aligned(row[c], widths[c], isNumber[c])).plus(BETWEEN);
    }
    out.line(line);
  }

  private static Text aligned(Text cell, int width, boolean toTheRight) {
    return toTheRight ? cell.right(width) : cell.left(width);
  }
}
