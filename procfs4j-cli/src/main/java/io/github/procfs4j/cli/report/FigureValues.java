package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Lack;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Row;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A figure of one row: its value in each interval of the source, NaN where there is none. */
final class FigureValues {
  private final Figure figure;
  private final Intervals intervals;
  private final Values values = new Values();

  /** What each value weighs; null where that is the length of the interval. */
  private final @Nullable Values weights;

  /** Why there is no value, where there is none: the first of the reasons, each with the next. */
  private @Nullable Missing lacks;

  private @Nullable Column leftOut;
  private int partial;
  private int below;
  private int above;

  /** Where the value that was taken last came out, and why it is missing if it is. */
  private Limits.Side side = Limits.Side.WITHIN;

  private @Nullable Missing last;
  private @Nullable Summary summary;

  FigureValues(Figure figure, Intervals intervals, @Nullable Values weights) {
    this.figure = figure;
    this.intervals = intervals;
    this.weights = weights;
  }

  /** In how many intervals there is no value for one reason, and which column is missing. */
  private static final class Missing {
    final Lack lack;
    final @Nullable Column column;
    final @Nullable Missing next;
    int intervals;

    Missing(Lack lack, @Nullable Column column, @Nullable Missing next) {
      this.lack = lack;
      this.column = column;
      this.next = next;
    }
  }

  private @Nullable Missing missing(Lack why) {
    Missing missing = lacks;
    while (missing != null && missing.lack != why) {
      missing = missing.next;
    }
    return missing;
  }

  /** Takes its value in an interval, the {@code at}-th. */
  void add(Interval interval, Row row, int at) {
    values.padTo(at);
    values.add(figure.value(interval, row));
    side = interval.side();
    if (interval.leftOutColumn() != null) {
      leftOut = interval.leftOutColumn();
      partial++;
    }
    Lack lack = interval.lack();
    last = lack == null ? null : missing(lack);
    if (lack != null && last == null) {
      last = new Missing(lack, interval.lackingColumn(), lacks);
      lacks = last;
    }
    count(1);
  }

  /** Takes the same value again, up to the {@code end}-th interval. */
  void repeatTo(int end) {
    count(end - values.size());
    values.repeatTo(end);
  }

  private void count(int times) {
    below += side == Limits.Side.BELOW ? times : 0;
    above += side == Limits.Side.ABOVE ? times : 0;
    if (last != null) {
      last.intervals += times;
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
    // Where neither changes, many intervals count as one: what a row costs is not to depend on how
    // long the recording is.
    int most = values.runs() + (weights == null ? 0 : weights.runs());
    double[] numbers = new double[most];
    double[] weighing = new double[most];
    int at = 0;
    int known = 0;
    int weightRun = 0;
    int from = 0;
    for (int run = 0; run < values.runs(); run++) {
      while (from < values.end(run)) {
        int to = values.end(run);
        double weight = Double.NaN;
        if (weights != null) {
          to = Math.min(to, weights.end(weightRun));
          weight = weights.ofRun(weightRun);
          weightRun += to == weights.end(weightRun) ? 1 : 0;
        }
        float number = values.ofRun(run);
        if (!Float.isNaN(number)) {
          numbers[at] = number;
          weighing[at++] = weights == null ? intervals.seconds(from, to) : weight * (to - from);
          known += weights == null ? intervals.lasting(from, to) : weight > 0 ? to - from : 0;
        }
        from = to;
      }
    }
    return Summary.of(known, Arrays.copyOf(numbers, at), Arrays.copyOf(weighing, at));
  }

  /** In how many intervals it has no value for this reason. */
  int count(Lack lack) {
    Missing missing = missing(lack);
    return missing == null ? 0 : missing.intervals;
  }

  /** Which column it lacked first, where that is the reason; null if no column is. */
  @Nullable Column lackingColumn(Lack lack) {
    Missing missing = missing(lack);
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

  /** Whether anything was missing or odd in any interval. */
  boolean isOdd() {
    return lacks != null || partial > 0 || below > 0 || above > 0;
  }

  /** In how many intervals it came out below or above what it can be. */
  int count(Limits.Side side) {
    return side == Limits.Side.BELOW ? below : above;
  }
}
