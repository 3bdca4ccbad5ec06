package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.page.Chart;
import io.github.procfs4j.cli.page.Fact;
import io.github.procfs4j.cli.page.Page;
import io.github.procfs4j.cli.page.Section;
import io.github.procfs4j.cli.page.Series;
import io.github.procfs4j.cli.page.Table;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.recording.Mark;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The report as a page: for each source a summary table, and charts. */
final class PageReport {
  /** More lines than this cannot be distinguished in one chart. */
  private static final int SERIES = 12;

  /** Lines share a chart if one is at most this many times as high as the other. */
  private static final double RATIO = 30;

  /** The greatest number of rows of a table on the page; the others are less busy. */
  static final int ROWS = 1_000;

  private PageReport() {}

  /** The page of a recording. */
  static Page page(String name, Recording recording, Span span, List<Findings> sources) {
    MachineSummary summary = MachineSummary.of(recording, span, sources);
    List<Fact> facts =
        new ArrayList<>(new SummaryTexts(summary).lines(Integer.MAX_VALUE, MachineSummary.SHOWN));
    Overview.facts(recording, span).forEach((what, value) -> facts.add(new Fact(what, value)));
    Overview.warnings(recording).forEach(warning -> facts.add(new Fact("note", warning)));
    List<Mark> marks = Overview.marks(recording, span);
    Overview.texts(recording, marks).forEach(mark -> facts.add(new Fact("mark", mark)));
    for (Findings source : sources) {
      String nothing = Overview.nothing(source);
      facts.add(
          new Fact(
              source.source().name(),
              Overview.samples(source.source(), Overview.hasBudget(recording))
                  + (nothing.isEmpty() ? "" : "; " + nothing)));
    }
    if (sources.stream().anyMatch(ProcessUsage.class::isInstance)) {
      facts.add(new Fact("how to read", Overview.USE));
    }
    for (Findings source : sources) {
      List<String> notes = new ArrayList<>(Remark.texts(Overview.gaps(source)));
      switch (source) {
        case SourceFigures figures -> {
          for (TableFigures table : figures.tables()) {
            notes.addAll(Overview.remarks(figures, table));
            int rows = table.busiestFirst().size();
            if (rows > ROWS) {
              notes.add("of %,d rows, the busiest %,d are shown".formatted(rows, ROWS));
            }
          }
          List<String> notThere = Overview.namesNotThere(figures);
          if (!notThere.isEmpty()) {
            notes.add("missing: " + String.join(", ", notThere));
          }
        }
        case ProcessUsage usage -> notes.addAll(Remark.texts(Overview.notes(usage)));
        case OwnCost cost -> {
          if (!cost.sentence().isEmpty()) {
            facts.add(new Fact("cost", cost.sentence()));
          }
        }
      }
      String of = source.source().name() + ": ";
      notes.forEach(note -> facts.add(new Fact("note", of + note)));
    }
    return new Page(
        name,
        Times.clock(recording).orElse(null),
        facts,
        sources.stream()
            .filter(source -> source.intervals().size() > 0)
            .map(PageReport::section)
            .toList(),
        marks.stream().map(mark -> mark(recording, mark)).toList());
  }

  private static Page.Mark mark(Recording recording, Mark mark) {
    return new Page.Mark((mark.nanos() - recording.startNanos()) / 1e9, mark.text());
  }

  private static Section section(Findings findings) {
    return switch (findings) {
      case SourceFigures figures -> section(figures);
      case ProcessUsage usage -> PageProcesses.section(usage);
      case OwnCost cost ->
          new Section(
              title(cost.source()),
              new Table(OwnCost.HEADS, cost.lines()),
              section(cost.figures()).charts());
    };
  }

  private static Section section(SourceFigures source) {
    List<Chart> charts = new ArrayList<>();
    for (TableFigures table : source.tables()) {
      List<RowFigures> rows = table.busiestFirst();
      stacks(charts, source, rows);
      if (table.rows().size() == 1) {
        rows.forEach(row -> ofOneRow(charts, source, row));
      } else {
        for (int i = 0; i < table.figures().size(); i++) {
          ofManyRows(charts, source, rows, table.figures().get(i), i);
        }
      }
    }
    return new Section(title(source.source()), summary(source), charts);
  }

  private static String title(RecordedSource source) {
    return source.name() + ": " + source.purpose();
  }

  /** The stacked parts of a whole: of the row for all, or of the busiest rows. */
  private static void stacks(List<Chart> charts, SourceFigures source, List<RowFigures> rows) {
    boolean hasAll = !rows.isEmpty() && TableFigures.isOfAll(rows.getFirst());
    for (RowFigures row : rows.subList(0, Math.min(rows.size(), hasAll ? 1 : 4))) {
      List<FigureValues> parts =
          row.figures().stream()
              .filter(figure -> figure.figure().isPart() && isShown(figure))
              .toList();
      if (!parts.isEmpty()) {
        double most = parts.getFirst().figure().limits().most();
        charts.add(
            new Chart(
                row.text(),
                unit(parts.getFirst().figure()),
                "The parts of a whole, stacked.",
                Chart.Form.STACK,
                new Chart.Range(0, most * factor(parts.getFirst().figure())),
                parts.stream().map(part -> series(source, part.figure().name(), part)).toList()));
      }
    }
  }

  /**
   * The figures of a table's only row: those with the same unit and of similar size share a chart.
   */
  private static void ofOneRow(List<Chart> charts, SourceFigures source, RowFigures row) {
    List<List<FigureValues>> groups = new ArrayList<>();
    for (FigureValues figure : row.figures()) {
      if (isShown(figure)) {
        groups.stream()
            .filter(group -> belongsTo(group, figure))
            .findFirst()
            .orElseGet(
                () -> {
                  groups.add(new ArrayList<>());
                  return groups.getLast();
                })
            .add(figure);
      }
    }
    for (List<FigureValues> group : groups) {
      Figure first = group.getFirst().figure();
      charts.add(
          new Chart(
              group.stream()
                  .map(figure -> figure.figure().name())
                  .collect(Collectors.joining(", ")),
              unit(first),
              group.size() == 1 ? first.meaning() : "",
              Chart.Form.LINES,
              range(first),
              group.stream()
                  .map(figure -> series(source, figure.figure().name(), figure))
                  .toList()));
    }
  }

  private static boolean belongsTo(List<FigureValues> group, FigureValues figure) {
    double high = figure.summary().max();
    return group.size() < SERIES
        && group.stream()
            .allMatch(
                other ->
                    other.figure().unit().equals(figure.figure().unit())
                        && other.summary().max() <= high * RATIO
                        && high <= other.summary().max() * RATIO);
  }

  /** A figure of all rows of a table, with a line for each. */
  private static void ofManyRows(
      List<Chart> charts, SourceFigures source, List<RowFigures> rows, Figure figure, int index) {
    List<RowFigures> having =
        rows.stream()
            .filter(row -> index < row.figures().size() && isShown(row.figures().get(index)))
            .toList();
    if (having.isEmpty()) {
      return;
    }
    List<RowFigures> shown = having.subList(0, Math.min(SERIES, having.size()));
    charts.add(
        new Chart(
            figure.name(),
            unit(figure),
            figure.meaning()
                + (shown.size() == having.size()
                    ? ""
                    : " The %d busiest of %d.".formatted(shown.size(), having.size())),
            Chart.Form.LINES,
            range(figure),
            shown.stream()
                .map(row -> series(source, row.text(), row.figures().get(index)))
                .toList()));
  }

  private static boolean isShown(FigureValues figure) {
    return figure.summary().size() > 0 && !figure.summary().isZero();
  }

  private static Series series(SourceFigures source, String name, FigureValues figure) {
    return new Series(
        name, source.intervals().ends(), figure.shown().toArray(factor(figure.figure())));
  }

  private static Chart.@Nullable Range range(Figure figure) {
    double most = figure.limits().most();
    return Double.isInfinite(most) ? null : new Chart.Range(0, most * factor(figure));
  }

  /** The unit for charts, without a prefix, which charts choose themselves. */
  static String unit(Figure figure) {
    return unit(figure.unit());
  }

  static String unit(String unit) {
    String what = unit.replaceFirst("/.*", "");
    String per = unit.substring(what.length());
    return switch (what) {
      case "bytes" -> "B" + per;
      case "ms", "µs", "ns" -> "s" + per;
      default -> unit;
    };
  }

  static double factor(Figure figure) {
    return factor(figure.unit());
  }

  static double factor(String unit) {
    return switch (unit.replaceFirst("/.*", "")) {
      case "ms" -> 1e-3;
      case "µs" -> 1e-6;
      case "ns" -> 1e-9;
      default -> 1;
    };
  }

  private static Table summary(SourceFigures source) {
    List<List<String>> lines = new ArrayList<>();
    for (TableFigures table : source.tables()) {
      for (RowFigures row : table.busiestFirst().stream().limit(ROWS).toList()) {
        for (FigureValues figure : row.figures()) {
          Summary s = figure.summary();
          if (s.size() > 0) {
            Scale scale = Scale.of(figure.figure().unit(), s);
            List<String> line = new ArrayList<>();
            line.add(
                row.row().labels().isEmpty()
                    ? figure.figure().name()
                    : row.text() + " " + figure.figure().name());
            line.add(scale.unit());
            line.addAll(s.texts(scale));
            line.add("%,d".formatted(s.size()));
            lines.add(line);
          }
        }
      }
    }
    List<String> heads = new ArrayList<>(List.of("", "unit"));
    heads.addAll(Summary.HEADS);
    heads.add("intervals");
    return new Table(heads, lines);
  }
}
