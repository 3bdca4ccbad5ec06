package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Row;
import io.github.procfs4j.processes.Processes;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a rule looks at.
 *
 * @param source the source that it needs; {@link #PROCESSES} for any source of processes
 * @param look finds the values of the rows or processes that it looks at
 * @param table the table whose figures it looks at; empty if it looks at something else
 * @param figures the names of these figures
 * @param rows which rows of the table it looks at
 * @param kind what it makes of their values
 */
record Watch(
    String source, Look look, String table, List<String> figures, Predicate<Row> rows, Kind kind) {
  /** What is made of values over time. */
  enum Kind {
    /** The weighted mean over a stretch of time. */
    MEAN,
    /** That mean, divided by the number of CPUs. */
    MEAN_PER_CPU,
    /** The total of a rate. */
    TOTAL,
    /** Something that the values of one row do not show. */
    OTHER
  }

  /** Looks only at the greatest values: what has no mean over the whole time. */
  Watch(String source, Function<Findings, Stream<Peak>> peaks) {
    this(
        source,
        (findings, seconds) -> Double.isInfinite(seconds) ? Stream.empty() : peaks.apply(findings),
        "",
        List.of(),
        row -> false,
        Kind.OTHER);
  }

  /** Finds values. */
  interface Look {
    /**
     * The greatest mean of each row or process over a stretch of time.
     *
     * @param seconds the length of the stretch; if it is infinite, the whole time, for what has a
     *     mean
     */
    Stream<Peak> at(Findings findings, double seconds);
  }

  /** The greatest value of each row or process. */
  Stream<Peak> peaks(Findings findings) {
    return look.at(findings, SECONDS);
  }

  /** The mean of each row over the whole time; none if it has no mean, as totals have not. */
  Stream<Peak> means(Findings findings) {
    return look.at(findings, Double.POSITIVE_INFINITY);
  }

  /** The source of all processes. */
  static final String PROCESSES = "pid:*";

  /**
   * The length of the stretches over which values are compared, in seconds: as long as the shortest
   * average of pressure stall information, and as the default interval of atop.
   */
  static final double SECONDS = 10;

  /** Whether a source of this name is looked at. */
  boolean isOf(String name) {
    return source.equals(PROCESSES) ? Processes.isSource(name) : source.equals(name);
  }

  /** The mean of figures over ten seconds, in each row that is meant. */
  static Watch mean(String source, String table, Predicate<Row> rows, String... figures) {
    return of(source, table, rows, figures, Watch::highest, Kind.MEAN);
  }

  /** The mean of figures over ten seconds, in any row. */
  static Watch mean(String source, String table, String... figures) {
    return mean(source, table, row -> true, figures);
  }

  /** The total of rates over the whole time, in any row. */
  static Watch total(String source, String table, String... figures) {
    return of(
        source,
        table,
        row -> true,
        figures,
        (name, figure, intervals, seconds) ->
            Double.isInfinite(seconds)
                ? Optional.empty()
                : Windows.total(name, figure.values(), intervals),
        Kind.TOTAL);
  }

  /** The mean of a figure of {@code stat} over ten seconds, divided by the number of CPUs. */
  static Watch perCpu(String table, String figure) {
    Watch whole = mean("stat", table, figure);
    return new Watch(
        whole.source,
        (findings, seconds) -> {
          long cpus = rows(findings, "cpu").filter(row -> !TableFigures.isOfAll(row)).count();
          return cpus == 0
              ? Stream.empty()
              : whole.look.at(findings, seconds).map(peak -> peak.times(1.0 / cpus));
        },
        table,
        List.of(figure),
        whole.rows,
        Kind.MEAN_PER_CPU);
  }

  /** Something about processes. */
  static Watch processes(Function<ProcessUsage, Stream<Peak>> peaks) {
    return new Watch(
        PROCESSES,
        findings -> findings instanceof ProcessUsage usage ? peaks.apply(usage) : Stream.empty());
  }

  /** Something about processes that a figure of theirs shows, over ten seconds. */
  static Watch processes(
      Function<ProcessUsage, Stream<Peak>> peaks,
      String table,
      Predicate<Row> rows,
      String... figures) {
    Watch others = processes(peaks);
    return new Watch(others.source, others.look, table, List.of(figures), rows, Kind.MEAN);
  }

  /** Computes the greatest value of a figure of a row over a stretch of time. */
  private interface Measure {
    Optional<Peak> of(String name, FigureValues figure, Intervals intervals, double seconds);
  }

  private static Watch of(
      String source,
      String table,
      Predicate<Row> rows,
      String[] figures,
      Measure measure,
      Kind kind) {
    List<String> names = List.of(figures);
    return new Watch(
        source,
        (findings, seconds) ->
            rows(findings, table)
                .filter(row -> rows.test(row.row()))
                .flatMap(
                    row ->
                        row.figures().stream()
                            .filter(figure -> names.contains(figure.figure().name()))
                            .flatMap(
                                figure ->
                                    measure
                                        .of(name(row), figure, findings.intervals(), seconds)
                                        .stream())),
        table,
        names,
        rows,
        kind);
  }

  private static Stream<RowFigures> rows(Findings findings, String table) {
    return findings instanceof SourceFigures figures
        ? figures.tables().stream()
            .flatMap(those -> those.rows().stream())
            .filter(row -> row.row().table().name().equals(table))
        : Stream.empty();
  }

  private static String name(RowFigures row) {
    return row.row().labels().isEmpty() ? "" : row.shortText();
  }

  private static Optional<Peak> highest(
      String name, FigureValues figure, Intervals intervals, double seconds) {
    return Double.isInfinite(seconds)
        ? Windows.mean(name, figure.values(), figure.weights(), intervals)
        : Windows.highest(name, figure.values(), figure.weights(), intervals, seconds);
  }
}
