package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Lack;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Row;
import org.jspecify.annotations.Nullable;

/**
 * The value of a measure for a process or thread in an interval.
 *
 * @param value the figure; NaN if it is not known
 * @param detail the detail figure, times its weight; NaN if it is not known
 * @param weight that weight
 * @param lack why the figure is not known; null if it is known
 * @param isBeyondLimits whether the figure was outside its limits
 */
record Portion(
    double value, double detail, double weight, @Nullable Lack lack, boolean isBeyondLimits) {
  static final Portion NONE = new Portion(Double.NaN, Double.NaN, 0, null, false);

  /** The value without the detail. */
  static Portion of(Interval interval, Row row, Figure figure) {
    double value = figure.value(interval, row);
    boolean isBeyondLimits = interval.side() != Limits.Side.WITHIN;
    return new Portion(value, Double.NaN, 0, interval.lack(), isBeyondLimits);
  }

  /** The same with the detail. */
  Portion with(Interval interval, Row row, Figure figure) {
    double more = Double.isNaN(value) ? Double.NaN : figure.value(interval, row);
    double by = Double.isNaN(more) ? 0 : figure.weight().applyAsDouble(interval, row);
    return new Portion(value, more * by, by, lack, isBeyondLimits);
  }

  /** The sum of both, as for two threads of a process; unknown values are left out. */
  Portion plus(Portion other) {
    return Double.isNaN(value)
        ? other
        : Double.isNaN(other.value)
            ? this
            : new Portion(
                value + other.value,
                plus(detail, other.detail),
                weight + other.weight,
                null,
                isBeyondLimits || other.isBeyondLimits);
  }

  static double plus(double one, double other) {
    return Double.isNaN(one) ? other : Double.isNaN(other) ? one : one + other;
  }
}
