package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.processes.ProcessMeasure;
import io.github.procfs4j.processes.ProcessTable;
import java.util.Arrays;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The usage of a process or thread over the intervals, by each measure. */
final class TaskUse {
  private static final int LONGEST = 60;
  private static final int NEVER = -1;

  /**
   * The names that HotSpot gives to the threads that collect garbage, of which the kernel keeps 15
   * bytes: of the collectors Serial (which has none of its own), Parallel, G1, ZGC and Shenandoah.
   */
  private static final Pattern COLLECTOR =
      Pattern.compile("(GC Thread#|G1 |ParGC Thread|ZWorker|ZDriver|XWorker|Shenandoah).*");

  private static final int MEASURES = ProcessMeasure.values().length;

  /** The row with its latest description. */
  private Row row;

  private int lastInterval;
  private final double[] sum = new double[MEASURES];
  private final double[] seconds = new double[MEASURES];
  private final double[] peak = new double[MEASURES];
  private final double[] detail = new double[MEASURES];
  private final double[] weight = new double[MEASURES];

  /** Its value by each measure when it was last examined. */
  private final Portion[] portions = new Portion[MEASURES];

  /** Its CPU time in stretches of time; null if it has not used any. */
  private @Nullable WindowSum cpu;

  /** Its memory in the first and in the last sample that contains it. */
  private double firstMemory = Double.NaN;

  private double lastMemory = Double.NaN;
  private int firstInterval;

  /** The first interval that has not been added yet while its values stay the same. */
  private int steadyFrom = NEVER;

  TaskUse(Row row) {
    this.row = row;
    Arrays.fill(detail, Double.NaN);
    Arrays.fill(portions, Portion.NONE);
  }

  /** Records that it exists in an interval, and its description there. */
  void seen(Row rowHere, int interval) {
    row = rowHere;
    lastInterval = interval;
  }

  /** Adds CPU time used in an interval that ended at this time. */
  void addCpu(double slot, double to, double seconds) {
    if (cpu == null) {
      cpu = new WindowSum(slot);
    }
    cpu.add(to, seconds);
  }

  /** The most CPU time that it used in a stretch of time. */
  double mostCpu() {
    return cpu == null ? 0 : cpu.most();
  }

  /** Its greatest use of CPUs over a stretch of time. */
  Stream<Peak> peakOfCpu(Intervals intervals) {
    return cpu == null ? Stream.empty() : Stream.of(cpu.peak(text(), intervals));
  }

  /**
   * Notes its memory at the beginning and the end of an interval.
   *
   * @param before NaN if it was not there
   */
  void addMemory(int interval, double before, double now) {
    if (Double.isNaN(firstMemory)) {
      firstMemory = Double.isNaN(before) ? now : before;
      firstInterval = interval;
    }
    lastMemory = Double.isNaN(now) ? lastMemory : now;
  }

  /** Whether its memory at the beginning is known. */
  boolean hasMemory() {
    return !Double.isNaN(firstMemory);
  }

  /** Its memory in the first sample that contains it, in bytes; NaN if it is not known. */
  double firstMemory() {
    return firstMemory;
  }

  /** Its memory in the last sample that contains it. */
  double lastMemory() {
    return lastMemory;
  }

  /** How much more memory it had at last than at first; negative if it had less. */
  double growth() {
    return lastMemory - firstMemory;
  }

  /** How much its memory grew, and in which time. */
  Peak peakOfGrowth(Intervals intervals) {
    return new Peak(text(), growth(), intervals.from(firstInterval), intervals.to(lastInterval));
  }

  /** Adds its usage in an interval of this length. */
  void add(ProcessMeasure measure, Portion portion, double length) {
    portions[measure.ordinal()] = portion;
    add(measure, portion, length, portion.detail(), portion.weight());
  }

  private void add(
      ProcessMeasure measure, Portion portion, double length, double more, double weighing) {
    int m = measure.ordinal();
    if (!Double.isNaN(portion.value())) {
      sum[m] += portion.value() * length;
      seconds[m] += length;
      peak[m] = Math.max(peak[m], portion.value());
      detail[m] = Portion.plus(detail[m], more);
      weight[m] += weighing;
    }
  }

  /** Its value in the interval in which it was last examined. */
  Portion portion(ProcessMeasure measure) {
    return portions[measure.ordinal()];
  }

  /** Marks its values as staying the same from an interval on, until {@link #settle}. */
  void stay(int interval) {
    steadyFrom = interval;
  }

  /** Whether its values currently stay the same. */
  boolean isSteady() {
    return steadyFrom != NEVER;
  }

  /**
   * Adds the intervals up to another one in which its values stayed the same.
   *
   * @return the number of these intervals
   */
  int settle(Collection<ProcessMeasure> measures, Intervals intervals, int end) {
    int from = steadyFrom;
    steadyFrom = NEVER;
    if (from >= end) {
      return 0;
    }
    lastInterval = Math.max(lastInterval, end - 1);
    double length = intervals.seconds(from, end);
    double last = intervals.seconds(from - 1);
    for (ProcessMeasure measure : measures) {
      Portion portion = portion(measure);
      boolean isByTime = measure.detail(row.table()).weight().equals(Figure.SECONDS);
      double times = isByTime ? length / last : end - from;
      add(measure, portion, length, portion.detail() * times, portion.weight() * times);
    }
    return end - from;
  }

  Row row() {
    return row;
  }

  /** Whether it is a thread of a JVM that collects garbage. */
  boolean isCollector() {
    return COLLECTOR.matcher(ProcessTable.name(row)).matches();
  }

  /** The last interval in which it was examined. */
  int lastInterval() {
    return lastInterval;
  }

  /** Whether anything is known about it by this measure. */
  boolean isKnown(ProcessMeasure measure) {
    return seconds(measure) > 0;
  }

  /** The number by which the busiest are found: its usage over the whole time. */
  double rank(ProcessMeasure measure) {
    return sum[measure.ordinal()];
  }

  /** Its total usage; none for memory, which has no total. */
  double total(ProcessMeasure measure) {
    return measure.hasTotal() ? measure.total(sum[measure.ordinal()]) : Double.NaN;
  }

  /** The mean over the intervals in which it existed. */
  double mean(ProcessMeasure measure) {
    return sum[measure.ordinal()] / seconds(measure);
  }

  /** The maximum in an interval. */
  double peak(ProcessMeasure measure) {
    return peak[measure.ordinal()];
  }

  /** The total length of the intervals in which it existed. */
  double seconds(ProcessMeasure measure) {
    return seconds[measure.ordinal()];
  }

  /** The total of the detail if that is a rate, otherwise its mean; NaN if it is not known. */
  double detail(ProcessMeasure measure) {
    int m = measure.ordinal();
    Figure figure = measure.detail(row.table());
    return isRate(measure, figure) ? measure.total(detail[m]) : detail[m] / weight[m];
  }

  /** The unit of the detail. */
  static String detailUnit(ProcessMeasure measure) {
    Figure figure = measure.detail(ProcessTable.PROCESS);
    return isRate(measure, figure) ? measure.totalUnit() : figure.unit();
  }

  /** Whether the detail is a total, not a mean. */
  static boolean hasTotalDetail(ProcessMeasure measure) {
    return isRate(measure, measure.detail(ProcessTable.PROCESS));
  }

  private static boolean isRate(ProcessMeasure measure, Figure detail) {
    return measure.hasTotal() && detail.weight().equals(Figure.SECONDS);
  }

  /**
   * Its number and name, for a thread followed by the number of its process, truncated to a useful
   * length.
   */
  String text() {
    return Printable.truncated(whole(), LONGEST);
  }

  private String whole() {
    String name = ProcessTable.name(row);
    return row.table().name().equals(ProcessTable.THREAD.name())
        ? row.label("tid") + " " + name + " of " + row.label("pid")
        : row.label("pid") + " " + name;
  }
}
