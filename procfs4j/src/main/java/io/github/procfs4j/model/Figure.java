package io.github.procfs4j.model;

import java.util.Objects;
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
 * @param limits what it can be, and what is given in place of what it cannot be
 * @param meaning one sentence: what it tells
 * @param reference where it is defined so
 * @param formula how its value in an interval for a row is computed, before it is held to the
 *     limits: NaN, or a quotient by 0, where it cannot be said
 * @param weight how much its value in an interval weighs in a mean over many: what it is a share or
 *     a mean of, so that the mean is that of all of it; {@link #SECONDS} unless said otherwise
 * @param isPart whether it is one of the parts of a whole, so that those of a row can be drawn one
 *     upon the other; what they leave is the rest
 */
public record Figure(
    String table,
    String name,
    String unit,
    Limits limits,
    String meaning,
    String reference,
    ToDoubleBiFunction<Interval, Row> formula,
    ToDoubleBiFunction<Interval, Row> weight,
    boolean isPart) {
  /** Refuses null. */
  public Figure {
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(meaning, "meaning");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(reference, "reference");
    Objects.requireNonNull(table, "table");
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(formula, "formula");
    Objects.requireNonNull(weight, "weight");
  }

  /** The weight of a rate or a gauge: how long the interval is. */
  public static final ToDoubleBiFunction<Interval, Row> SECONDS =
      (interval, row) -> interval.seconds();

  /** A figure that weighs as much as the interval is long, and is no part of a whole. */
  public Figure(
      String table,
      String name,
      String unit,
      Limits limits,
      String meaning,
      String reference,
      ToDoubleBiFunction<Interval, Row> formula) {
    this(table, name, unit, limits, meaning, reference, formula, SECONDS, false);
  }

  /** The same with another weight. */
  public Figure weighedBy(ToDoubleBiFunction<Interval, Row> what) {
    Objects.requireNonNull(what, "what");
    return new Figure(table, name, unit, limits, meaning, reference, formula, what, isPart);
  }

  /** The same within other limits. */
  public Figure within(Limits others) {
    Objects.requireNonNull(others, "others");
    return new Figure(table, name, unit, others, meaning, reference, formula, weight, isPart);
  }

  /** The same as a part of a whole. */
  public Figure asPart() {
    return new Figure(table, name, unit, limits, meaning, reference, formula, weight, true);
  }

  /** How fast a counter grows. */
  public static Figure rate(Table table, String name, String unit, Column counter) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(unit, "unit");
    return new Figure(
        table.name(),
        name,
        unit,
        Limits.AMOUNT,
        counter.meaning(),
        counter.reference(),
        (interval, row) -> interval.perSecond(row, counter));
  }

  /** What a gauge stands at. */
  public static Figure gauge(Table table, String name, String unit, Column gauge) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(unit, "unit");
    return new Figure(
        table.name(),
        name,
        unit,
        gauge.signed() ? Limits.NONE : Limits.AMOUNT,
        gauge.meaning(),
        gauge.reference(),
        (interval, row) -> interval.amount(row, gauge));
  }

  /** Such as {@code cpu/busy %}. */
  @Override
  public String toString() {
    return table + "/" + name + (unit.isEmpty() ? "" : " " + unit);
  }

  /**
   * Its value in an interval for a row, never infinite: NaN where it has none, and {@link
   * Interval#lack} says why. {@link Interval#side} says whether it came out as what it cannot be.
   */
  public double value(Interval interval, Row row) {
    return interval.value(this, row);
  }
}
