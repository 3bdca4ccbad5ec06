package io.github.procfs4j.processes;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Table;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Measures by which processes or threads are compared to find the busiest. */
public enum ProcessMeasure {
  /** CPU time, with a total in seconds. */
  CPU("CPU", "cpu", "system", "system", "s", 1, null, Scope.PROCESS),
  /** Resident memory, without a total. */
  MEMORY("memory", "rss", "VmSwap", "swapped", "", 0, null, Scope.PROCESS),
  /** Bytes read from and written to block devices. */
  IO("I/O", "I/O", "written", "written", "bytes", 1, ProcessFile.IO, Scope.WITH_CHILDREN),
  /** Page faults. */
  FAULTS("page faults", "faults", "major faults", "major", "", 1, null, Scope.PROCESS),
  /** Context switches. */
  SWITCHES(
      "context switches",
      "switches",
      "involuntary switches",
      "involuntary",
      "",
      1,
      ProcessFile.STATUS,
      Scope.FIRST_THREAD),
  /** Time waiting for a CPU, with a total in seconds. */
  RUN_DELAY(
      "run delay",
      "run delay",
      "delay per timeslice",
      "per slice",
      "s",
      0.01,
      ProcessFile.SCHEDSTAT,
      Scope.FIRST_THREAD);

  private final String text;
  private final String figure;
  private final String detail;
  private final String detailText;
  private final String totalUnit;
  private final double totalFactor;
  private final @Nullable ProcessFile file;
  private final Scope scope;

  ProcessMeasure(
      String text,
      String figure,
      String detail,
      String detailText,
      String totalUnit,
      double totalFactor,
      @Nullable ProcessFile file,
      Scope scope) {
    this.text = text;
    this.figure = figure;
    this.detail = detail;
    this.detailText = detailText;
    this.totalUnit = totalUnit;
    this.totalFactor = totalFactor;
    this.file = file;
    this.scope = scope;
  }

  /** {@return its display name} */
  public String text() {
    return text;
  }

  /**
   * {@return the figure that is compared}
   *
   * @param table {@link ProcessTable#PROCESS} or {@link ProcessTable#THREAD}
   */
  public Figure figure(Table table) {
    return ProcessFigures.of(table, figure);
  }

  /** {@return the limits of the sum over all of them: CPU time is limited by the number of CPUs} */
  public Limits limitsOfAll() {
    return this == CPU ? ProcessFigures.CPUS_OF_MACHINE : Limits.AMOUNT;
  }

  /**
   * {@return the sum over all of them in an interval, limited to {@link #limitsOfAll}; {@link
   * Interval#side} shows whether it was within the limits}
   *
   * @param interval the interval to which the sum belongs
   * @param sum the sum of the figures of all of them
   */
  public double together(Interval interval, double sum) {
    return interval.limited(limitsOfAll(), sum, Census.ROW);
  }

  /**
   * {@return the file that must be read for it in addition to {@code stat}; empty if {@code stat}
   * is enough}
   */
  public Optional<ProcessFile> file() {
    return Optional.ofNullable(file);
  }

  /**
   * {@return the figure of its most informative part}
   *
   * @param table {@link ProcessTable#PROCESS} or {@link ProcessTable#THREAD}
   */
  public Figure detail(Table table) {
    return ProcessFigures.of(table, detail);
  }

  /** {@return the display name of {@link #detail} beside the measure} */
  public String detailText() {
    return detailText;
  }

  /** {@return whether it can be summed over time} */
  public boolean hasTotal() {
    return totalFactor > 0;
  }

  /** {@return the unit of the total; empty for a plain number} */
  public String totalUnit() {
    return totalUnit;
  }

  /**
   * {@return the total, from the sum of the figure times seconds}
   *
   * @param figureTimesSeconds the sum over intervals of the figure times the length of the interval
   *     in seconds
   */
  public double total(double figureTimesSeconds) {
    return figureTimesSeconds * totalFactor;
  }

  /**
   * {@return whose usage the files of a process show for this measure} If that is not exactly the
   * process, the sum over its threads is more accurate.
   */
  public Scope scope() {
    return scope;
  }

  /** Whose usage the files of a process show. */
  public enum Scope {
    /** The process: all its threads, including those that have ended. */
    PROCESS,
    /** Only its first thread. */
    FIRST_THREAD,
    /**
     * The process and the children that it waited for, whose usage is added all at once when they
     * end.
     */
    WITH_CHILDREN
  }
}
