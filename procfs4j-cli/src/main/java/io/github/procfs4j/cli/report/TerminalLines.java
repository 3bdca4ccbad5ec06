package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.Text;
import io.github.procfs4j.cli.terminal.TextTable;
import java.util.List;

/** Lines of text, as wide as the terminal is. */
final class TerminalLines {
  private static final int LONGEST_LIST = 20;

  private final Output out;
  private final int columns;

  TerminalLines(Output out) {
    this.out = out;
    columns = out.columns();
  }

  /** An empty line. */
  void line() {
    out.line();
  }

  /** A table. */
  void table(TextTable table) {
    table.print(out, columns);
  }

  /** How many columns the longest takes. */
  static int widest(List<String> texts) {
    return texts.stream().mapToInt(text -> Text.of(text).columns()).max().orElse(0);
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
