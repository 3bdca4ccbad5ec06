package io.github.procfs4j.cli.report;

import io.github.procfs4j.processes.ProcessMeasure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The usage of one of the busiest by a measure, or of all together; missing numbers are NaN.
 *
 * @param use the process or thread; null for all together
 * @param total the total, in the unit of the measure's total
 * @param detail the detail, in {@link TaskUse#detailUnit}
 * @param mean the mean over the intervals in which it existed, in the unit of the measure's figure
 * @param peak the maximum in an interval, or in a window of ticks, in the same unit
 * @param peakAt the end of the first of these, in seconds since the recording began; NaN if there
 *     is none
 * @param seconds the total length of those intervals
 * @param course its value in each interval
 */
record TaskNumbers(
    @Nullable TaskUse use,
    double total,
    double detail,
    double mean,
    double peak,
    double peakAt,
    double seconds,
    Values course) {

  /** Whether a measure has a first and a last value, and a growth. */
  static boolean hasGrowth(ProcessMeasure measure) {
    return measure == ProcessMeasure.MEMORY;
  }

  /** The value in the first sample that contains it; NaN for all together. */
  double first() {
    return use == null ? Double.NaN : use.firstMemory();
  }

  /** The value in the last sample that contains it. */
  double last() {
    return use == null ? Double.NaN : use.lastMemory();
  }

  /** How much greater the last value is than the first. */
  double growth() {
    return last() - first();
  }

  /**
   * The numbers for all together, if these can be summed, followed by the busiest, up to a limit.
   */
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
              course.peak(measure),
              course.peakAt(measure, usage.intervals()),
              use.seconds(measure),
              course.values()));
    }
    return numbers;
  }

  /** The numbers for all together, whether or not these can be summed. */
  static TaskNumbers ofAll(Busiest busiest, Intervals intervals) {
    double seconds = 0;
    Values all = busiest.all();
    int from = 0;
    for (int run = 0; run < all.runs(); run++) {
      if (!Float.isNaN(all.ofRun(run))) {
        seconds += intervals.seconds(from, all.end(run));
      }
      from = all.end(run);
    }
    return new TaskNumbers(
        null,
        busiest.measure().total(busiest.allSum()),
        Double.NaN,
        busiest.allSum() / seconds,
        all.most(),
        busiest.peakAt(all.most(), intervals),
        seconds,
        all);
  }

  /**
   * Whether the sum over all is meaningful: shared pages would count in each process, and bytes of
   * a child also in its parent.
   */
  private static boolean isSummed(ProcessMeasure measure, ProcessUsage usage, TaskUsage tasks) {
    return measure.hasTotal() && Overview.isWhole(usage, tasks, measure);
  }
}
