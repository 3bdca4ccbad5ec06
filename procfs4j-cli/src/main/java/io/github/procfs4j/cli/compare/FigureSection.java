package io.github.procfs4j.cli.compare;

import io.github.procfs4j.cli.page.Chart;
import io.github.procfs4j.cli.page.Section;
import io.github.procfs4j.cli.page.Series;
import io.github.procfs4j.cli.page.Table;
import io.github.procfs4j.cli.report.ChartUnit;
import io.github.procfs4j.cli.report.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A figure on the page of a comparison: the runs of both groups over one another, the difference of
 * their medians below, and both as tables.
 */
final class FigureSection {
  /** The greatest number of runs of a group that are drawn. */
  static final int RUNS = 40;

  /** The names of the groups, and what is between them. */
  private static final String A = "A";

  private static final String B = "B";
  static final String DIFFERENCE = "B − A";

  private final RunComparison comparison;
  private final Sentences sentences;
  private final Difference difference;
  private final Overlay overlay;
  private final double[] ends;

  /** The same in fewer parts, for the table. */
  private final Overlay coarse;

  private final double[] coarseEnds;
  private final ChartUnit unit;

  /** The times of charts and tables, which the page then contains once. */
  @SuppressWarnings("ArrayRecordComponent") // the page compares them by identity
  record Times(Courses courses, double[] ends) {
    Times(Courses courses) {
      this(courses, courses.ends());
    }
  }

  /**
   * Creates a section.
   *
   * @param fine the courses of the charts
   * @param forTable those of the table
   */
  FigureSection(RunComparison comparison, Difference difference, Times fine, Times forTable) {
    this.comparison = comparison;
    this.difference = difference;
    ends = fine.ends;
    coarseEnds = forTable.ends;
    sentences = new Sentences(comparison);
    overlay = Overlay.of(difference.key(), fine.courses);
    coarse = Overlay.of(difference.key(), forTable.courses);
    unit = ChartUnit.of(difference.key().unit());
  }

  /** The section, under a heading. */
  Section section(String title) {
    List<Chart> charts = new ArrayList<>();
    List<Section.Folded> tables = new ArrayList<>();
    if (overlay.parts() == 0) {
      return new Section(title, runs(), charts, List.of(), null);
    }
    charts.add(ofRuns());
    charts.add(ofDifference());
    tables.add(new Section.Folded("The runs as a table", runs()));
    tables.add(new Section.Folded("Over time as a table", overTime()));
    return new Section(title, null, charts, List.of(), null, tables);
  }

  /** The identifier of the chart to which a finding leads. */
  static String chartId(Key key) {
    return String.join("/", key.source(), key.table(), key.row(), key.figure(), key.unit());
  }

  private Chart ofRuns() {
    List<Series> series = new ArrayList<>();
    addMedian(series, A, comparison.a(), overlay.a());
    addMedian(series, B, comparison.b(), overlay.b());
    addRuns(series, A, comparison.a(), overlay.a());
    addRuns(series, B, comparison.b(), overlay.b());
    return new Chart(
        chartId(difference.key()),
        difference.key().figure() + " in the runs",
        unit.symbol(),
        note(),
        Chart.Form.GROUPS,
        null,
        series,
        null);
  }

  private String note() {
    StringBuilder note = new StringBuilder();
    note.append(
        switch (difference.verdict()) {
          case DIFFERENT -> "";
          case NOT_SHOWN ->
              Double.isNaN(difference.adjusted())
                  ? "Too few runs to say whether this is chance: "
                  : "No difference is shown: ";
          case NOT_EXAMINED -> "Not examined further, as too many figures differ: ";
          case TOO_COARSE -> "Cannot tell: ";
          case THE_SAME -> "The same in all runs: ";
        });
    note.append(sentences.of(difference)).append('.');
    int most = Math.max(comparison.a().size(), comparison.b().size());
    if (most > RUNS) {
      note.append(
          String.format(
              Locale.ROOT,
              " At most %d runs of each are drawn; the medians and middle halves are of all.",
              RUNS));
    }
    return note.toString();
  }

  /** The median of a group, and its middle half; of a single run that run. */
  private void addMedian(List<Series> series, String name, List<Run> runs, Overlay.Group group) {
    String key = name + ": median";
    if (runs.size() > 1) {
      String of = name + ": median of " + Sentences.counted(runs.size(), "run");
      series.add(series(of, key, name, Series.Part.MEDIAN, group.median()));
      series.add(series(name + ": lower quartile", key, name, Series.Part.LOW, group.low()));
      series.add(series(name + ": upper quartile", key, name, Series.Part.HIGH, group.high()));
    } else {
      String run = name + ": " + runs.getFirst().name();
      series.add(series(run, run, name, Series.Part.MEDIAN, group.median()));
    }
  }

  private void addRuns(List<Series> series, String name, List<Run> runs, Overlay.Group group) {
    if (runs.size() > 1) {
      for (int i : drawn(runs.size())) {
        String run = name + ": " + runs.get(i).name();
        series.add(series(run, run, name, Series.Part.RUN, group.courses().get(i)));
      }
    }
  }

  /** The runs that are drawn: all, or some from the first to the last. */
  static int[] drawn(int runs) {
    int count = Math.min(runs, RUNS);
    return IntStream.range(0, count)
        .map(i -> count == 1 ? 0 : (int) ((long) i * (runs - 1) / (count - 1)))
        .toArray();
  }

  private Series series(String name, String key, String group, Series.Part part, double[] values) {
    return new Series(name, key, ends, floats(values), null, new Series.Role(group, part));
  }

  /** As many values as there are times, in the unit of charts. */
  private float[] floats(double[] values) {
    float[] floats = new float[ends.length];
    Arrays.fill(floats, Float.NaN);
    for (int i = 0; i < Math.min(values.length, floats.length); i++) {
      floats[i] = (float) (values[i] * unit.factor());
    }
    return floats;
  }

  /** The difference of the medians over time. */
  Chart ofDifference() {
    return new Chart(
        chartId(difference.key()) + "/difference",
        difference.key().figure() + ": " + DIFFERENCE,
        unit.symbol(),
        "",
        Chart.Form.DIFFERENCE,
        null,
        List.of(new Series(DIFFERENCE, DIFFERENCE, ends, floats(overlay.difference()), null)),
        null);
  }

  // ---- Tables

  private Table runs() {
    double most =
        DoubleStream.concat(Arrays.stream(difference.a()), Arrays.stream(difference.b()))
            .map(Math::abs)
            .filter(size -> !Double.isNaN(size))
            .max()
            .orElse(0);
    Scale scale = Scale.of(difference.key().unit(), most);
    List<List<String>> rows = new ArrayList<>();
    addRuns(rows, A, comparison.a(), difference.a(), scale);
    addRuns(rows, B, comparison.b(), difference.b(), scale);
    rows.add(List.of("A: median", scale.text(difference.medianOfA())));
    rows.add(List.of("B: median", scale.text(difference.medianOfB())));
    rows.add(List.of(DIFFERENCE, signed(scale, difference.difference())));
    Bootstrap.Ranges ranges = difference.intervals();
    if (ranges != null) {
      rows.add(List.of(DIFFERENCE + ", interval of 95 %", interval(scale, ranges.difference())));
    }
    if (!Double.isNaN(difference.relative())) {
      rows.add(List.of(DIFFERENCE + ", relative", Sentences.percent(difference.relative()) + " %"));
    }
    addNumber(rows, "p, corrected for all that was tested", difference.adjusted());
    addNumber(rows, "p of the rank sum test alone", difference.p());
    addNumber(rows, "effect (Cliff's delta, from -1 to 1)", difference.delta());
    return new Table(List.of("run", heading("mean", scale)), rows);
  }

  private static void addRuns(
      List<List<String>> rows, String name, List<Run> runs, double[] means, Scale scale) {
    for (int i = 0; i < runs.size(); i++) {
      rows.add(List.of(name + ": " + runs.get(i).name(), scale.text(means[i])));
    }
  }

  private static void addNumber(List<List<String>> rows, String name, double number) {
    if (!Double.isNaN(number)) {
      rows.add(List.of(name, String.format(Locale.ROOT, "%.3g", number)));
    }
  }

  private static String interval(Scale scale, Bootstrap.Range range) {
    return "[" + signed(scale, range.low()) + ", " + signed(scale, range.high()) + "]";
  }

  private static String signed(Scale scale, double number) {
    return (number > 0 ? "+" : "") + scale.text(number);
  }

  private static String heading(String name, Scale scale) {
    return scale.unit().isEmpty() ? name : name + ", " + scale.unit();
  }

  private Table overTime() {
    double most = 0;
    for (Overlay.Group group : List.of(coarse.a(), coarse.b())) {
      for (double high : Statistics.known(group.high())) {
        most = Math.max(most, Math.abs(high));
      }
    }
    Scale scale = Scale.of(difference.key().unit(), most);
    double[] change = coarse.difference();
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < coarse.parts(); i++) {
      List<String> row = new ArrayList<>();
      row.add(String.format(Locale.ROOT, "%.1f s", coarseEnds[i]));
      for (Overlay.Group group : List.of(coarse.a(), coarse.b())) {
        row.add(scale.text(group.median()[i]));
        row.add(middleHalf(scale, group, i));
      }
      row.add(Double.isNaN(change[i]) ? "-" : signed(scale, change[i]));
      rows.add(row);
    }
    return new Table(
        List.of(
            "until",
            heading("A: median", scale),
            "middle half",
            heading("B: median", scale),
            "middle half",
            DIFFERENCE),
        rows);
  }

  private static String middleHalf(Scale scale, Overlay.Group group, int part) {
    double low = group.low()[part];
    double high = group.high()[part];
    return Double.isNaN(low) ? "-" : scale.text(low) + " to " + scale.text(high);
  }
}
