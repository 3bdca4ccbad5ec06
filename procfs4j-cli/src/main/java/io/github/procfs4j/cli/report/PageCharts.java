package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.page.Chart;
import io.github.procfs4j.cli.page.Section;
import io.github.procfs4j.cli.page.Series;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Limits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The charts of the figures of sources. */
final class PageCharts {
  /** Figures of one row share a chart up to this number. */
  private static final int SERIES = 8;

  /** More rows than this are a heatmap. */
  private static final int LINES = 8;

  /** Lines share a chart if one is at most this many times as high as the other. */
  private static final double RATIO = 30;

  /** The greatest number of rows of a chart; the others are less busy. */
  static final int ROWS = 1_000;

  /** The greatest number of values of a chart. */
  private static final int VALUES = 4_000_000;

  /** The greatest number of names in a sentence. */
  private static final int NAMES = 20;

  /** An uncertainty below this part of a value is less than a pixel. */
  private static final float LEAST_SPREAD = 0.002f;

  /** The identifier of the chart that shows a figure. */
  private final Map<String, String> chartOf = new HashMap<>();

  /** The identifier of the chart that shows a figure; empty if none does. */
  String chartOf(String source, String table, String figure) {
    return chartOf.getOrDefault(id(source, table, figure), "");
  }

  private static String id(String source, String table, String figure) {
    return source + "/" + table + "/" + figure;
  }

  /**
   * The charts of those figures of a source that are meant.
   *
   * @param isAll whether also to add what is not a figure of a row
   */
  Section section(SourceFigures source, String title, boolean isAll, Predicate<Figure> isMeant) {
    List<Chart> charts = new ArrayList<>();
    List<String> flat = new ArrayList<>();
    if (isAll && source.source().name().equals(LockedFile.SOURCE)) {
      locks(charts, source);
    }
    for (TableFigures table : source.tables()) {
      if (LockedFile.isReplaced(source, table)) {
        continue;
      }
      List<RowFigures> rows = table.busiestFirst();
      stacks(charts, source, rows, isMeant);
      if (table.rows().size() == 1) {
        ofOneRow(charts, flat, source, table.rows().getFirst(), isMeant);
      } else {
        for (int i = 0; i < table.figures().size(); i++) {
          Figure figure = table.figures().get(i);
          if (isMeant.test(figure)) {
            ofManyRows(charts, flat, source, table, figure, i);
          }
        }
        if (isAll) {
          zeroRows(flat, table);
        }
      }
    }
    return new Section(title, null, charts, flat, null);
  }

  /** The stacked parts of a whole: of the row for all, or of the busiest rows. */
  private void stacks(
      List<Chart> charts, SourceFigures source, List<RowFigures> rows, Predicate<Figure> isMeant) {
    boolean hasAll = !rows.isEmpty() && TableFigures.isOfAll(rows.getFirst());
    for (RowFigures row : rows.subList(0, Math.min(rows.size(), hasAll ? 1 : 4))) {
      List<FigureValues> parts =
          row.figures().stream()
              .filter(part -> part.figure().isPart() && isMeant.test(part.figure()))
              .filter(part -> part.summary().size() > 0 && !part.summary().isZero())
              .toList();
      if (!parts.isEmpty()) {
        Figure first = parts.getFirst().figure();
        charts.add(
            new Chart(
                id(source.source().name(), first.table(), "parts of " + row.text()),
                row.text(),
                unit(first),
                ("The parts of a whole, stacked. " + windowNote(parts.getFirst())).strip(),
                Chart.Form.STACK,
                new Chart.Range(0, first.limits().most() * factor(first)),
                parts.stream()
                    .map(part -> series(source, part.figure().name(), part.figure().name(), part))
                    .toList(),
                null));
      }
    }
  }

  /**
   * The figures of a table's only row: those with the same unit and of similar size share a chart.
   */
  private void ofOneRow(
      List<Chart> charts,
      List<String> flat,
      SourceFigures source,
      RowFigures row,
      Predicate<Figure> isMeant) {
    List<List<FigureValues>> groups = new ArrayList<>();
    Map<String, List<String>> constant = new LinkedHashMap<>();
    for (FigureValues figure : row.figures()) {
      if (!isMeant.test(figure.figure()) || figure.summary().size() == 0) {
        continue;
      }
      if (isFlat(figure)) {
        constant
            .computeIfAbsent(value(figure), value -> new ArrayList<>())
            .add(figure.figure().name());
        continue;
      }
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
    String of = row.row().labels().isEmpty() ? "" : row.text() + ": ";
    constant.forEach((value, names) -> flat.add(of + value + " throughout: " + list(names)));
    for (List<FigureValues> group : groups) {
      Figure first = group.getFirst().figure();
      String id = id(source.source().name(), first.table(), first.name());
      group.forEach(
          figure ->
              chartOf.put(id(source.source().name(), first.table(), figure.figure().name()), id));
      charts.add(
          new Chart(
              id,
              of
                  + group.stream()
                      .map(figure -> figure.figure().name())
                      .collect(Collectors.joining(", ")),
              unit(first),
              note(group.size() == 1 ? first.meaning() : "", group.getFirst()),
              Chart.Form.LINES,
              range(first),
              group.stream()
                  .map(
                      figure ->
                          series(source, figure.figure().name(), figure.figure().name(), figure))
                  .toList(),
              spread(source, group)));
    }
  }

  private static boolean belongsTo(List<FigureValues> group, FigureValues figure) {
    double high = figure.summary().max();
    return group.size() < SERIES
        && group.stream()
            .allMatch(
                other ->
                    other.figure().unit().equals(figure.figure().unit())
                        && isRate(other.figure()) == isRate(figure.figure())
                        && other.summary().max() <= high * RATIO
                        && high <= other.summary().max() * RATIO);
  }

  /** A figure of all rows of a table: a line for each, or a heatmap if there are many. */
  private void ofManyRows(
      List<Chart> charts,
      List<String> flat,
      SourceFigures source,
      TableFigures table,
      Figure figure,
      int index) {
    List<RowFigures> having =
        table.busiestFirst().stream()
            .filter(row -> index < row.figures().size())
            .filter(row -> row.figures().get(index).summary().size() > 0)
            .toList();
    if (having.stream().allMatch(row -> isFlat(row.figures().get(index)))) {
      Map<String, List<String>> constant = new LinkedHashMap<>();
      for (RowFigures row : having) {
        constant
            .computeIfAbsent(value(row.figures().get(index)), value -> new ArrayList<>())
            .add(row.shortText());
      }
      constant.forEach(
          (value, rows) -> flat.add(figure.name() + ": " + value + " throughout: " + list(rows)));
      return;
    }
    List<RowFigures> shown = having.subList(0, Math.min(most(source), having.size()));
    boolean isMany = shown.size() > LINES;
    String id = id(source.source().name(), figure.table(), figure.name());
    chartOf.put(id, id);
    List<FigureValues> values = shown.stream().map(row -> row.figures().get(index)).toList();
    charts.add(
        new Chart(
            id,
            figure.name(),
            unit(figure),
            note(figure.meaning(), values.getFirst())
                + (shown.size() == having.size()
                    ? ""
                    : " The %,d busiest of %,d.".formatted(shown.size(), having.size())),
            isMany ? Chart.Form.ROWS : Chart.Form.LINES,
            range(figure),
            shown.stream()
                .map(row -> series(source, row.shortText(), row.text(), row.figures().get(index)))
                .toList(),
            spread(source, values)));
  }

  /** How many rows of a source a chart has. */
  static int most(SourceFigures source) {
    return Math.clamp(VALUES / Math.max(1, source.intervals().size()), LINES, ROWS);
  }

  /** What charts have no room for, in sentences. */
  List<String> leftOut(SourceFigures source) {
    List<String> leftOut = new ArrayList<>();
    for (TableFigures table : source.tables()) {
      int rows = table.busiestFirst().size();
      if (rows > most(source)) {
        leftOut.add("of %,d rows, the busiest %,d are shown".formatted(rows, most(source)));
      }
    }
    return leftOut;
  }

  /** The rows in which all figures are zero. */
  private static void zeroRows(List<String> flat, TableFigures table) {
    List<String> names =
        table.rows().stream().filter(row -> !row.hasValues()).map(RowFigures::shortText).toList();
    if (!names.isEmpty()) {
      flat.add("nothing but 0: " + list(names));
    }
  }

  private static String list(List<String> names) {
    return names.size() <= NAMES
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, NAMES))
            + " and %,d more".formatted(names.size() - NAMES);
  }

  /** The locks of each file. */
  private void locks(List<Chart> charts, SourceFigures source) {
    List<LockedFile> files = LockedFile.of(source);
    List<LockedFile> shown = files.subList(0, Math.min(most(source), files.size()));
    String left = files.size() > shown.size() ? " The first %,d.".formatted(shown.size()) : "";
    locks(
        charts,
        source,
        "waiters",
        "Requests that wait for the locks of a file." + left,
        shown.stream()
            .filter(file -> !isZero(file.waiters()))
            .map(file -> ofFile(source, file, file.waiters()))
            .toList());
    locks(
        charts,
        source,
        "locks held",
        "Locks on a file." + left,
        shown.stream().map(file -> ofFile(source, file, file.locks())).toList());
  }

  private static boolean isZero(Values values) {
    for (int run = 0; run < values.runs(); run++) {
      if (values.ofRun(run) > 0) {
        return false;
      }
    }
    return true;
  }

  private static Series ofFile(SourceFigures source, LockedFile file, Values values) {
    values.padTo(source.intervals().size());
    return new Series(
        file.name(), "file=" + file.name(), source.intervals().ends(), values.toArray(1), null);
  }

  private void locks(
      List<Chart> charts, SourceFigures source, String title, String note, List<Series> files) {
    if (files.isEmpty()) {
      return;
    }
    String id = id(source.source().name(), "file", title);
    chartOf.put(id, id);
    charts.add(
        new Chart(
            id,
            title,
            "",
            note,
            files.size() > LINES ? Chart.Form.ROWS : Chart.Form.LINES,
            null,
            files,
            null));
  }

  /** A line for the files with the most waiters, or else locks. */
  @Nullable Chart locksHeadline(List<Findings> sources) {
    for (Findings findings : sources) {
      if (findings instanceof SourceFigures source
          && source.source().name().equals(LockedFile.SOURCE)
          && source.intervals().size() > 0) {
        List<Chart> charts = new ArrayList<>();
        locks(charts, source);
        if (!charts.isEmpty()) {
          Chart first = charts.getFirst();
          return headline(first, first.title(), first.series());
        }
      }
    }
    return null;
  }

  /**
   * The row in which a figure was greatest on the average, as a chart of one line; null if it is
   * not known.
   *
   * @param sourceName the name of a source, or its beginning
   */
  @Nullable Chart headline(
      List<Findings> sources,
      String sourceName,
      String table,
      Predicate<RowFigures> rows,
      String... figures) {
    Chart best = null;
    double most = Double.NEGATIVE_INFINITY;
    for (Findings findings : sources) {
      SourceFigures source =
          findings instanceof OwnCost cost
              ? cost.figures()
              : findings instanceof SourceFigures those ? those : null;
      if (source == null
          || !source.source().name().startsWith(sourceName)
          || source.intervals().size() == 0) {
        continue;
      }
      for (TableFigures of : source.tables()) {
        for (RowFigures row : of.rows()) {
          for (FigureValues figure : row.figures()) {
            double mean = figure.summary().mean();
            if (row.row().table().name().equals(table)
                && rows.test(row)
                && List.of(figures).contains(figure.figure().name())
                && mean > most) {
              most = mean;
              String name =
                  (sourceName.endsWith("/") ? source.source().name() + " " : "")
                      + (row.row().labels().isEmpty() || TableFigures.isOfAll(row)
                          ? ""
                          : row.shortText() + " ")
                      + figure.figure().name();
              best =
                  new Chart(
                      name,
                      name,
                      unit(figure.figure()),
                      "",
                      Chart.Form.LINES,
                      range(figure.figure()),
                      List.of(series(source, name, row.text(), figure)),
                      spread(source, List.of(figure)));
            }
          }
        }
      }
    }
    return best;
  }

  private static Chart headline(Chart of, String title, List<Series> series) {
    Series first = series.getFirst();
    return new Chart(
        title + " " + first.name(), of.unit(), "", of.form(), of.range(), List.of(first));
  }

  /** Whether all its values are the same, so that there is nothing to draw. */
  private static boolean isFlat(FigureValues figure) {
    Summary summary = figure.summary();
    return summary.isZero()
        || (summary.min() == summary.max()
            && summary.size() > 1
            && !figure.figure().isPart()
            && isEverywhere(figure.values()));
  }

  /** Whether there is a value in each interval: a row that came later is not flat. */
  private static boolean isEverywhere(Values values) {
    for (int run = 0; run < values.runs(); run++) {
      if (Float.isNaN(values.ofRun(run))) {
        return false;
      }
    }
    return true;
  }

  private static String value(FigureValues figure) {
    double value = figure.summary().min();
    Scale scale = Scale.of(figure.figure().unit(), figure.summary());
    boolean isWhole = scale.divisor() == 1 && value == Math.rint(value);
    String number = isWhole ? "%,.0f".formatted(value) : scale.text(value);
    return number.equals("0") ? number : (number + " " + scale.unit()).strip();
  }

  /** What is shown of a figure, over windows if the kernel counts it in ticks. */
  private Series series(SourceFigures source, String name, String key, FigureValues figure) {
    Intervals intervals = source.intervals();
    double factor = factor(figure.figure());
    float[] weights = null;
    // Windows are of nearly the same length, so the time is weight enough.
    if (figure.weights() != null && Double.isNaN(figure.window())) {
      weights = weightsOf.computeIfAbsent(figure.weights(), values -> values.toArray(1));
    }
    return new Series(name, key, intervals.ends(), figure.shown().toArray(factor), weights);
  }

  /** Several figures of a row share their weights. */
  private final IdentityHashMap<Values, float[]> weightsOf = new IdentityHashMap<>();

  private static String windowNote(FigureValues figure) {
    return Double.isNaN(figure.window())
        ? ""
        : "Means over at least %s, because the kernel counts in ticks."
            .formatted(Times.duration(Math.round(figure.window() * 1e9)));
  }

  private static String note(String meaning, FigureValues figure) {
    return (meaning + " " + windowNote(figure)).strip();
  }

  /** How uncertain rates are, if that can be seen. */
  private float @Nullable [] spread(SourceFigures source, List<FigureValues> figures) {
    if (!isRate(figures.getFirst().figure()) || !Double.isNaN(figures.getFirst().window())) {
      return null;
    }
    return spread(source.intervals());
  }

  private final IdentityHashMap<Intervals, Optional<float[]>> spreads = new IdentityHashMap<>();

  /** How uncertain rates over these intervals are; null if that cannot be seen. */
  float @Nullable [] spread(Intervals intervals) {
    return spreads.computeIfAbsent(intervals, PageCharts::spreadOf).orElse(null);
  }

  private static Optional<float[]> spreadOf(Intervals intervals) {
    float[] spread = new float[intervals.size()];
    boolean isSeen = false;
    for (int i = 0; i < spread.length; i++) {
      spread[i] = intervals.spread(i);
      isSeen |= spread[i] >= LEAST_SPREAD;
    }
    return isSeen ? Optional.of(spread) : Optional.empty();
  }

  /** Whether it is a growth divided by the time between two readings. */
  static boolean isRate(Figure figure) {
    return figure.unit().endsWith("/s")
        || figure.unit().equals("CPUs")
        || figure.limits().remark().equals(Limits.ofTime(1).remark());
  }

  static Chart.@Nullable Range range(Figure figure) {
    double most = figure.limits().most();
    return Double.isInfinite(most) || !(most > 0)
        ? null
        : new Chart.Range(0, most * factor(figure));
  }

  /** The unit for charts, without a prefix, which charts choose themselves. */
  static String unit(Figure figure) {
    return ChartUnit.of(figure.unit()).symbol();
  }

  static double factor(Figure figure) {
    return ChartUnit.of(figure.unit()).factor();
  }
}
