package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Lack;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Row;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A figure of one row: its value in each interval of the source, NaN where there is none. */
final class FigureValues {
  private final Figure figure;
  private final Intervals intervals;
  private final Values values = new Values();

  /** What each value weighs; null where that is the length of the interval. */
  private final @Nullable Values weights;

  /** Why there is no value, where there is none: of most figures there is nothing to keep. */
  private Map<Lack, Missing> lacks = Map.of();

  private @Nullable Column leftOut;
  private int partial;
  private int below;
  private int above;
  private @Nullable Summary summary;

  FigureValues(Figure figure, Intervals intervals, @Nullable Values weights) {
    this.figure = figure;
    this.intervals = intervals;
    this.weights = weights;
  }

  /** In how many intervals there is no value for one reason, and which column is missing. */
  private static final class Missing {
    final @Nullable Column column;
    int intervals;

    Missing(@Nullable Column column) {
      this.column = column;
    }
  }

  /** Takes its value in an interval, the {@code at}-th. */
  void add(Interval interval, Row row, int at) {
    values.padTo(at);
    values.add(figure.value(interval, row));
    below += interval.side() == Limits.Side.BELOW ? 1 : 0;
    above += interval.side() == Limits.Side.ABOVE ? 1 : 0;
    if (interval.leftOutColumn() != null) {
      leftOut = interval.leftOutColumn();
      partial++;
    }
    Lack lack = interval.lack();
    if (lack != null) {
      lacks = lacks.isEmpty() ? new EnumMap<>(Lack.class) : lacks;
      lacks.computeIfAbsent(lack, key -> new Missing(interval.lackingColumn())).intervals++;
    }
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
    // A row may be there for a moment only: what it costs is not to depend on how long the rest is.
    int known = 0;
    for (int i = values.known(0); i < size; i = values.known(i + 1)) {
      known++;
    }
    double[] numbers = new double[known];
    double[] weighing = new double[known];
    int at = 0;
    for (int i = values.known(0); i < size; i = values.known(i + 1)) {
      numbers[at] = values.get(i);
      weighing[at++] = weights == null ? intervals.seconds(i) : weights.get(i);
    }
    return Summary.of(numbers, weighing);
  }

  /** In how many intervals it has no value for this reason. */
  int count(Lack lack) {
    Missing missing = lacks.get(lack);
    return missing == null ? 0 : missing.intervals;
  }

  /** Which column it lacked first, where that is the reason; null if no column is. */
  @Nullable Column lackingColumn(Lack lack) {
    Missing missing = lacks.get(lack);
    return missing == null ? null : missing.column;
  }

  /** In how many intervals it is a sum that lacks a column. */
  int partial() {
    return partial;
  }

  /** Which column it lacked then last; null if it is whole. */
  @Nullable Column leftOut() {
    return leftOut;
  }

  /** In how many intervals it came out below or above what it can be. */
  int count(Limits.Side side) {
    return side == Limits.Side.BELOW ? below : above;
  }
}
