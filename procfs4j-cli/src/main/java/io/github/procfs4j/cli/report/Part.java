package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Figure;
import java.util.List;

/**
 * A figure of a row over the whole time, as a line of a table. Numbers that are not known are NaN.
 *
 * @param source the source
 * @param table the table
 * @param row the labels of the row, or the group
 * @param figure the name of the figure, with a mark if it shows only a part
 * @param unit the unit of the numbers
 * @param intervals the number of intervals with a value
 * @param first the value in the first sample that has one, of rates in the first interval
 * @param last the value in the last one
 * @param summary the distribution of the values
 * @param peakAt the end of the interval or window with the greatest value, in seconds since the
 *     beginning
 * @param total the total of a rate; NaN for levels, which have a value in each sample
 * @param weightedBy what the mean and the percentiles are weighted by
 * @param window the least length of the windows of which these are the values, in seconds; NaN if
 *     they are those of intervals
 */
record Part(
    String source,
    String table,
    String row,
    String figure,
    String unit,
    int intervals,
    double first,
    double last,
    Summary summary,
    double peakAt,
    double total,
    String weightedBy,
    double window) {
  /** The names of the numbers, in order. */
  static final List<String> NUMBERS =
      List.of(
          "first",
          "last",
          "growth",
          "min",
          "mean",
          "p50",
          "p95",
          "p99",
          "peak",
          "peak_at_seconds",
          "total");

  /** A figure of a row. */
  static Part of(SourceFigures source, String table, String row, FigureValues figure) {
    Values values = figure.shown();
    return of(
        source,
        table,
        row,
        figure.figure(),
        figure.values(),
        figure.before(),
        values,
        figure.summary(),
        figure.peakAt(),
        figure.window());
  }

  /**
   * The sum of a figure of several rows.
   *
   * @param before the sum in the first sample; NaN if it is not known there
   * @param window the least length of the windows over which it is shown, in seconds; NaN if each
   *     interval is shown
   */
  static Part ofSum(
      SourceFigures source,
      String table,
      String row,
      Figure figure,
      Values sums,
      double before,
      double window) {
    Intervals intervals = source.intervals();
    TickWindows windows =
        Double.isNaN(window) ? null : new TickWindows(sums, null, intervals, window);
    Values values = windows == null ? sums : windows.values();
    Summary summary = FigureValues.summary(values, null, intervals);
    return of(
        source,
        table,
        row,
        figure,
        sums,
        before,
        values,
        summary,
        FigureValues.peakAt(values, windows, summary.max(), intervals),
        window);
  }

  private static Part of(
      SourceFigures source,
      String table,
      String row,
      Figure figure,
      Values each,
      double before,
      Values shown,
      Summary summary,
      double peakAt,
      double window) {
    boolean isLevel = !Double.isNaN(before);
    double total =
        isRate(figure.unit()) && !isLevel
            ? Windows.total("", each, source.intervals()).map(Peak::value).orElse(Double.NaN)
            : Double.NaN;
    return new Part(
        source.source().name(),
        table,
        row,
        Choice.marked(figure),
        figure.unit(),
        summary.size(),
        // In the precision of the last one, or what stays the same would seem to grow.
        isLevel ? (float) before : shown.firstKnown(),
        shown.lastKnown(),
        summary,
        peakAt,
        total,
        figure.weightName(),
        window);
  }

  private static boolean isRate(String unit) {
    return unit.endsWith("/s") || unit.equals("CPUs");
  }

  /** How much greater the last value is than the first. */
  double growth() {
    return last - first;
  }

  /** The unit of the total. */
  String totalUnit() {
    return unit.equals("CPUs") ? "s" : unit.replaceFirst("/s$", "");
  }

  /** The numbers, in the order of {@link #NUMBERS}. */
  double[] numbers() {
    return new double[] {
      first,
      last,
      growth(),
      summary.min(),
      summary.mean(),
      summary.p50(),
      summary.p95(),
      summary.p99(),
      summary.max(),
      peakAt,
      total
    };
  }
}
