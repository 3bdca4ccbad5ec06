package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.Text;
import io.github.procfs4j.cli.terminal.TextTable;
import java.util.List;

/** Lines of text, as wide as the terminal. */
final class TerminalLines {
  private static final int LONGEST_LIST = 20;

  private final Output out;
  private final int columns;

  TerminalLines(Output out) {
    this.out = out;
    columns = out.columns();
  }

  /** The width of the terminal. */
  int columns() {
    return columns;
  }

  /** An empty line. */
  void line() {
    out.line();
  }

  /** A table. */
  void table(TextTable table) {
    table.print(out, columns);
  }

  /** The number of columns of the longest text. */
  static int widest(List<String> texts) {
    return texts.stream().mapToInt(text -> Text.of(text).columns()).max().orElse(0);
  }

  /** Names in a list that is limited in length. */
  void list(String before, List<String> names) {
    if (!names.isEmpty()) {
      int shown = names.size() <= LONGEST_LIST + 1 ? names.size() : LONGEST_LIST;
      wrapped(
          before
              + String.join(", ", names.subList(0, shown))
              + (shown == names.size() ? "" : " and %,d more".formatted(names.size() - shown)));
    }
  }

  /** Text in as many lines as necessary. */
  void wrapped(String text) {
    wrapped(Text.empty(), Text.of(text));
  }

  /** Text after a mark or a name: further lines are indented to the beginning of the text. */
  void wrapped(String before, String text) {
    wrapped(Text.of(before), Text.of(text));
  }

  /** As {@link #wrapped(String, String)}. */
  void wrapped(Text before, Text text) {
    before.plus(text).wrapped(columns, Math.max(2, before.columns())).forEach(out::line);
  }
}
