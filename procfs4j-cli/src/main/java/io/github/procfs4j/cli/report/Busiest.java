package io.github.procfs4j.cli.report;

import io.github.procfs4j.process.ProcessMeasure;
import java.util.ArrayList;
import java.util.List;

/** Those that used most by a measure, the busiest first, each with its course over time. */
final class Busiest {
  /** One of them: what it used, and its value in each interval. */
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

    /** Takes its value in an interval, the {@code at}-th, and whether it is that from then on. */
    void take(int at, double value, boolean stays) {
      fillTo(at);
      values.add(value);
      isSteady = stays;
    }

    /** States that it is not there from an interval on. */
    void leave(int at) {
      fillTo(at);
      isSteady = false;
    }

    /** Fills up what was not looked at. */
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
   * The busiest.
   *
   * @param most how many of them at most
   * @param uses all that is known of
   * @param all what all together used, in each interval
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

  /** Those of most use; of equals those that stand first. Few are wanted of many. */
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

  /** What all together used in each interval, those left out here too. */
  Values all() {
    return all;
  }

  /** What all together used, times seconds. */
  double allSum() {
    return allSum;
  }

  /** Of how many this measure is known. */
  int known() {
    return known;
  }
}
