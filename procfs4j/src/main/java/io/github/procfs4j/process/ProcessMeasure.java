package io.github.procfs4j.process;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Table;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What processes, or threads, are compared by to find the busiest. */
public enum ProcessMeasure {
  /** CPU time: the total in seconds. */
  CPU("CPU", "cpu", "system", "system", "s", 1, null, Scope.PROCESS),
  /** Resident memory: it has no total. */
  MEMORY("memory", "rss", "VmSwap", "swapped", "", 0, null, Scope.PROCESS),
  /** Reading from and writing to block devices. */
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
  /** Waiting for a CPU: the total in seconds. */
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

  /** What it is called. */
  public String text() {
    return text;
  }

  /** The figure that is compared. */
  public Figure figure(Table table) {
    return ProcessFigures.of(table, figure);
  }

  /** What all of them can come to together: to no more CPU time than there are CPUs. */
  public Limits limitsOfAll() {
    return this == CPU ? ProcessStat.CPUS_OF_MACHINE : Limits.AMOUNT;
  }

  /**
   * What all of them came to together in an interval, held to {@link #limitsOfAll}; {@link
   * Interval#side} tells whether it came out within.
   *
   * @param sum the figures of all of them, summed up
   */
  public double together(Interval interval, double sum) {
    return interval.limited(limitsOfAll(), sum, Census.ROW);
  }

  /** The file that has to be read for it besides {@code stat}; empty if that tells it. */
  public Optional<ProcessFile> file() {
    return Optional.ofNullable(file);
  }

  /** The figure that says most of what it consists of. */
  public Figure detail(Table table) {
    return ProcessFigures.of(table, detail);
  }

  /** What that is called beside the measure. */
  public String detailText() {
    return detailText;
  }

  /** Whether it adds up over time. */
  public boolean hasTotal() {
    return totalFactor > 0;
  }

  /** What the total is measured in; empty for a mere number. */
  public String totalUnit() {
    return totalUnit;
  }

  /** The total of so much of the figure during so many seconds. */
  public double total(double figureTimesSeconds) {
    return figureTimesSeconds * totalFactor;
  }

  /**
   * Of whom the files of a process tell it. Where that is not the process, its threads summed up
   * tell it better.
   */
  public Scope scope() {
    return scope;
  }

  /** Of whom the files of a process tell. */
  public enum Scope {
    /** Of the process: all its threads, those that ended too. */
    PROCESS,
    /** Of its first thread alone. */
    FIRST_THREAD,
    /**
     * Of the process and its children that it waited for: those come all at once, when they end.
     */
    WITH_CHILDREN
  }
}
