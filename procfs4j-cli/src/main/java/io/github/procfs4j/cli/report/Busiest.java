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
    known = (int) uses.stream().filter(use -> use.isKnown(measure)).count();
    courses = new ArrayList<>();
    top(uses, measure, most).forEach(use -> courses.add(new Course(use)));
    double sum = 0;
    for (int i = 0; i < all.size(); i++) {
      sum += Double.isNaN(all.get(i)) ? 0 : all.get(i) * intervals.seconds(i);
    }
    allSum = sum;
  }

  /** Those of most use. */
  static List<TaskUse> top(List<TaskUse> uses, ProcessMeasure measure, int most) {
    return uses.stream()
        .filter(use -> use.rank(measure) > 0)
        .sorted((one, other) -> Double.compare(other.rank(measure), one.rank(measure)))
        .limit(most)
        .toList();
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
