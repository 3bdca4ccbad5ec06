package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.Text;
import java.util.ArrayList;
import java.util.List;

/** Lines of text, as wide as the terminal is. */
final class TerminalLines {
  private static final int LONGEST_LIST = 20;

  private final Output out;
  private final int columns;

  TerminalLines(Output out, int columns) {
    this.out = out;
    this.columns = columns;
  }

  /** How wide a line may be. */
  int columns() {
    return columns;
  }

  /** An empty line. */
  void line() {
    out.line();
  }

  /** A line that is not wrapped. */
  void line(Text text) {
    out.line(text);
  }

  /** How many columns the longest takes. */
  static int widest(List<String> texts) {
    return texts.stream().mapToInt(text -> Text.of(text).columns()).max().orElse(0);
  }

  /** Flush right, at least one blank before it. */
  static Text padded(String text, int width) {
    return Text.blank(1).plus(Text.of(text).right(width - 1));
  }

  /** Names in a list that is cut short. */
  void list(String before, List<String> names) {
    if (!names.isEmpty()) {
      int shown = names.size() <= LONGEST_LIST + 1 ? names.size() : LONGEST_LIST;
      wrapped(
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
    line(row(heads, widths).strong());
    rows.forEach(row -> line(row(row, widths)));
  }

  private static Text row(List<String> texts, int[] widths) {
    Text row = Text.of(texts.getFirst()).left(widths[0]);
    for (int c = 1; c < widths.length; c++) {
      row = row.plus(padded(texts.get(c), widths[c] + 2));
    }
    return row;
  }

  /** Text in as many lines as it takes. */
  void wrapped(String text) {
    wrapped(Text.empty(), Text.of(text));
  }

  /** Text after a mark or a name: the lines after the first are indented as the text begins. */
  void wrapped(String before, String text) {
    wrapped(Text.of(before), Text.of(text));
  }

  /** Likewise. */
  void wrapped(Text before, Text text) {
    before.plus(text).wrapped(columns, Math.max(2, before.columns())).forEach(out::line);
  }
}
