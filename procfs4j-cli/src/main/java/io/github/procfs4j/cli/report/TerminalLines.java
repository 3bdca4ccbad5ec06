package io.github.procfs4j.cli.report;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Lines of text on a terminal so wide. */
final class TerminalLines {
  private static final int LONGEST_LIST = 20;

  private static final String STRONG = "\033[1m";
  private static final String PLAIN = "\033[0m";

  private final PrintWriter out;
  private final int columns;
  private final boolean isTerminal;

  TerminalLines(PrintWriter out, int columns, boolean isTerminal) {
    this.out = out;
    this.columns = columns;
    this.isTerminal = isTerminal;
  }

  /** How wide a line may be. */
  int columns() {
    return columns;
  }

  /** A line as it is; what it is made of is fit to be shown. */
  void line(String text) {
    out.println(text.stripTrailing());
  }

  /** How many columns the longest takes. */
  static int widest(List<String> texts) {
    return texts.stream().mapToInt(TerminalLines::length).max().orElse(0);
  }

  /** How many columns a text takes. */
  static int length(String text) {
    String shown = text.replace(STRONG, "").replace(PLAIN, "");
    return shown.codePointCount(0, shown.length());
  }

  /** Flush right, at least one blank before it. */
  static String padded(String text, int width) {
    return " ".repeat(Math.max(1, width - text.length())) + text;
  }

  /** Text in at most so many columns; what was cut off is marked. */
  static String cut(String text, int width) {
    return length(text) <= width
        ? text
        : text.substring(0, text.offsetByCodePoints(0, Math.max(0, width - 1))) + "…";
  }

  /** Names in a list that is cut short. */
  void list(String before, List<String> names) {
    if (!names.isEmpty()) {
      int shown = names.size() <= LONGEST_LIST + 1 ? names.size() : LONGEST_LIST;
      wrapped(
          "",
          before
              + String.join(", ", names.subList(0, shown))
              + (shown == names.size() ? "" : " and %,d more".formatted(names.size() - shown)));
    }
  }

  /** Texts in columns: the first flush left, the others, which are numbers, flush right. */
  void table(List<String> heads, List<List<String>> rows) {
    int[] widths = new int[heads.size()];
    for (int c = 0; c < widths.length; c++) {
      int column = c;
      List<String> texts = new ArrayList<>(rows.stream().map(row -> row.get(column)).toList());
      texts.add(heads.get(c));
      widths[c] = widest(texts);
    }
    line(strong(row(heads, widths)));
    rows.forEach(row -> line(row(row, widths)));
  }

  private static String row(List<String> texts, int[] widths) {
    StringBuilder row = new StringBuilder(texts.getFirst());
    row.append(" ".repeat(widths[0] - length(texts.getFirst())));
    for (int c = 1; c < widths.length; c++) {
      row.append(padded(texts.get(c), widths[c] + 2));
    }
    return row.toString();
  }

  /** Text in as many lines as it takes, the later ones indented as the first begins. */
  void wrapped(String before, String text) {
    int indent = Math.clamp(length(before), 2, columns / 2);
    StringBuilder line = new StringBuilder(before);
    boolean isEmpty = true;
    for (String word : text.split(" ", -1)) {
      if (!isEmpty && length(line.toString()) + 1 + length(word) > columns) {
        out.println(line.toString().stripTrailing());
        line.setLength(0);
        line.append(" ".repeat(indent));
        isEmpty = true;
      }
      line.append(isEmpty ? "" : " ").append(word);
      isEmpty = false;
    }
    out.println(line.toString().stripTrailing());
  }

  /** Bold if a person looks at it. */
  String strong(String text) {
    return isTerminal ? STRONG + text + PLAIN : text;
  }
}
