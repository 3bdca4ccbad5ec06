package io.github.procfs4j.cli.report;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of a figure that is computed from counters in ticks, over windows of several
 * intervals. In an interval of one tick of 10 ms a CPU is 0 or 100 % busy, or 50 % if the kernel
 * has counted two; in a window of {@link #TICKS} ticks, a tick is 2 %.
 *
 * <p>A window consists of successive intervals with values, and is as short as possible. Each value
 * belongs to one window, so means over the whole time stay the same. What is left at the end is
 * added to the last window; so is everything, if there is less than one window.
 */
final class TickWindows {
  /** The least length of a window, in ticks. */
  static final int TICKS = 50;

  /** Clocks are read between samples, so five intervals of 100 ms may take slightly less. */
  static final double NEARLY = 0.99;

  private final Values values;
  private final @Nullable Values weights;
  private final Intervals intervals;
  private final double least;

  /** The windows: the index after the last interval of each, and its mean. */
  private int[] ends = new int[16];

  private double[] means = new double[16];
  private int size;

  /** The window to which values are added, and the one before it, as far as there are. */
  private Window open = new Window();

  private Window last = new Window();

  private final Values shown = new Values();

  private static final class Window {
    int begin = -1;
    int end;
    double sum;
    double weight;
    double first;
    boolean isUniform = true;

    boolean isEmpty() {
      return begin < 0;
    }

    void add(int from, int to, double value, double weighing) {
      first = isEmpty() ? value : first;
      begin = isEmpty() ? from : begin;
      isUniform &= value == first;
      end = to;
      sum += value * weighing;
      weight += weighing;
    }

    double mean() {
      return isUniform ? first : sum / weight;
    }
  }

  /**
   * Finds the windows.
   *
   * @param weights the weights of the values; null if these are the lengths of the intervals
   * @param least the least length of a window, in seconds
   */
  TickWindows(Values values, @Nullable Values weights, Intervals intervals, double least) {
    this.values = values;
    this.weights = weights;
    this.intervals = intervals;
    this.least = NEARLY * least;
    find();
    fill();
  }

  /** The mean of its window in each interval that has a value. */
  Values values() {
    return shown;
  }

  /** The end of the window that contains an interval, in seconds since the recording began. */
  double to(int interval) {
    int found = Arrays.binarySearch(ends, 0, size, interval + 1);
    return intervals.to(ends[found >= 0 ? found : -found - 1] - 1);
  }

  private void find() {
    int from = 0;
    int weightRun = 0;
    for (int run = 0; run < values.runs(); run++) {
      while (from < values.end(run)) {
        int to = values.end(run);
        double weight = Double.NaN;
        if (weights != null) {
          to = Math.min(to, weights.end(weightRun));
          weight = weights.ofRun(weightRun);
          weightRun += to == weights.end(weightRun) ? 1 : 0;
        }
        if (!Float.isNaN(values.ofRun(run))) {
          add(from, to, values.ofRun(run), weight);
        } else if (intervals.seconds(from, to) > least) {
          end();
        }
        from = to;
      }
    }
    end();
  }

  /** Adds equal values; many of them take no longer than a few. */
  private void add(int begin, int end, double value, double weight) {
    int from = begin;
    while (from < end) {
      if (open.isEmpty() && intervals.seconds(from, end) >= 2 * least) {
        int beginOfLast = intervals.latest(from, end, least);
        if (beginOfLast > from) {
          close();
          open.add(from, beginOfLast, value, 1);
          close();
          from = beginOfLast;
        }
      }
      int to = intervals.earliest(open.isEmpty() ? from : open.begin, from + 1, end, least);
      open.add(
          from, to, value, weights == null ? intervals.seconds(from, to) : weight * (to - from));
      if (intervals.seconds(open.begin, to) >= least) {
        close();
      }
      from = to;
    }
  }

  /** Completes the open window, which may still be extended by what follows. */
  private void close() {
    if (!open.isEmpty()) {
      keepLast();
      last = open;
      open = new Window();
    }
  }

  /** Adds what is left to the last window. */
  private void end() {
    if (last.isEmpty()) {
      close();
    } else if (!open.isEmpty()) {
      last.isUniform &= open.isUniform && open.first == last.first;
      last.sum += open.sum;
      last.weight += open.weight;
      last.end = open.end;
      open = new Window();
    }
    keepLast();
    last = new Window();
  }

  private void keepLast() {
    if (!last.isEmpty()) {
      if (size == ends.length) {
        ends = Arrays.copyOf(ends, 2 * size);
        means = Arrays.copyOf(means, 2 * size);
      }
      ends[size] = last.end;
      means[size++] = last.mean();
    }
  }

  private void fill() {
    int window = 0;
    int from = 0;
    for (int run = 0; run < values.runs(); run++) {
      int end = values.end(run);
      if (Float.isNaN(values.ofRun(run))) {
        shown.padTo(end);
        from = end;
      }
      while (from < end) {
        while (ends[window] <= from) {
          window++;
        }
        from = Math.min(end, ends[window]);
        shown.add(means[window]);
        shown.repeatTo(from);
      }
    }
  }
}
