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
 * {@code /proc/<pid>/stat}: the resource usage and state of a process or thread.
 *
 * <pre>
 * 295 (java) R 293 295 295 0 -1 4194304 142 0 29 0 525 754 0 0 20 0 20 0 1130 7630848 286 ...
 * </pre>
 *
 * <p>One row: its number, its name in parentheses, a letter for its state and 49 numbers, in every
 * kernel from 3.10 on. The name is at most 15 bytes, or 63 for a kernel worker, and may contain any
 * bytes, including parentheses and ends of lines: it extends to the last {@code )} of the text.
 * Numbers that a newer kernel appends are kept, named after their position. The name only describes
 * the row, because a process can change it; the state is a cell, the ASCII code of the letter.
 *
 * <p>In {@code /proc/<pid>} the times and faults are those of all its threads, in {@code
 * /proc/<pid>/task/<tid>} those of one thread. Addresses are shown only to those who may trace the
 * process.
 *
 * <p>A sampler whose process has ended ({@link io.github.procfs4j.sampling.Outcome#GONE}) reopens
 * the file with the next sample, and then samples the process that has the number at that time;
 * {@link #starttime} distinguishes the two. {@code fs/proc/array.c}, proc_pid_stat(5).
 */
public final class ProcessStat extends ProcessView {
  private static final Table STAT = Table.of("stat", "pid").describedBy("comm");

  /**
   * The number of fields of older kernels: Linux 2.4, 2.6.0, 2.6.18, 2.6.24 and 3.3, after each of
   * which some were added; the last ones were added in 3.5.
   */
  private static final List<Integer> OLDER = List.of(39, 41, 42, 44, 47);

  /** The file as a source; its root is the directory of a process or thread. */
  public static final SampledFile<ProcessStat> FILE =
      new SampledFile<>(
          new Source(
              "pid/stat",
              "Resource use of a process or thread: CPU time, faults, memory; its state and"
                  + " priority",
              Source.Mode.SAMPLED,
              "",
              "",
              "",
              "proc_pid_stat(5), fs/proc/array.c"),
          Printing.ONE_CALL,
          ProcessStat::parse,
          figures(),
          ProcessStat::new,
          directory -> directory.resolve("stat"));

  /** More might not be a long. The kernel's are below 2<sup>22</sup>. */
  private static final int MOST_DIGITS = 18;

  /** In include/linux/sched.h, since 2.6.27. */
  private static final long PF_KTHREAD = 0x200000;

  private ProcessStat(FileReading reading) {
    super(reading, STAT);
  }

  /** The view of the columns of this file in a row of the process table. */
  ProcessStat(FileReading reading, Row row) {
    super(reading, row);
  }

  private static List<Figure> figures() {
    return List.of(
        new Figure(
            STAT.name(),
            "cpu",
            "CPUs",
            Limits.AMOUNT,
            "CPU time in user mode and in the kernel, in CPUs: 1 is one CPU all the time.",
            "proc_pid_stat(5)",
            (i, row) ->
                (i.growth(row, ProcessStatColumns.UTIME) + i.growth(row, ProcessStatColumns.STIME))
                    / ticks(i)),
        cpus("user", ProcessStatColumns.UTIME),
        cpus("system", ProcessStatColumns.STIME),
        cpus("guest", ProcessStatColumns.GUEST_TIME),
        Figure.rate(STAT, "minor faults", "/s", ProcessStatColumns.MINFLT),
        Figure.rate(STAT, "major faults", "/s", ProcessStatColumns.MAJFLT),
        new Figure(
            STAT.name(),
            "block I/O wait",
            "%",
            Limits.ofTime(100),
            "Share of the time in which the thread waited for block I/O.",
            "Documentation/accounting/delay-accounting.rst",
            (i, row) -> i.growth(row, ProcessStatColumns.DELAYACCT_BLKIO_TICKS) / ticks(i) * 100),
        new Figure(
            STAT.name(),
            "rss",
            "bytes",
            Limits.AMOUNT.partOf(ProcessStatColumns.VSIZE),
            ProcessStatColumns.RSS.meaning()
                + " None for a process that has given its memory back because it ends or has"
                + " ended.",
            ProcessStatColumns.RSS.reference(),
            ProcessStat::resident),
        Figure.gauge(STAT, "vsize", "bytes", ProcessStatColumns.VSIZE),
        Figure.gauge(STAT, "threads", "", ProcessStatColumns.NUM_THREADS).within(Limits.AMOUNT));
  }

  private static Figure cpus(String name, Column time) {
    return new Figure(
        STAT.name(),
        name,
        "CPUs",
        Limits.AMOUNT,
        time.meaning(),
        time.reference(),
        (i, row) -> i.growth(row, time) / ticks(i));
  }

  /** For a process without an address space the kernel prints 0, which is not what it used. */
  private static double resident(Interval interval, Row row) {
    double pages = interval.amount(row, ProcessStatColumns.RSS);
    return pages == 0
            && interval.amount(row, ProcessStatColumns.VSIZE) == 0
            && !isKernelThread(interval.amount(row, ProcessStatColumns.FLAGS))
        ? interval.inapplicable()
        : pages * interval.pageSize();
  }

  /** A kernel thread never had memory; it is also presumed where the flags are not known. */
  private static boolean isKernelThread(double flags) {
    return Double.isNaN(flags) || ((long) flags & PF_KTHREAD) != 0;
  }

  /** The number of ticks of USER_HZ in the interval. */
  private static double ticks(Interval interval) {
    return interval.secondsPassed() * interval.ticksPerSecond();
  }

  private static void parse(Cursor in, Layout.Builder out) {
    if (!in.isNumberNext()) {
      throw in.malformed("the number of a process");
    }
    String pid = in.word();
    if (pid.length() > MOST_DIGITS || !pid.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw in.malformed("the number of a process, of at most %d digits".formatted(MOST_DIGITS));
    }
    in.expect(" (");
    String comm = in.untilLastOfText(')');
    Layout.Builder.RowBuilder row = out.row(STAT, pid, comm);
    int state = in.letter();
    row.cell(ProcessStatColumns.STATE, state);
    // If the state is not a letter, another field may be in its place.
    int ahead = in.lineAhead().strip().split("[ \t]+").length;
    boolean isInPlace = state != Cursor.NONE || ahead == ProcessStatColumns.COLUMNS.size() - 1;
    List<Column> columns =
        isInPlace ? ProcessStatColumns.COLUMNS : List.of(ProcessStatColumns.STATE);
    numbers(in, row, columns, 1, 3, OLDER);
    in.endLine();
  }

  /** {@return the number of the process or thread} */
  public long pid() {
    boolean isThread = row().table().labels().contains("tid");
    return Long.parseLong(row().label(isThread ? "tid" : "pid"));
  }

  /**
   * {@return its name in the kernel, at most 15 bytes: the name of the program, or the one that the
   * thread gave itself} It may contain any bytes except NUL; if it is not valid UTF-8, bytes beyond
   * ASCII are shown as {@code \xNN}.
   */
  public String comm() {
    return row().label("comm");
  }

  /**
   * {@return {@code state}: the state, as a letter: R running or ready, S sleeping, D in
   * uninterruptible sleep, T stopped by a signal, t stopped by a tracer, Z ended and not yet waited
   * for, X dead, I idle kernel thread, P parked}
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public char state() {
    return (char) printed(ProcessStatColumns.STATE);
  }

  /**
   * {@return {@code ppid}: the parent process; 0 for the first process of its namespace, and for
   * one that has ended completely}
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long ppid() {
    return printed(ProcessStatColumns.PPID);
  }

  /**
   * {@return {@code minflt}: the number of page faults that needed no I/O; for a process the sum
   * over its threads, including ended ones}
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long minflt() {
    return printed(ProcessStatColumns.MINFLT);
  }

  /**
   * {@return {@code majflt}: the number of page faults that had to wait for I/O; for a process the
   * sum over its threads, including ended ones}
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long majflt() {
    return printed(ProcessStatColumns.MAJFLT);
  }

  /**
   * {@return {@code utime}, in ticks: the CPU time in user mode, including running a guest; for a
   * process the sum over its threads, including ended ones} The sum of utime and stime is exact; on
   * most kernels its division between the two is sampled.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c, kernel/sched/cputime.c.
   */
  public long utime() {
    return printed(ProcessStatColumns.UTIME);
  }

  /**
   * {@return {@code stime}, in ticks: the CPU time in the kernel; for a process the sum over its
   * threads, including ended ones}
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c, kernel/sched/cputime.c.
   */
  public long stime() {
    return printed(ProcessStatColumns.STIME);
  }

  /**
   * {@return {@code nice}: the nice value, from 19 (low priority) to -20 (high priority)}
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long nice() {
    return printed(ProcessStatColumns.NICE);
  }

  /**
   * {@return {@code num_threads}: the number of threads of the process; 0 once it has ended
   * completely}
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long numThreads() {
    return printed(ProcessStatColumns.NUM_THREADS);
  }

  /**
   * {@return {@code starttime}, in ticks: the start time since boot, including suspended time, in
   * the time namespace of the reader} Together with the pid it distinguishes processes that had the
   * same number one after the other.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long starttime() {
    return printed(ProcessStatColumns.STARTTIME);
  }

  /**
   * {@return {@code vsize}, in bytes: the size of the address space: everything that is mapped,
   * used or not}
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long vsize() {
    return printed(ProcessStatColumns.VSIZE);
  }

  /**
   * {@return {@code rss}, in pages: the resident set, including file and shared pages; counted for
   * each CPU, so it lags by some tens of pages; exact in smaps_rollup}
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c, Documentation/filesystems/proc.rst.
   */
  public long rss() {
    return printed(ProcessStatColumns.RSS);
  }

  /**
   * {@return {@code processor}: the CPU on which the task last ran}
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long processor() {
    return printed(ProcessStatColumns.PROCESSOR);
  }
}
