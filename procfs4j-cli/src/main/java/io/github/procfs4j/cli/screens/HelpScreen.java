package io.github.procfs4j.cli.screens;

import io.github.procfs4j.cli.terminal.Style;
import io.github.procfs4j.cli.terminal.Styled;
import io.github.procfs4j.cli.terminal.Text;
import io.github.procfs4j.model.Figure;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Explains keys, and each figure that is on the screen, by the description of its source. */
final class HelpScreen {
  private static final int INDENT = 4;

  private HelpScreen() {}

  static List<Styled> lines(State state, Moment moment, int columns, int rows) {
    List<Styled> all = new ArrayList<>();
    for (Bindings.Binding binding : Bindings.ALL) {
      add(all, binding.keys(), binding.text(), columns);
    }
    for (Section section : moment.sections()) {
      Set<String> known = new LinkedHashSet<>();
      for (Strip strip : section.strips()) {
        for (Gauge gauge : strip.gauges()) {
          if (known.add(strip.source() + " " + gauge.figure().name())) {
            if (known.size() == 1) {
              heading(all, section.name());
            }
            add(
                all,
                strip.source() + " " + gauge.figure().name(),
                meaning(gauge.figure()),
                columns);
          }
        }
      }
    }
    List<Figure> figures = state.tasks(moment).figures();
    if (!figures.isEmpty()) {
      heading(all, state.hasThreads() ? "Threads" : "Processes");
      figures.forEach(figure -> add(all, figure.name(), meaning(figure), columns));
    }
    int most = Math.max(0, all.size() - Math.max(1, rows - 1));
    int from = Math.min(state.scroll(), most);
    List<Styled> shown = new ArrayList<>();
    shown.add(
        Styled.of(" What is on the screen; ? shows it again, Up and Down scroll", Style.BAR)
            .left(columns, Style.BAR));
    shown.addAll(all.subList(from, all.size()));
    return shown;
  }

  private static void heading(List<Styled> lines, String name) {
    lines.add(Styled.empty());
    lines.add(Styled.of(name, Style.STRONG));
  }

  private static String meaning(Figure figure) {
    String unit = figure.unit().isEmpty() ? "" : figure.unit() + ": ";
    return unit + figure.meaning() + " (" + figure.reference() + ")";
  }

  private static void add(List<Styled> lines, String name, String meaning, int columns) {
    lines.add(Styled.of(name, Style.LABEL));
    for (Text line : Text.of(meaning).wrapped(Math.max(2, columns - INDENT), 0)) {
      lines.add(Styled.empty().plus(Text.blank(INDENT), Style.PLAIN).plus(line, Style.PLAIN));
    }
  }
}
