package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Figure;
import org.jspecify.annotations.Nullable;

/** A figure of one row: its value in each interval of the source, NaN where there is none. */
final class FigureValues {
  private final Figure figure;
  private final Intervals intervals;
  private final Values values = new Values();

  /** What each value weighs; null where that is the length of the interval. */
  private final @Nullable Values weights;

  private @Nullable Summary summary;

  FigureValues(Figure figure, Intervals intervals, @Nullable Values weights) {
    this.figure = figure;
    this.intervals = intervals;
    this.weights = weights;
  }

  Figure figure() {
    return figure;
  }

  Values values() {
    return values;
  }

  /** What there is to say of all values; to be asked once all are there. */
  Summary summary() {
    if (summary == null) {
      summary = sumUp();
    }
    return summary;
  }

  private Summary sumUp() {
    int size = values.size();
    if (values.isConstant() && weights == null) {
      return Summary.constant(size, size == 0 ? Double.NaN : values.get(0));
    }
    double[] numbers = new double[size];
    double[] weighing = new double[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = values.get(i);
      weighing[i] = weights == null ? intervals.seconds(i) : weights.get(i);
    }
    return Summary.of(numbers, weighing);
  }

  /** In how many intervals it is above what it can be at most. */
  int above() {
    int above = 0;
    if (summary().max() > figure.most()) {
      for (int i = 0; i < values.size(); i++) {
        above += values.get(i) > figure.most() ? 1 : 0;
      }
    }
    return above;
  }
}
