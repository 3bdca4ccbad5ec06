package io.github.procfs4j.cli.report;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All stretches of intervals that are as short as possible but not shorter than some time, in order
 * of their ends.
 *
 * <p>The mean over a stretch is highest where it ends with the last of several equal values, or
 * begins with the first of them; only these are examined. So the cost depends on how often the
 * value changes, not on the number of intervals.
 */
final class Stretches {
  private final String name;
  private final Values values;
  private final @Nullable Values weights;
  private final Intervals intervals;
  private final int size;
  private final double least;

  /** The current stretch: its first and its last interval. */
  private int from;

  private int to;

  /** Of its known values: the sum of those times their weights, of the weights, and their time. */
  private final Sum sum = new Sum();

  private final Sum weight = new Sum();
  private final Sum known = new Sum();

  private @Nullable Peak highest;
  private final Climb climb = new Climb();

  /**
   * Creates the stretches.
   *
   * @param name the name of what has the values
   * @param weights the weights of the values; null if these are the lengths of the intervals
   * @param size the number of intervals
   * @param least the shortest length of a stretch, in seconds; not more than that of all intervals
   */
  Stretches(
      String name,
      Values values,
      @Nullable Values weights,
      Intervals intervals,
      int size,
      double least) {
    this.name = name;
    this.values = values;
    this.weights = weights;
    this.intervals = intervals;
    this.size = size;
    this.least = least;
  }

  /** The one with the greatest mean; empty if no value is known for at least half of one. */
  Optional<Peak> highest() {
    int first = firstKnown();
    int last = lastKnown();
    if (first > last) {
      return Optional.empty();
    }
    from = begin(first);
    to = first;
    add(first, first + 1, 1);
    examine();
    while (to < size - 1 && from <= last) {
      moveTo(next());
      examine();
    }
    return Optional.ofNullable(highest);
  }

  private void examine() {
    if (isKnown(length(), known.total()) && weight.total() > 0) {
      double mean = sum.total() / weight.total();
      if (highest == null || mean > highest.value()) {
        climb.add(intervals.from(from), mean);
        highest = new Peak(name, "", mean, intervals.from(from), intervals.to(to), climb);
      }
    }
  }

  private double length() {
    return intervals.seconds(from, to + 1);
  }

  private boolean isKnown(double length, double knownSeconds) {
    return length >= least && knownSeconds >= length / 2;
  }

  /** The last interval of the next stretch to be examined. */
  private int next() {
    int beyond = Math.min(end(endOfRun(from)), endOfRun(to + 1) - 1);
    if (length() < least) {
      beyond = Math.min(beyond, end(0));
    }
    int next = Math.clamp(beyond, to + 1, size - 1);
    boolean isKnown = isKnownAt(to);
    if (isKnownAt(next) == isKnown) {
      return next;
    }
    // In between, enough becomes known, or ceases to be.
    int same = to;
    int other = next;
    while (other - same > 1) {
      int middle = (same + other) >>> 1;
      if (isKnownAt(middle) == isKnown) {
        same = middle;
      } else {
        other = middle;
      }
    }
    return isKnown && same > to ? same : other;
  }

  /** Whether enough is known of the stretch that ends with an interval up to the next one. */
  private boolean isKnownAt(int at) {
    int begin = begin(at);
    double came = at > to && isKnown(to + 1) ? intervals.seconds(to + 1, at + 1) : 0;
    double left = begin > from && isKnown(from) ? intervals.seconds(from, begin) : 0;
    return isKnown(intervals.seconds(begin, at + 1), known.total() + came - left);
  }

  private void moveTo(int next) {
    int begin = begin(next);
    add(to + 1, next + 1, 1);
    add(from, begin, -1);
    to = next;
    from = begin;
  }

  /** Adds intervals to the sums, or subtracts them. */
  private void add(int first, int end, int sign) {
    for (int at = first; at < end; ) {
      int here = Math.min(end, endOfRun(at));
      if (isKnown(at)) {
        double seconds = intervals.seconds(at, here);
        double weighing = weights == null ? seconds : weights.get(at) * (here - at);
        if (!Double.isNaN(weighing)) {
          sum.plus(sign * values.get(at) * weighing);
          weight.plus(sign * weighing);
        }
        known.plus(sign * seconds);
      }
      at = here;
    }
  }

  private boolean isKnown(int at) {
    return !Float.isNaN(values.get(at));
  }

  /** The interval after those that have the same value and weight as this one and follow it. */
  private int endOfRun(int at) {
    int end = Math.min(size, values.endOfRun(at));
    return weights == null ? end : Math.min(end, weights.endOfRun(at));
  }

  /** The first interval of the shortest stretch that ends with this one and is long enough. */
  private int begin(int end) {
    return intervals.latest(0, end + 1, least);
  }

  /** The last interval of the shortest stretch that begins with this one and is long enough. */
  private int end(int begin) {
    return intervals.earliest(begin, begin + 1, size, least) - 1;
  }

  /** The first interval with a value; after all if there is none. */
  private int firstKnown() {
    int first = 0;
    for (int run = 0; run < values.runs() && Float.isNaN(values.ofRun(run)); run++) {
      first = values.end(run);
    }
    return Math.min(first, size);
  }

  /** The last interval with a value; -1 if there is none. */
  private int lastKnown() {
    int run = values.runs() - 1;
    while (run >= 0 && Float.isNaN(values.ofRun(run))) {
      run--;
    }
    return run < 0 ? -1 : Math.min(values.end(run), size) - 1;
  }
}
