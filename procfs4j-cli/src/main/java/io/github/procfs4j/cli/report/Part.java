package io.github.procfs4j.cli.report;

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
 * @param first the value in the first interval that has one
 * @param last the value in the last one
 * @param summary the distribution of the values
 * @param peakAt the end of the interval with the greatest value, in seconds since the beginning
 * @param total the total of a rate; NaN for others
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
    double total) {
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

  static Part of(
      SourceFigures source, String table, String row, FigureValues figure, Values values) {
    Summary summary =
        values == figure.values() ? figure.summary() : summary(values, source.intervals());
    return of(source, table, row, figure, values, summary);
  }

  private static Summary summary(Values values, Intervals intervals) {
    double[] numbers = new double[values.size()];
    double[] weights = new double[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = values.get(i);
      weights[i] = intervals.seconds(i);
    }
    return Summary.of(numbers, weights);
  }

  private static Part of(
      SourceFigures source,
      String table,
      String row,
      FigureValues figure,
      Values values,
      Summary summary) {
    Intervals intervals = source.intervals();
    String unit = figure.figure().unit();
    int peak = values.first((float) summary.max());
    double total =
        unit.endsWith("/s") || unit.equals("CPUs")
            ? Windows.total("", values, intervals).map(Peak::value).orElse(Double.NaN)
            : Double.NaN;
    return new Part(
        source.source().name(),
        table,
        row,
        Choice.marked(figure.figure()),
        unit,
        summary.size(),
        values.firstKnown(),
        values.lastKnown(),
        summary,
        peak < 0 ? Double.NaN : intervals.to(peak),
        total);
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
