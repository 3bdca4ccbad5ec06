package io.github.procfs4j.model;

import java.util.Objects;
import java.util.function.ToDoubleBiFunction;

/**
 * A value of a row over an interval that is computed from columns: a rate, a share, a mean time.
 * Each file of procfs defines its own figures; everything that shows figures uses these
 * definitions.
 */
public final class Figure {
  /** The weight of a rate or a gauge: how long the interval is. */
  public static final ToDoubleBiFunction<Interval, Row> SECONDS =
      (interval, row) -> interval.seconds();

  /** The name of {@link #SECONDS}. */
  public static final String TIME = "time";

  private final String table;
  private final String name;
  private final String unit;
  private final Limits limits;
  private final String meaning;
  private final String reference;
  private final ToDoubleBiFunction<Interval, Row> formula;
  private final ToDoubleBiFunction<Interval, Row> weight;
  private final String weightName;
  private final boolean isPart;

  /**
   * A figure weighted by the length of the interval that is not part of a whole.
   *
   * @param table the name of the table whose rows have it
   * @param name its name, as short as a column heading
   * @param unit its unit, such as {@code %}; empty for a plain number
   * @param limits its limits, and what is returned instead of a value outside them
   * @param meaning its meaning, in one sentence
   * @param reference the source of the definition
   * @param formula computes its value in an interval for a row; NaN if there is no value
   */
  public Figure(
      String table,
      String name,
      String unit,
      Limits limits,
      String meaning,
      String reference,
      ToDoubleBiFunction<Interval, Row> formula) {
    this(table, name, unit, limits, meaning, reference, formula, SECONDS, TIME, false);
  }

  private Figure(
      String table,
      String name,
      String unit,
      Limits limits,
      String meaning,
      String reference,
      ToDoubleBiFunction<Interval, Row> formula,
      ToDoubleBiFunction<Interval, Row> weight,
      String weightName,
      boolean isPart) {
    this.table = Objects.requireNonNull(table, "table");
    this.name = Objects.requireNonNull(name, "name");
    this.unit = Objects.requireNonNull(unit, "unit");
    this.limits = Objects.requireNonNull(limits, "limits");
    this.meaning = Objects.requireNonNull(meaning, "meaning");
    this.reference = Objects.requireNonNull(reference, "reference");
    this.formula = Objects.requireNonNull(formula, "formula");
    this.weight = weight;
    this.weightName = weightName;
    this.isPart = isPart;
  }

  /** {@return the name of the table whose rows have it} */
  public String table() {
    return table;
  }

  /** {@return its name, as short as a column heading: {@code user}, {@code r_await}} */
  public String name() {
    return name;
  }

  /**
   * {@return its unit, such as {@code %}, {@code bytes}, {@code bytes/s}, {@code /s}, {@code ms};
   * empty for a plain number}
   */
  public String unit() {
    return unit;
  }

  /** {@return its limits, and what is returned instead of a value outside them} */
  public Limits limits() {
    return limits;
  }

  /** {@return its meaning, in one sentence} */
  public String meaning() {
    return meaning;
  }

  /** {@return the source of the definition} */
  public String reference() {
    return reference;
  }

  /**
   * {@return the weight of its value in an interval in a mean over many: the amount that it is a
   * share or a mean of; {@link #SECONDS} by default}
   */
  public ToDoubleBiFunction<Interval, Row> weight() {
    return weight;
  }

  /**
   * {@return what that amount consists of, in the plural: {@code requests}; {@link #TIME} by
   * default}
   */
  public String weightName() {
    return weightName;
  }

  /**
   * {@return whether it is one of the parts of a whole, so that the parts of a row can be drawn
   * stacked}
   */
  public boolean isPart() {
    return isPart;
  }

  /** Computes its value in an interval for a row, before the limits are applied. */
  ToDoubleBiFunction<Interval, Row> formula() {
    return formula;
  }

  /**
   * {@return this figure with another weight}
   *
   * @param what what the weight consists of, in the plural: {@code requests}
   * @param amount computes the weight of its value in an interval for a row
   */
  public Figure weightedBy(String what, ToDoubleBiFunction<Interval, Row> amount) {
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(amount, "amount");
    return new Figure(table, name, unit, limits, meaning, reference, formula, amount, what, isPart);
  }

  /**
   * {@return this figure with other limits}
   *
   * @param others the limits to apply instead of the current ones
   */
  public Figure within(Limits others) {
    Objects.requireNonNull(others, "others");
    return new Figure(
        table, name, unit, others, meaning, reference, formula, weight, weightName, isPart);
  }

  /**
   * {@return this figure for the rows of another table, which have the same columns, such as those
   * of the process table}
   *
   * @param other the other table
   */
  public Figure forRowsOf(Table other) {
    return new Figure(
        other.name(), name, unit, limits, meaning, reference, formula, weight, weightName, isPart);
  }

  /** {@return this figure as a part of a whole} */
  public Figure asPart() {
    return new Figure(
        table, name, unit, limits, meaning, reference, formula, weight, weightName, true);
  }

  /**
   * {@return the growth rate of a counter}
   *
   * @param table the table whose rows have it
   * @param name its name, as short as a column heading
   * @param unit its unit: that of the counter in each second, such as {@code bytes/s}
   * @param counter the counter, whose meaning and reference are also those of the figure
   */
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

  /**
   * {@return the value of a gauge}
   *
   * @param table the table whose rows have it
   * @param name its name, as short as a column heading
   * @param unit its unit: that of the gauge, such as {@code bytes}
   * @param gauge the gauge, whose meaning and reference are also those of the figure
   */
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

  /**
   * {@return the figure of a column for which nothing better is defined: the growth rate of a
   * counter, otherwise the value} Its name is that of the column.
   *
   * @param table the table whose rows have it
   * @param column the column
   */
  public static Figure of(Table table, Column column) {
    String unit =
        switch (column.unit().name()) {
          case "count", "none" -> "";
          case "seconds" -> "s";
          case "milliseconds" -> "ms";
          case "microseconds" -> "µs";
          case "nanoseconds" -> "ns";
          default -> column.unit().name();
        };
    return column.kind() == Kind.COUNTER
        ? rate(table, column.name(), unit + "/s", column)
        : gauge(table, column.name(), unit, column);
  }

  /** Such as {@code cpu/busy %}. */
  @Override
  public String toString() {
    return table + "/" + name + (unit.isEmpty() ? "" : " " + unit);
  }

  /**
   * {@return its value in an interval for a row} It is never infinite; it is NaN if there is no
   * value, and {@link Interval#lack} then gives the reason. {@link Interval#side} states whether
   * the value was outside the limits.
   *
   * @param interval two samples of the source, between which it is computed
   * @param row a row of its table
   * @throws IllegalArgumentException if the row is one of another table
   */
  public double value(Interval interval, Row row) {
    checkTable(row);
    return interval.value(this, row);
  }

  /**
   * {@return its value in the earlier sample of an interval; NaN if it is not computed from one
   * sample alone, as rates are not, if the row does not have the same columns in both samples, or
   * if samples are missing in between}
   *
   * @param interval two samples of the source
   * @param row a row of its table
   * @throws IllegalArgumentException if the row is one of another table
   */
  public double valueBefore(Interval interval, Row row) {
    checkTable(row);
    return interval.valueBefore(this, row);
  }

  private void checkTable(Row row) {
    if (!row.table().name().equals(table)) {
      throw new IllegalArgumentException(
          row + " has no figure " + this + ": that is one of the table " + table);
    }
  }
}
