package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.Text;
import io.github.procfs4j.cli.terminal.TextTable;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.sampling.Self;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The report as lines of text: a block for each row of a table, with a line for each figure that
 * contains its minimum, mean, percentiles and maximum, and a curve as wide as the terminal allows.
 */
final class TerminalReport implements Report {
  /**
   * The greatest number of rows of a table that are shown in full; if there are more, only the
   * first figure of each is shown.
   */
  private static final int FULL_ROWS = 4;

  /** The greatest number of rows of a table that are shown. */
  private static final int ROWS = 20;

  /** The greatest number of rows without values that are listed. */
  private static final int NAMES = 1_000;

  private static final int LONGEST_NAME = 28;
  private static final int NUMBER = 6;

  private final TerminalLines lines;
  private final Output forSummary;
  private boolean isWithinBudget;

  /** A report in which the summary follows the tables. */
  TerminalReport(Output out) {
    this(out, out);
  }

  /**
   * A report whose tables and summary have different outputs, since the summary is known after the
   * tables and should be read before them.
   */
  TerminalReport(Output tables, Output summary) {
    lines = new TerminalLines(tables);
    forSummary = summary;
  }

  @Override
  public void begin(Recording recording, Span span) {
    isWithinBudget = Overview.hasBudget(recording);
    Map<String, String> facts = Overview.brief(recording, span);
    int width = TerminalLines.widest(List.copyOf(facts.keySet()));
    facts.forEach((name, value) -> lines.wrapped(Text.of(name).left(width + 2), Text.of(value)));
    for (String warning : Overview.warnings(recording)) {
      lines.wrapped("! ", warning);
    }
    for (String mark : Overview.texts(recording, Overview.marks(recording, span))) {
      lines.wrapped("mark  ", mark);
    }
    Unseen.of(recording, span)
        .ifPresent(unseen -> unseen.texts().forEach(text -> lines.wrapped("! ", text)));
    if (recording.sources().stream().anyMatch(source -> source.samples() > 1)) {
      lines.line();
      lines.wrapped(
          "Values are those of the intervals between samples. A curve begins at 0, or at the"
              + " minimum if that is above half the maximum, and ends at the maximum; blank: no"
              + " value. Means and percentiles are weighted by time, except those that a line"
              + " \"means by\" names: by requests, by ticks counted, and so on.");
    }
    if (recording.sources().stream().anyMatch(source -> Processes.isSource(source.name()))) {
      lines.wrapped(Overview.USE);
    }
  }

  @Override
  public void source(Findings findings) {
    lines.line();
    RecordedSource source = findings.source();
    lines.wrapped(Text.empty(), Text.strong(source.name()).plus("  " + source.purpose()));
    String nothing = Overview.nothing(findings);
    lines.wrapped(
        Overview.samples(source, isWithinBudget) + (nothing.isEmpty() ? "" : "; " + nothing));
    Overview.gaps(findings).forEach(note -> lines.wrapped("! ", note.text()));
    switch (findings) {
      case SourceFigures figures -> {
        figures.tables().stream()
            .filter(table -> !LockedFile.isReplaced(figures, table))
            .forEach(table -> table(figures, table));
        LockedFiles.print(figures, lines);
        labels(figures.rowsOfLabels());
        lines.list("missing: ", Overview.namesNotThere(figures));
      }
      case ProcessUsage usage -> TerminalProcesses.print(usage, lines);
      case OwnCost cost -> ownCost(cost);
    }
  }

  @Override
  public void end(MachineSummary summary) {
    TerminalSummary.print(summary, forSummary);
    forSummary.line();
  }

  private void ownCost(OwnCost cost) {
    for (TableFigures table : cost.figures().tables()) {
      if (table.isOf(Self.PROCESS)) {
        table(cost.figures(), table);
      }
    }
    if (cost.intervals().size() > 0) {
      lines.line();
      TextTable table = new TextTable(1, false, true, true, true, true, true, true, true);
      table.head(OwnCost.HEADS);
      cost.lines().forEach(table::add);
      lines.table(table);
      lines.wrapped(OwnCost.MEANING);
      lines.line();
      lines.wrapped(cost.sentence());
    }
  }

  private void table(SourceFigures source, TableFigures table) {
    List<RowFigures> rows = table.busiestFirst();
    int full = rows.size() <= FULL_ROWS + 1 ? rows.size() : FULL_ROWS;
    List<String> alwaysZero = alwaysZero(rows);
    Remarks remarks = Remarks.of(source, table);
    for (RowFigures row : rows.subList(0, full)) {
      List<Line> shown = new ArrayList<>();
      List<String> zero = new ArrayList<>();
      for (FigureValues figure : row.figures()) {
        String name = figure.figure().name();
        if (figure.summary().isZero()) {
          if (!alwaysZero.contains(name)) {
            zero.add(name);
          }
        } else if (figure.summary().size() > 0) {
          shown.add(Line.of(name, figure));
        }
      }
      block(row.text(), shown, source.intervals());
      lines.list("always 0: ", zero);
      lines.list("nothing counted: ", Remarks.nothingCounted(row));
      lines.list(
          "nothing counted in some of %s: ".formatted(Overview.counted(row.present(), "interval")),
          Remarks.partlyCounted(row));
      remarks.on(row).forEach(remark -> lines.wrapped("! ", remark.text()));
    }
    if (rows.size() > full) {
      List<RowFigures> brief = rows.subList(full, Math.min(rows.size(), ROWS));
      List<Line> shown =
          brief.stream()
              .filter(row -> row.figures().getFirst().summary().size() > 0)
              .map(row -> Line.of(row.briefText(), row.figures().getFirst()))
              .toList();
      boolean isLong =
          WaitRow.isOne(rows.getFirst().row())
              || RowNames.areTooLong(shown.stream().map(Line::name).toList(), lines.columns());
      block(table.figures().getFirst().name(), shown, isLong, source.intervals());
    }
    if (rows.size() > ROWS) {
      lines.wrapped(
          "%s more, less busy than these, not shown here; --html shows %s"
              .formatted(
                  Overview.counted(rows.size() - ROWS, "row"),
                  rows.size() > PageCharts.most(source)
                      ? "%,d".formatted(PageCharts.most(source))
                      : "all"));
    }
    if (!rows.isEmpty()) {
      lines.list(rows.size() == 1 ? "always 0: " : "always 0 in each: ", alwaysZero);
    }
    weights(rows).forEach((weight, names) -> lines.list("means by " + weight + ": ", names));
    List<RowFigures> others = new ArrayList<>(table.rows());
    others.removeAll(rows.subList(0, full));
    Overview.cut(remarks.onAll(others)).forEach(remark -> lines.wrapped("! ", remark));
    List<RowFigures> idle = table.rows().stream().filter(row -> !row.hasValues()).toList();
    lines.list("nothing counted: ", some(idle.stream().filter(Remarks::isUncounted).toList()));
    lines.list(
        "only 0 or no value: ",
        some(idle.stream().filter(row -> !Remarks.isUncounted(row)).toList()));
  }

  /** Prints rows that have labels only. */
  private void labels(List<Row> rows) {
    if (rows.isEmpty()) {
      return;
    }
    lines.line();
    lines.wrapped("rows of the last sample, which have no numbers:");
    rows.stream().limit(ROWS).forEach(row -> lines.wrapped(RowFigures.cut(row.text())));
    if (rows.size() > ROWS) {
      lines.wrapped(
          "%s more; procfs sql and procfs export show all"
              .formatted(Overview.counted(rows.size() - ROWS, "row")));
    }
  }

  private static List<String> some(List<RowFigures> rows) {
    List<String> names =
        new ArrayList<>(rows.stream().limit(NAMES).map(RowFigures::shortText).toList());
    if (rows.size() > NAMES) {
      names.add("and %,d more".formatted(rows.size() - NAMES));
    }
    return names;
  }

  /** The figures that have a value in some row, and are 0 in all of these rows. */
  private static List<String> alwaysZero(List<RowFigures> rows) {
    Set<String> zero = new LinkedHashSet<>();
    Set<String> other = new LinkedHashSet<>();
    for (RowFigures row : rows) {
      for (FigureValues figure : row.figures()) {
        if (figure.summary().size() > 0) {
          (figure.summary().isZero() ? zero : other).add(figure.figure().name());
        }
      }
    }
    zero.removeAll(other);
    return List.copyOf(zero);
  }

  /** The names of the figures with a value, by what means are weighted by, if that is not time. */
  private static Map<String, List<String>> weights(List<RowFigures> rows) {
    Map<String, Set<String>> names = new LinkedHashMap<>();
    rows.stream()
        .flatMap(row -> row.figures().stream())
        .filter(figure -> figure.summary().size() > 0 && !figure.summary().isZero())
        .map(FigureValues::figure)
        .filter(figure -> !figure.weightName().equals(Figure.TIME))
        .forEach(
            figure ->
                names
                    .computeIfAbsent(figure.weightName(), weight -> new LinkedHashSet<>())
                    .add(figure.name()));
    Map<String, List<String>> lists = new LinkedHashMap<>();
    names.forEach((weight, those) -> lists.put(weight, List.copyOf(those)));
    return lists;
  }

  /** A line of a block. */
  private record Line(String name, FigureValues figure, Scale scale) {
    static Line of(String name, FigureValues figure) {
      return new Line(name, figure, Scale.of(figure.figure().unit(), figure.summary()));
    }
  }

  private void block(String title, List<Line> block, Intervals intervals) {
    block(title, block, false, intervals);
  }

  /** Prints a block; names that are too long for a column have lines of their own. */
  private void block(String title, List<Line> block, boolean isLong, Intervals intervals) {
    if (block.isEmpty()) {
      return;
    }
    boolean[] isNumber = new boolean[2 + Summary.HEADS.size()];
    Arrays.fill(isNumber, 2, isNumber.length, true);
    TextTable table = new TextTable(2, isNumber).title(title).spaced(1, NUMBER).cut();
    List<String> heads = new ArrayList<>(List.of("", ""));
    heads.addAll(Summary.HEADS);
    table.head(heads);
    for (Line line : block) {
      FigureValues figure = line.figure;
      List<String> cells = new ArrayList<>();
      if (isLong) {
        table.span(RowNames.shortened(line.name, lines.columns()));
      }
      cells.add(isLong ? "" : Text.of(line.name).cut(LONGEST_NAME).toString());
      cells.add(line.scale.unit());
      cells.addAll(figure.summary().texts(line.scale));
      table.add(cells, width -> Sparkline.of(figure.shown(), intervals, figure.summary(), width));
    }
    lines.line();
    lines.table(table);
  }
}
