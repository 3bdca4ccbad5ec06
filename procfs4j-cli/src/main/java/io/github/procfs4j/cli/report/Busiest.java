package io.github.procfs4j.cli.report;

import io.github.procfs4j.processes.ProcessMeasure;
import java.util.ArrayList;
import java.util.List;

/**
 * The processes or threads that used most by a measure, the busiest first, each with its values
 * over time.
 */
final class Busiest {
  /** One of them: its usage, and its value in each interval. */
  static final class Course {
    private final TaskUse use;
    private final Values values = new Values();
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
  private final Values all;
  private final double allSum;
  private final int known;

  /**
   * Finds the busiest.
   *
   * @param most the greatest number of them
   * @param uses all known processes or threads
   * @param all the sum over all of them, in each interval
   */
  Busiest(ProcessMeasure measure, int most, List<TaskUse> uses, Values all, Intervals intervals) {
    this.measure = measure;
    this.all = all;
    int count = 0;
    for (TaskUse use : uses) {
      count += use.isKnown(measure) ? 1 : 0;
    }
    known = count;
    courses = new ArrayList<>();
    top(uses, measure, most).forEach(use -> courses.add(new Course(use)));
    double sum = 0;
    int from = 0;
    for (int run = 0; run < all.runs(); run++) {
      float value = all.ofRun(run);
      sum += Float.isNaN(value) ? 0 : value * intervals.seconds(from, all.end(run));
      from = all.end(run);
    }
    allSum = sum;
  }

  /**
   * Those with the highest usage; of equal ones the first in the list. Efficient for few out of
   * many.
   */
  static List<TaskUse> top(List<TaskUse> uses, ProcessMeasure measure, int most) {
    List<TaskUse> top = new ArrayList<>(most + 1);
    for (TaskUse use : uses) {
      double rank = use.rank(measure);
      int at = top.size();
      if (rank > 0 && (at < most || rank > top.getLast().rank(measure))) {
        while (at > 0 && rank > top.get(at - 1).rank(measure)) {
          at--;
        }
        top.add(at, use);
        if (top.size() > most) {
          top.removeLast();
        }
      }
    }
    return top;
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
