package io.github.procfs4j.cli.report;

import io.github.procfs4j.processes.ProcessMeasure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The processes or threads that used most by a measure, the busiest first, each with its values
 * over time.
 */
final class Busiest {
  /** One of them: its usage, and its value in each interval. */
  static final class Course {
    private final TaskUse use;
    private Values values = new Values();
    private @Nullable TickWindows windows;
    private boolean isSteady;

    Course(TaskUse use) {
      this.use = use;
    }

    TaskUse use() {
      return use;
    }

    Values values() {
      return values;
    }

    /** As {@link Busiest#showWindows}; once. */
    void showWindows(Intervals intervals) {
      double window = intervals.tickWindow();
      if (windows == null && !Double.isNaN(window)) {
        windows = new TickWindows(values, null, intervals, window);
        values = windows.values();
      }
    }

    /** Its greatest value. */
    double peak(ProcessMeasure measure) {
      return windows == null ? use.peak(measure) : values.most();
    }

    /** The end of the first interval or window with its greatest value. */
    double peakAt(ProcessMeasure measure, Intervals intervals) {
      return FigureValues.peakAt(values, windows, peak(measure), intervals);
    }

    /**
     * Adds its value in the {@code at}-th interval, and whether the value stays the same from then
     * on.
     */
    void take(int at, double value, boolean stays) {
      fillTo(at);
      values.add(value);
      isSteady = stays;
    }

    /** Marks it as absent from an interval on. */
    void leave(int at) {
      fillTo(at);
      isSteady = false;
    }

    /** Fills the intervals that were not examined. */
    void fillTo(int end) {
      if (isSteady) {
        values.repeatTo(end);
      } else {
        values.padTo(end);
      }
    }
  }

  private final ProcessMeasure measure;
  private final List<Course> courses;
  private Values all;
  private @Nullable TickWindows windows;
  private double window = Double.NaN;
  private final double allSum;
  private final int known;

  /**
   * Creates courses without values for the busiest.
   *
   * @param all the sum over all processes or threads, in each interval
   */
  Busiest(Top top, Values all, Intervals intervals) {
    measure = top.measure();
    known = top.known();
    courses = top.uses().stream().map(Course::new).toList();
    this.all = all;
    double sum = 0;
    int from = 0;
    for (int run = 0; run < all.runs(); run++) {
      float value = all.ofRun(run);
      sum += Float.isNaN(value) ? 0 : value * intervals.seconds(from, all.end(run));
      from = all.end(run);
    }
    allSum = sum;
  }

  /** Replaces values by means over windows that a tick resolves, if intervals are shorter. */
  void showWindows(Intervals intervals) {
    window = intervals.tickWindow();
    if (!Double.isNaN(window)) {
      windows = new TickWindows(all, null, intervals, window);
      all = windows.values();
      courses.forEach(course -> course.showWindows(intervals));
    }
  }

  /** The least length of the windows, in seconds; NaN if there are none. */
  double window() {
    return window;
  }

  /** The end of the first interval or window with the greatest sum over all. */
  double peakAt(double peak, Intervals intervals) {
    return FigureValues.peakAt(all, windows, peak, intervals);
  }

  ProcessMeasure measure() {
    return measure;
  }

  List<Course> courses() {
    return courses;
  }

  /** The sum over all in each interval, including those that are not among the busiest. */
  Values all() {
    return all;
  }

  /** The sum over all, times seconds. */
  double allSum() {
    return allSum;
  }

  /** The number of those for which this measure is known. */
  int known() {
    return known;
  }
}
