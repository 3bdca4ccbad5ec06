package io.github.procfs4j.cli.report;

import io.github.procfs4j.process.ProcessMeasure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one of the busiest came to by a measure, or all of them together; a number that there is
 * none of is NaN.
 *
 * @param use of which process or thread; null for all together
 * @param total in the unit of the measure's total
 * @param detail in {@link TaskUse#detailUnit}
 * @param mean over the intervals in which it was there, in the unit of the measure's figure
 * @param peak the most in one interval, in the same unit
 * @param seconds how long those intervals are together
 * @param course its value in each interval
 */
record TaskNumbers(
    @Nullable TaskUse use,
    double total,
    double detail,
    double mean,
    double peak,
    double seconds,
    Values course) {

  /** Of so many of the busiest at most, after all together, if they add up. */
  static List<TaskNumbers> of(ProcessUsage usage, TaskUsage tasks, Busiest busiest, int most) {
    ProcessMeasure measure = busiest.measure();
    List<TaskNumbers> numbers = new ArrayList<>();
    if (isSummed(measure, usage, tasks)) {
      numbers.add(ofAll(busiest, usage.intervals()));
    }
    for (Busiest.Course course : busiest.courses().stream().limit(most).toList()) {
      TaskUse use = course.use();
      numbers.add(
          new TaskNumbers(
              use,
              use.total(measure),
              use.detail(measure),
              use.mean(measure),
              use.peak(measure),
              use.seconds(measure),
              course.values()));
    }
    return numbers;
  }

  /** All together, whether they add up or not. */
  static TaskNumbers ofAll(Busiest busiest, Intervals intervals) {
    double seconds = 0;
    double peak = 0;
    Values all = busiest.all();
    int from = 0;
    for (int run = 0; run < all.runs(); run++) {
      if (!Float.isNaN(all.ofRun(run))) {
        seconds += intervals.seconds(from, all.end(run));
        peak = Math.max(peak, all.ofRun(run));
      }
      from = all.end(run);
    }
    return new TaskNumbers(
        null,
        busiest.measure().total(busiest.allSum()),
        Double.NaN,
        busiest.allSum() / seconds,
        peak,
        seconds,
        busiest.all());
  }

  /**
   * Whether all are what they are together: pages that processes share would count in each of them,
   * bytes of a child in its parent too.
   */
  private static boolean isSummed(ProcessMeasure measure, ProcessUsage usage, TaskUsage tasks) {
    return measure.hasTotal() && Overview.isWhole(usage, tasks, measure);
  }
}
