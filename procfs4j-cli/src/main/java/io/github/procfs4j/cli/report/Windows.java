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
    if (weights == null
        && values.runs() == 1
        && values.size() >= size
        && !Float.isNaN(values.get(0))) {
      // The same in all of them.
      int to = intervals.earliest(0, 1, size, least) - 1;
      return Optional.of(new Peak(name, values.get(0), intervals.from(0), intervals.to(to)));
    }
    return new Stretches(name, values, weights, intervals, size, least).highest();
  }

  /**
   * The mean of what is known over all intervals; empty if nothing is known.
   *
   * @param weights the weights of the values; null if these are the lengths of the intervals
   */
  static Optional<Peak> mean(
      String name, Values values, @Nullable Values weights, Intervals intervals) {
    int size = Math.min(values.size(), intervals.size());
    double sum = 0;
    double weight = 0;
    for (int at = 0; at < size; ) {
      int end = Math.min(size, values.endOfRun(at));
      end = weights == null ? end : Math.min(end, weights.endOfRun(at));
      float value = values.get(at);
      double weighing = weights == null ? intervals.seconds(at, end) : weights.get(at) * (end - at);
      if (!Float.isNaN(value) && weighing > 0) {
        sum += value * weighing;
        weight += weighing;
      }
      at = end;
    }
    return weight > 0
        ? Optional.of(new Peak(name, sum / weight, intervals.from(0), intervals.to(size - 1)))
        : Optional.empty();
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
