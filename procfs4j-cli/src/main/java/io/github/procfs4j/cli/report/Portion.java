package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Row;

/**
 * What a measure comes to for a process or thread in an interval.
 *
 * @param value the figure; NaN if it cannot be said
 * @param detail the figure that says more, times its weight; NaN if it cannot be said
 * @param weight that weight
 */
record Portion(double value, double detail, double weight) {
  static final Portion NONE = new Portion(Double.NaN, Double.NaN, 0);

  static Portion of(Interval interval, Row row, Figure figure, Figure detail) {
    double value = figure.value(interval, row);
    if (Double.isNaN(value)) {
      return NONE;
    }
    double more = detail.value(interval, row);
    return Double.isNaN(more)
        ? new Portion(value, Double.NaN, 0)
        : weighed(value, more, detail.weight().applyAsDouble(interval, row));
  }

  private static Portion weighed(double value, double more, double weight) {
    return new Portion(value, more * weight, weight);
  }

  /** Both together, as of two threads of a process; what cannot be said of one is left out. */
  Portion plus(Portion other) {
    return Double.isNaN(value)
        ? other
        : Double.isNaN(other.value)
            ? this
            : new Portion(value + other.value, plus(detail, other.detail), weight + other.weight);
  }

  static double plus(double one, double other) {
    return Double.isNaN(one) ? other : Double.isNaN(other) ? one : one + other;
  }
}
