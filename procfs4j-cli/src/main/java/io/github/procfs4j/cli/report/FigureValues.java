package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Lack;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Row;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A figure of one row: its value in each interval of the source, NaN if there is none. */
final class FigureValues {
  private final Figure figure;
  private final Intervals intervals;
  private final Values values = new Values();

  /** The weights of the values; null if these are the lengths of the intervals. */
  private final @Nullable Values weights;

  /** The reasons for missing values: the first of a linked list. */
  private @Nullable Missing lacks;

  /** What most figures do not have. */
  private @Nullable Rare rare;

  /**
   * The position of the last value relative to its limits; {@code last} is the reason if it is
   * missing.
   */
  private Limits.Side side = Limits.Side.WITHIN;

  private @Nullable Missing last;
  private @Nullable Summary summary;

  /** Whether it is computed from counters in ticks. */
  private boolean isOfTicks;

  private @Nullable TickWindows windows;

  FigureValues(Figure figure, Intervals intervals, @Nullable Values weights) {
    this.figure = figure;
    this.intervals = intervals;
    this.weights = weights;
  }

  /** In an object of its own, as there are hundreds of thousands of figures. */
  private static final class Rare {
    @Nullable Column leftOut;
    int partial;
    int below;
    int above;

    /** The first interval with a value, and the value at its beginning if it has one there. */
    int first = -1;

    double before = Double.NaN;
  }

  private Rare rare() {
    Rare known = rare;
    if (known == null) {
      known = new Rare();
      rare = known;
    }
    return known;
  }

  /**
   * The number of intervals in which the value is missing for one reason, and the missing column.
   */
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

  /** Adds the value 0 from one interval up to another one. */
  void addZeros(int from, int end) {
    values.padTo(from);
    values.add(0, end - from);
  }

  /** Adds its value in the {@code at}-th interval. */
  void add(Interval interval, Row row, int at) {
    values.padTo(at);
    double value = figure.value(interval, row);
    values.add(value);
    isOfTicks |= interval.isOfTicks();
    side = interval.side();
    if (interval.leftOutColumn() != null) {
      rare().leftOut = interval.leftOutColumn();
      rare().partial++;
    }
    Lack lack = interval.lack();
    last = lack == null ? null : missing(lack);
    if (lack != null && last == null) {
      last = new Missing(lack, interval.lackingColumn(), lacks);
      lacks = last;
    }
    count(1);
  }

  /** Notes the value at the beginning of the first interval that has one, after adding it. */
  void noteBefore(Interval interval, Row row, int at) {
    if (first() < 0 && !Float.isNaN(values.get(at))) {
      rare().first = at;
      rare().before = figure.valueBefore(interval, row);
    }
  }

  /** Repeats the last value up to the {@code end}-th interval. */
  void repeatTo(int end) {
    count(end - values.size());
    values.repeatTo(end);
  }

  private void count(int times) {
    switch (side) {
      case BELOW -> rare().below += times;
      case ABOVE -> rare().above += times;
      case WITHIN -> {}
    }
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

  /** The values to be shown: means over windows if it is counted in ticks. */
  Values shown() {
    return windows() == null ? values : Objects.requireNonNull(windows()).values();
  }

  private @Nullable TickWindows windows() {
    if (windows == null && !Double.isNaN(window())) {
      windows = new TickWindows(values, weights, intervals, window());
    }
    return windows;
  }

  /** The least length of the windows, in seconds; NaN if it is not shown over windows. */
  double window() {
    return isOfTicks ? intervals.tickWindow() : Double.NaN;
  }

  /** The end of the first interval or window with the greatest value; NaN if there is none. */
  double peakAt() {
    return peakAt(shown(), windows(), summary().max(), intervals);
  }

  /** As {@link #peakAt()}, for these values. */
  static double peakAt(
      Values values, @Nullable TickWindows windows, double most, Intervals intervals) {
    int peak = values.first((float) most);
    return peak < 0 ? Double.NaN : windows == null ? intervals.to(peak) : windows.to(peak);
  }

  /** The first interval with a value if that was noted, otherwise -1. */
  int first() {
    return rare == null ? -1 : rare.first;
  }

  /** The value at the beginning of that interval; NaN if it has none there, as rates have not. */
  double before() {
    return rare == null ? Double.NaN : rare.before;
  }

  /** The weights of the values; null if these are the lengths of the intervals. */
  @Nullable Values weights() {
    return weights;
  }

  /** A summary of all values; must be requested after all have been added. */
  Summary summary() {
    if (summary == null) {
      summary = sumUp();
    }
    return summary;
  }

  /** Whether any value differs from zero. */
  boolean hasValues() {
    if (values.isConstant()) {
      float value = values.size() == 0 ? Float.NaN : values.get(0);
      if (weights == null || Float.isNaN(value) || value == 0) {
        return !Float.isNaN(value) && value != 0; // without a summary, of which there are many
      }
    }
    return summary().size() > 0 && !summary().isZero();
  }

  private Summary sumUp() {
    return summary(shown(), weights, intervals);
  }

  /**
   * A summary of values.
   *
   * @param weights their weights; null if these are the lengths of the intervals
   */
  static Summary summary(Values values, @Nullable Values weights, Intervals intervals) {
    int size = values.size();
    if (values.isConstant() && weights == null) {
      return Summary.constant(size, size == 0 ? Double.NaN : values.get(0));
    }
    // If neither changes, many intervals are processed as one, so that the cost of a row does not
    // depend on the length of the recording.
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

  /** The number of intervals in which it has no value for this reason. */
  int count(Lack lack) {
    Missing missing = missing(lack);
    return missing == null ? 0 : missing.intervals;
  }

  /** The first column missing for this reason; null if the reason is not a column. */
  @Nullable Column lackingColumn(Lack lack) {
    Missing missing = missing(lack);
    return missing == null ? null : missing.column;
  }

  /** The number of intervals in which it is a sum without a column. */
  int partial() {
    return rare == null ? 0 : rare.partial;
  }

  /** The last column missing in a sum; null if sums are complete. */
  @Nullable Column leftOut() {
    return rare == null ? null : rare.leftOut;
  }

  /** Whether anything was missing or odd in any interval. */
  boolean isOdd() {
    return lacks != null
        || partial() > 0
        || count(Limits.Side.BELOW) > 0
        || count(Limits.Side.ABOVE) > 0;
  }

  /** The number of intervals in which it was below or above its limits. */
  int count(Limits.Side side) {
    return rare == null ? 0 : side == Limits.Side.BELOW ? rare.below : rare.above;
  }
}
