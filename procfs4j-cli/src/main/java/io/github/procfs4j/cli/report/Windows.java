package io.github.procfs4j.cli.report;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values over stretches of time. A single interval may be so short that its value means nothing: a
 * CPU that did something in one tick of 10 ms was 100 % busy in it.
 */
final class Windows {
  /** Clocks are read between samples, so ten intervals of a second may take slightly less. */
  private static final double NEARLY = 0.99;

  private Windows() {}

  /**
   * The stretch with the greatest mean; empty if no value is known for at least half of one.
   *
   * @param weights the weights of the values; null if these are the lengths of the intervals
   * @param seconds the length of a stretch; everything is one stretch if there is not as much
   */
  static Optional<Peak> highest(
      String name, Values values, @Nullable Values weights, Intervals intervals, double seconds) {
    int size = Math.min(values.size(), intervals.size());
    if (size == 0) {
      return Optional.empty();
    }
    double least = NEARLY * Math.min(seconds, intervals.seconds(0, size));
    if (weights == null && values.runs() == 1 && values.size() >= size && isKnown(values, 0)) {
      // The same in all of them.
      int to = intervals.earliest(0, 1, size, least) - 1;
      return Optional.of(new Peak(name, values.get(0), intervals.from(0), intervals.to(to)));
    }
    Sum sum = new Sum();
    Sum weight = new Sum();
    Sum known = new Sum();
    Peak highest = null;
    int first = firstKnown(values);
    int last = lastKnown(values);
    int from = 0;
    // A row that was there for a short time costs only that time.
    for (int to = first; to < size && from <= last; to++) {
      if (to == first) {
        from = intervals.latest(0, to + 1, least);
      }
      sum.add(values.get(to) * weight(weights, intervals, to));
      weight.add(isKnown(values, to) ? weight(weights, intervals, to) : Double.NaN);
      known.add(isKnown(values, to) ? intervals.seconds(to) : Double.NaN);
      while (from < to && intervals.seconds(from + 1, to + 1) >= least) {
        sum.subtract(values.get(from) * weight(weights, intervals, from));
        weight.subtract(isKnown(values, from) ? weight(weights, intervals, from) : Double.NaN);
        known.subtract(isKnown(values, from) ? intervals.seconds(from) : Double.NaN);
        from++;
      }
      double length = intervals.seconds(from, to + 1);
      if (length >= least && known.value() >= length / 2 && weight.value() > 0) {
        double mean = sum.value() / weight.value();
        if (highest == null || mean > highest.value()) {
          highest = new Peak(name, mean, intervals.from(from), intervals.to(to));
        }
      }
    }
    return Optional.ofNullable(highest);
  }

  /** The first interval with a value; after all if there is none. */
  private static int firstKnown(Values values) {
    int from = 0;
    for (int run = 0; run < values.runs() && Float.isNaN(values.ofRun(run)); run++) {
      from = values.end(run);
    }
    return from;
  }

  /** The last interval with a value; -1 if there is none. */
  private static int lastKnown(Values values) {
    int run = values.runs() - 1;
    while (run >= 0 && Float.isNaN(values.ofRun(run))) {
      run--;
    }
    return run < 0 ? -1 : values.end(run) - 1;
  }

  private static boolean isKnown(Values values, int at) {
    return !Float.isNaN(values.get(at));
  }

  private static double weight(@Nullable Values weights, Intervals intervals, int at) {
    return weights == null ? intervals.seconds(at) : weights.get(at);
  }

  /**
   * The total of a rate over all intervals, and the time from the first to the last interval in
   * which it was not 0; empty if it is not known in any.
   */
  static Optional<Peak> total(String name, Values values, Intervals intervals) {
    double total = Double.NaN;
    double first = Double.NaN;
    double last = Double.NaN;
    int from = 0;
    for (int run = 0; run < values.runs(); run++) {
      int end = values.end(run);
      float value = values.ofRun(run);
      if (!Float.isNaN(value)) {
        total = Portion.plus(total, value * intervals.seconds(from, end));
        if (value > 0) {
          first = Double.isNaN(first) ? intervals.from(from) : first;
          last = intervals.to(end - 1);
        }
      }
      from = end;
    }
    return Double.isNaN(total) ? Optional.empty() : Optional.of(new Peak(name, total, first, last));
  }
}
