package io.github.procfs4j.cli.report;

import io.github.procfs4j.process.ProcessMeasure;
import java.util.ArrayList;
import java.util.List;

/** Those that used most by a measure, the busiest first, each with its course over time. */
final class Busiest {
  /** One of them: what it used, and its value in each interval. */
  record Course(TaskUse use, Values values) {}

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
    top(uses, measure, most).forEach(use -> courses.add(new Course(use, new Values())));
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
