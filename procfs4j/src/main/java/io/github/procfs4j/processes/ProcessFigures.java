package io.github.procfs4j.processes;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.process.ProcessIo;
import io.github.procfs4j.process.ProcessIoColumns;
import io.github.procfs4j.process.ProcessSchedStat;
import io.github.procfs4j.process.ProcessStat;
import io.github.procfs4j.process.ProcessStatColumns;
import io.github.procfs4j.process.ProcessStatm;
import io.github.procfs4j.process.ProcessStatus;
import io.github.procfs4j.process.ProcessStatusColumns;
import io.github.procfs4j.process.SmapsRollup;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.SampledFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The figures of the processes and threads of a {@link ProcessTable} over an interval: the figures
 * of their files, and sums of these.
 *
 * <p>A process or thread that started within the interval counts with everything that it has used
 * since, because its counters began at 0. One that existed before but was not seen, because it did
 * not match the {@link ProcessFilter} or was hidden, has no figures in its first interval. One that
 * ends counts up to the sample in which it was last seen.
 */
public final class ProcessFigures {
  private static final ToDoubleFunction<Interval> CPUS = ProcessFigures::cpusOfMachine;

  /**
   * The CPU time that processes can use, alone or together. They may seem to use more in short
   * intervals, because the kernel prints their times in ticks.
   */
  static final Limits CPUS_OF_MACHINE =
      Limits.AMOUNT
          .partOf(
              "the number of CPUs online at first",
              (interval, row) -> interval.onceForAllAsDouble(CPUS))
          .remarked("the kernel counts in coarse steps, or CPUs came online");

  /**
   * The greatest number of processes and threads (PID_MAX_LIMIT, proc(5)): a greater one is not of
   * a kernel, so it is not known.
   */
  private static final long MOST_TASKS = 1 << 22;

  private static final List<Figure> OF_PROCESSES = figures(ProcessTable.PROCESS);
  private static final List<Figure> OF_THREADS = figures(ProcessTable.THREAD);

  private static final Map<String, Figure> PROCESS_BY_NAME = byName(OF_PROCESSES);
  private static final Map<String, Figure> THREAD_BY_NAME = byName(OF_THREADS);

  private ProcessFigures() {}

  /**
   * {@return the figures of {@link ProcessTable#PROCESS} or {@link ProcessTable#THREAD}}
   *
   * @param table {@link ProcessTable#PROCESS} or {@link ProcessTable#THREAD}
   */
  public static List<Figure> of(Table table) {
    return isThread(table) ? OF_THREADS : OF_PROCESSES;
  }

  /**
   * {@return the figure with this name {@linkplain #of(Table) of the table}}
   *
   * @param table {@link ProcessTable#PROCESS} or {@link ProcessTable#THREAD}
   * @param name the name, such as {@code %CPU}
   * @throws IllegalArgumentException if there is none; the message lists the existing ones
   */
  public static Figure of(Table table, String name) {
    Objects.requireNonNull(name, "name");
    Figure figure = (isThread(table) ? THREAD_BY_NAME : PROCESS_BY_NAME).get(name);
    if (figure == null) {
      throw new IllegalArgumentException(
          "%s has no figure «%s», but: %s"
              .formatted(
                  table.name(),
                  name,
                  of(table).stream().map(Figure::name).collect(Collectors.joining(", "))));
    }
    return figure;
  }

  /** By name, because a recording of another version may have other descriptive labels. */
  private static boolean isThread(Table table) {
    return table.name().equals(ProcessTable.THREAD.name());
  }

  private static Map<String, Figure> byName(List<Figure> figures) {
    return figures.stream().collect(Collectors.toMap(Figure::name, Function.identity()));
  }

  private static List<Figure> figures(Table table) {
    List<Figure> all = new ArrayList<>();
    for (Figure figure : ProcessStat.FILE.figures()) {
      all.add(figure.unit().equals("CPUs") ? figure.within(cpus(table)) : figure);
    }
    all.add(
        sum(
            table,
            "faults",
            "/s",
            "Page faults, minor and major.",
            "proc_pid_stat(5)",
            ProcessStatColumns.MINFLT,
            ProcessStatColumns.MAJFLT));
    all.addAll(ProcessStatm.FILE.figures());
    all.addAll(ProcessStatus.FILE.figures());
    all.add(
        sum(
            table,
            "switches",
            "/s",
            "Context switches, voluntary and involuntary.",
            "proc_pid_status(5)",
            ProcessStatusColumns.VOLUNTARY_CTXT_SWITCHES,
            ProcessStatusColumns.NONVOLUNTARY_CTXT_SWITCHES));
    all.addAll(ProcessIo.FILE.figures());
    all.add(
        sum(
            table,
            "I/O",
            "bytes/s",
            "Bytes read from block devices for the process, or to be written to them.",
            "proc_pid_io(5)",
            ProcessIoColumns.READ_BYTES,
            ProcessIoColumns.WRITE_BYTES));
    all.addAll(ProcessSchedStat.FILE.figures());
    all.addAll(SmapsRollup.FILE.figures());
    return all.stream().map(figure -> figure.forRowsOf(table)).toList();
  }

  private static double cpusOfMachine(Interval interval) {
    return interval.amount(Census.ROW, Census.CPUS);
  }

  /** A thread uses at most one CPU at a time. */
  private static Limits cpus(Table table) {
    return isThread(table) ? Limits.ofTime(1) : CPUS_OF_MACHINE;
  }

  private static Figure sum(
      Table table,
      String name,
      String unit,
      String meaning,
      String reference,
      Column one,
      Column other) {
    return new Figure(
        table.name(),
        name,
        unit,
        Limits.AMOUNT,
        meaning,
        reference,
        (i, row) -> i.perSecond(row, one) + i.perSecond(row, other));
  }

  /**
   * {@return the intervals between samples of a process table}
   *
   * @param samples the samples; only the returned object may move over them from now on
   * @param pageSize the page size in bytes, NaN if it is not known
   * @param ticksPerSecond USER_HZ, NaN if it is not known
   */
  public static Interval intervals(Playback samples, double pageSize, double ticksPerSecond) {
    Objects.requireNonNull(samples, "samples");
    return new Interval(samples, pageSize, ticksPerSecond, ProcessFigures::startedWithin);
  }

  /**
   * {@return the intervals between samples of any source} Of those of processes and of waits it is
   * known which rows began within an interval: the counts of a wait begin at 0.
   *
   * @param source the name of the source
   * @param samples the samples; only the returned object may move over them from now on
   * @param pageSize the page size in bytes, NaN if it is not known
   * @param ticksPerSecond USER_HZ, NaN if it is not known
   */
  public static Interval intervals(
      String source, Playback samples, double pageSize, double ticksPerSecond) {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(samples, "samples");
    if (Processes.isSource(source)) {
      return intervals(samples, pageSize, ticksPerSecond);
    }
    boolean isOfWaits = Waits.isSource(source);
    return new Interval(samples, pageSize, ticksPerSecond, (interval, row) -> isOfWaits);
  }

  /**
   * Whether a process or thread that was not in the earlier sample started after that sample had
   * begun, by the clock with which the kernel records starts and which the census of each sample
   * contains. Starts are recorded in whole ticks; a start in the same tick is considered new.
   *
   * <p>It may have started while the later sample was being made. A start even later than that
   * comes from another clock: lxcfs, for example, shows each container its own uptime.
   */
  private static boolean startedWithin(Interval interval, Row row) {
    double ticks = interval.ticksPerSecond();
    double start = row.numericLabel("start");
    double from = interval.amountBefore(Census.ROW, Census.UPTIME);
    double to = interval.amount(Census.ROW, Census.UPTIME) + interval.seconds();
    return start >= Math.floor(from * ticks) && start <= to * ticks; // false for NaN
  }

  /**
   * {@return how many processes or threads the earlier sample has; empty if that is not known}
   *
   * @param interval an interval between samples of a process table
   * @param table {@link ProcessTable#PROCESS} or {@link ProcessTable#THREAD}
   */
  public static OptionalLong countBefore(Interval interval, Table table) {
    return whole(
        interval.amountBefore(Census.ROW, isThread(table) ? Census.THREADS : Census.PROCESSES));
  }

  /**
   * {@return the resident memory of a process in the earlier sample, in bytes; NaN if it is not
   * known} The figure {@code rss} is that of the later sample.
   *
   * @param interval an interval between samples of a process table
   * @param row a row of {@link ProcessTable#PROCESS}
   */
  public static double memoryBefore(Interval interval, Row row) {
    return interval.amountBefore(row, ProcessStatColumns.RSS) * interval.pageSize();
  }

  /**
   * {@return {@link ProcessTable#readByOpening} of the later sample; empty if that is not known}
   *
   * @param interval an interval between samples of a process table
   */
  public static OptionalLong readByOpening(Interval interval) {
    return whole(interval.amount(Census.ROW, Census.READ_BY_OPENING));
  }

  /**
   * {@return {@link ProcessTable#unread} of the later sample; empty if that is not known}
   *
   * @param interval an interval between samples of a process table
   */
  public static OptionalLong unread(Interval interval) {
    return whole(interval.amount(Census.ROW, Census.UNREAD));
  }

  /**
   * {@return {@link ProcessTable#unread(Outcome)} of the later sample; empty if that is not known}
   *
   * @param interval an interval between samples of a process table
   * @param reason why they were not read
   */
  public static OptionalLong unread(Interval interval, Outcome reason) {
    Objects.requireNonNull(reason, "reason");
    return refused(interval, ProcessStat.FILE, reason);
  }

  /**
   * {@return {@link ProcessTable#refused} of the later sample; empty if that is not known: the file
   * was not requested, or the recording was made before reasons were counted}
   *
   * @param interval an interval between samples of a process table
   * @param file the file whose columns are missing
   * @param reason why the file was not read
   */
  public static OptionalLong refused(Interval interval, ProcessFile file, Outcome reason) {
    Objects.requireNonNull(reason, "reason");
    return refused(interval, file.file(), reason);
  }

  private static OptionalLong refused(Interval interval, SampledFile<?> file, Outcome reason) {
    return whole(interval.amount(Census.ROW, Census.refused(file, reason)));
  }

  private static OptionalLong whole(double amount) {
    // Also false for NaN.
    return amount >= 0 && amount <= MOST_TASKS
        ? OptionalLong.of(Math.round(amount))
        : OptionalLong.empty();
  }
}
