package io.github.procfs4j.process;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.text.Cursor;
import java.util.List;

/**
 * {@code /proc/<pid>/schedstat}: how long a thread ran, and how long it waited to run.
 *
 * <pre>
 * 4016396479 113100917 495
 * </pre>
 *
 * <p>One row of three numbers for a single thread: in {@code /proc/<pid>} for the first thread of
 * the process, not for all. All are 0 if the kernel does not count them. Numbers that a newer
 * kernel appends are kept, named after their position. {@code fs/proc/base.c},
 * Documentation/scheduler/sched-stats.rst.
 */
public final class ProcessSchedStat extends ProcessView {
  private static final Table SCHEDSTAT = Table.of("schedstat");
  private static final String REFERENCE = "Documentation/scheduler/sched-stats.rst";

  /** The file as a source; its root is the directory of a process or thread. */
  public static final SampledFile<ProcessSchedStat> FILE =
      new SampledFile<>(
          new Source(
              "pid/schedstat",
              "How long a thread ran and how long it waited for a CPU, in nanoseconds",
              Source.Mode.SAMPLED,
              "",
              "CONFIG_SCHED_INFO (CONFIG_SCHEDSTATS or CONFIG_TASK_DELAY_ACCT)",
              "",
              "Documentation/scheduler/sched-stats.rst, fs/proc/base.c"),
          Printing.ONE_CALL,
          ProcessSchedStat::parse,
          figures(),
          ProcessSchedStat::new,
          directory -> directory.resolve("schedstat"));

  private ProcessSchedStat(FileReading reading) {
    super(reading, SCHEDSTAT);
  }

  /** The view of the columns of this file in a row of the process table. */
  ProcessSchedStat(FileReading reading, Row row) {
    super(reading, row);
  }

  private static List<Figure> figures() {
    return List.of(
        new Figure(
            SCHEDSTAT.name(),
            "running",
            "%",
            Limits.ofTime(100),
            "Share of the time in which the thread ran.",
            REFERENCE,
            (i, row) -> i.perSecond(row, ProcessSchedStatColumns.SUM_EXEC_RUNTIME) / 1e7),
        new Figure(
            SCHEDSTAT.name(),
            "run delay",
            "%",
            Limits.AMOUNT,
            "Time that the thread waited for a CPU, as a share of the time. A wait is added when it"
                + " ends, so a long one appears in a single interval, possibly as more than 100 %.",
            REFERENCE,
            (i, row) -> i.perSecond(row, ProcessSchedStatColumns.RUN_DELAY) / 1e7),
        new Figure(
                SCHEDSTAT.name(),
                "delay per timeslice",
                "ms",
                Limits.AMOUNT,
                "Mean time that the thread waited for a CPU before it ran.",
                REFERENCE,
                (i, row) -> each(i, row, ProcessSchedStatColumns.RUN_DELAY))
            .weightedBy("timeslices", (i, row) -> i.growth(row, ProcessSchedStatColumns.PCOUNT)),
        new Figure(
                SCHEDSTAT.name(),
                "run per timeslice",
                "ms",
                Limits.AMOUNT,
                "Mean time that the thread ran before it gave up or lost the CPU.",
                REFERENCE,
                (i, row) -> each(i, row, ProcessSchedStatColumns.SUM_EXEC_RUNTIME))
            .weightedBy("timeslices", (i, row) -> i.growth(row, ProcessSchedStatColumns.PCOUNT)),
        Figure.rate(SCHEDSTAT, "timeslices", "/s", ProcessSchedStatColumns.PCOUNT));
  }

  private static double each(Interval interval, Row row, Column nanoseconds) {
    double timeslices = interval.growth(row, ProcessSchedStatColumns.PCOUNT);
    return timeslices == 0 ? Double.NaN : interval.growth(row, nanoseconds) / timeslices / 1e6;
  }

  private static void parse(Cursor in, Layout.Builder out) {
    numbers(in, out.row(SCHEDSTAT), ProcessSchedStatColumns.COLUMNS, 0, 0, List.of());
    in.endLine();
  }

  /**
   * {@return {@code sum_exec_runtime}, in nanoseconds: the time that the thread ran on a CPU}
   *
   * <p>Source: Documentation/scheduler/sched-stats.rst, fs/proc/base.c.
   */
  public long sumExecRuntime() {
    return printed(ProcessSchedStatColumns.SUM_EXEC_RUNTIME);
  }

  /**
   * {@return {@code run_delay}, in nanoseconds: the time that the thread was ready to run and
   * waited for a CPU; added when it starts to run}
   *
   * <p>Source: Documentation/scheduler/sched-stats.rst, fs/proc/base.c.
   */
  public long runDelay() {
    return printed(ProcessSchedStatColumns.RUN_DELAY);
  }

  /**
   * {@return {@code pcount}: the number of timeslices in which the thread ran, which is the number
   * of waits in run_delay}
   *
   * <p>Source: Documentation/scheduler/sched-stats.rst, fs/proc/base.c.
   */
  public long pcount() {
    return printed(ProcessSchedStatColumns.PCOUNT);
  }
}
