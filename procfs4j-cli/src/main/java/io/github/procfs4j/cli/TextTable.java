package io.github.procfs4j.cli;

import io.github.procfs4j.cli.terminal.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table for people: columns aligned, numbers to the right. What is wider than the terminal goes
 * on below, each part with the first columns again.
 */
final class TextTable {
  private static final String BETWEEN = "  ";

  private final int repeated;
  private final boolean[] isNumber;
  private final List<String[]> rows = new ArrayList<>();

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
    rows.add(cells.stream().map(Printable::line).toArray(String[]::new));
    return this;
  }

  /** Writes the table in parts at most so wide, if columns are not wider by themselves. */
  void print(PrintWriter out, int width) {
    int[] widths = new int[isNumber.length];
    for (String[] row : rows) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], length(row[c]));
      }
    }
    int labels = Arrays.stream(widths, 0, repeated).map(w -> w + BETWEEN.length()).sum();
    int from = repeated;
    do {
      int to = from;
      int used = labels;
      while (to < widths.length && (to == from || used + widths[to] <= width)) {
        used += widths[to] + BETWEEN.length();
        to++;
      }
      if (from > repeated) {
        out.println();
      }
      for (String[] row : rows) {
        printRow(out, row, widths, from, to);
      }
      from = to;
    } while (from < widths.length);
  }

  private void printRow(PrintWriter out, String[] row, int[] widths, int from, int to) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < repeated; c++) {
      append(line, row[c], widths[c], isNumber[c]);
    }
    for (int c = from; c < to; c++) {
      append(line, row[c], widths[c], isNumber[c]);
    }
    out.println(line.toString().stripTrailing());
  }

  private static void append(StringBuilder line, String cell, int width, boolean toTheRight) {
    String padding = " ".repeat(width - length(cell));
    line.append(toTheRight ? padding : "")
        .append(cell)
        .append(toTheRight ? "" : padding)
        .append(BETWEEN);
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
