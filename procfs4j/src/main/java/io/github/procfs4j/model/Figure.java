package io.github.procfs4j.model;

import java.util.function.ToDoubleBiFunction;

/**
 * What a person wants to know of a row over an interval, computed from the columns: a rate, a
 * share, a mean time. Each file of procfs defines its own; everything that shows figures does so
 * from these definitions.
 *
 * @param table the name of the table of whose rows it is told
 * @param name its name, as short as the head of a column: {@code user}, {@code r_await}
 * @param unit what it is measured in, such as {@code %}, {@code bytes}, {@code bytes/s}, {@code
 *     /s}, {@code ms}; empty for a mere number
 * @param most what it can be at most, such as 100 for a share; infinite if there is no such bound.
 *     What comes out higher, as the kernel counts in coarse steps, is shown as it is and said to be
 *     so
 * @param meaning one sentence: what it tells
 * @param reference where it is defined so
 * @param formula its value in an interval for a row: NaN where it cannot be said
 * @param weight how much its value in an interval weighs in a mean over many: what it is a share or
 *     a mean of, so that the mean is that of all of it; {@link #SECONDS} unless said otherwise
 * @param isPart whether it is one of the parts of a whole, which {@code most} is, so that those of
 *     a row can be drawn one upon the other; what they leave is the rest
 */
public record Figure(
    String table,
    String name,
    String unit,
    double most,
    String meaning,
    String reference,
    ToDoubleBiFunction<Interval, Row> formula,
    ToDoubleBiFunction<Interval, Row> weight,
    boolean isPart) {

  /** The weight of a rate or a gauge: how long the interval is. */
  public static final ToDoubleBiFunction<Interval, Row> SECONDS =
      (interval, row) -> interval.seconds();

  /** A figure that weighs as much as the interval is long, and is no part of a whole. */
  public Figure(
      String table,
      String name,
      String unit,
      double most,
      String meaning,
      String reference,
      ToDoubleBiFunction<Interval, Row> formula) {
    this(table, name, unit, most, meaning, reference, formula, SECONDS, false);
  }

  /** The same with another weight. */
  public Figure weighedBy(ToDoubleBiFunction<Interval, Row> what) {
    return new Figure(table, name, unit, most, meaning, reference, formula, what, isPart);
  }

  /** The same as a part of a whole. */
  public Figure asPart() {
    return new Figure(table, name, unit, most, meaning, reference, formula, weight, true);
  }

  /** How fast a counter grows. */
  public static Figure rate(Table table, String name, String unit, Column counter) {
    return new Figure(
        table.name(),
        name,
        unit,
        Double.POSITIVE_INFINITY,
        counter.meaning(),
        counter.reference(),
        (interval, row) -> interval.perSecond(row, counter));
  }

  /** What a gauge stands at. */
  public static Figure gauge(Table table, String name, String unit, Column gauge) {
    return new Figure(
        table.name(),
        name,
        unit,
        Double.POSITIVE_INFINITY,
        gauge.meaning(),
        gauge.reference(),
        (interval, row) -> interval.amount(row, gauge));
  }
}
