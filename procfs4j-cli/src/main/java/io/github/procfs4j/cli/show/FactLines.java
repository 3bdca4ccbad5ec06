package io.github.procfs4j.cli.show;

import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.TextTable;
import io.github.procfs4j.sampling.Fact;
import java.util.List;

/** Facts for people: a line for each, several for lists. */
public final class FactLines {
  /** The greatest length of lines on a wide terminal, because a line of 200 words is unreadable. */
  private static final int WIDEST = 100;

  private FactLines() {}

  static void print(List<Fact> facts, Output out) {
    TextTable table = new TextTable(1, false, false);
    for (Fact fact : facts) {
      String name = "  " + fact.name();
      for (String line : lines(fact)) {
        table.add(List.of(name, line));
        name = "";
      }
    }
    table.print(out, out.isTerminal() ? Math.min(out.columns(), WIDEST) : Integer.MAX_VALUE);
  }

  private static List<String> lines(Fact fact) {
    return switch (fact) {
      case Fact.Count count -> List.of(Long.toString(count.value()));
      case Fact.Text text -> List.of(text.value());
      case Fact.Items items -> items.values();
      case Fact.Words words -> List.of(String.join(" ", words.values()));
    };
  }
}
