package io.github.procfs4j.cli;

import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.Text;
import io.github.procfs4j.sampling.Fact;
import java.util.ArrayList;
import java.util.List;

/** Facts for people: a line for each, more for lists, below each other. */
final class FactLines {
  private static final int INDENT = 2;

  /** Lines are no longer where a terminal is wider: nobody reads a line of 200 words. */
  private static final int WIDEST = 100;

  private FactLines() {}

  static void print(List<Fact> facts, Output out) {
    int names = facts.stream().mapToInt(fact -> Text.of(fact.name()).columns()).max().orElse(0);
    int before = INDENT + names + INDENT;
    int room = Math.min(out.columns(), WIDEST) - before;
    for (Fact fact : facts) {
      Text head = Text.blank(INDENT).plus(Text.of(fact.name())).left(before);
      for (Text line : lines(fact, room)) {
        out.line(head.plus(line));
        head = Text.blank(before);
      }
    }
  }

  private static List<Text> lines(Fact fact, int room) {
    return switch (fact) {
      case Fact.Count count -> List.of(Text.of(Long.toString(count.value())));
      case Fact.Text text -> List.of(Text.of(text.value()));
      case Fact.Items items -> items.values().stream().map(Text::of).toList();
      case Fact.Words words -> filled(words.values(), room);
    };
  }

  /** Words side by side, in lines that are no longer than one word has to be. */
  private static List<Text> filled(List<String> words, int room) {
    List<Text> lines = new ArrayList<>();
    Text line = Text.empty();
    for (String word : words) {
      Text text = Text.of(word);
      if (!line.isEmpty() && line.columns() + 1 + text.columns() > room) {
        lines.add(line);
        line = Text.empty();
      }
      line = line.isEmpty() ? text : line.plus(" ").plus(text);
    }
    lines.add(line);
    return lines;
  }
}
