package io.github.procfs4j.process;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.text.Cursor;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * {@code /proc/<pid>/stat}: what a process or a thread has used, and how it stands.
 *
 * <pre>
 * 295 (java) R 293 295 295 0 -1 4194304 142 0 29 0 525 754 0 0 20 0 20 0 1130 7630848 286 ...
 * </pre>
 *
 * <p>One row: its number, its name in parentheses, a letter for its state and 49 numbers, in every
 * kernel from 3.10 on. The name is at most 15 bytes, 63 of a kernel worker, and may hold any of
 * them, parentheses and ends of lines too: it reaches to the last {@code )} of the whole text.
 * Numbers that a newer kernel appends are kept, named by their place. The name describes the row,
 * as a process can change it; the state is a cell, the letter's number in ASCII.
 *
 * <p>In {@code /proc/<pid>} the times and faults are those of all its threads, in {@code
 * /proc/<pid>/task/<tid>} those of the one thread. Addresses are shown to those only who may trace
 * the process.
 *
 * <p>A sampler whose process has ended ({@link io.github.procfs4j.sampling.Outcome#GONE}) opens the
 * file anew with the next sample, and then samples whichever process has the number by then: {@link
 * #starttime} tells the two apart. {@code fs/proc/array.c}, proc_pid_stat(5).
 */
public final class ProcessStat extends ProcessView {
  private static final Table STAT = Table.of("stat", "pid").describedBy("comm");
  private static final Descriptions DESCRIPTIONS = Descriptions.of(ProcessStat.class, "pid-stat");

  /** {@link #state}. */
  public static final Column STATE = DESCRIPTIONS.column("state");

  /** {@link #ppid}. */
  public static final Column PPID = DESCRIPTIONS.column("ppid");

  /** {@link #pgrp}. */
  public static final Column PGRP = DESCRIPTIONS.column("pgrp");

  /** {@link #session}. */
  public static final Column SESSION = DESCRIPTIONS.column("session");

  /** {@link #ttyNr}. */
  public static final Column TTY_NR = DESCRIPTIONS.column("tty_nr");

  /** {@link #tpgid}. */
  public static final Column TPGID = DESCRIPTIONS.column("tpgid");

  /** {@link #flags}. */
  public static final Column FLAGS = DESCRIPTIONS.column("flags");

  /** {@link #minflt}. */
  public static final Column MINFLT = DESCRIPTIONS.column("minflt");

  /** {@link #cminflt}. */
  public static final Column CMINFLT = DESCRIPTIONS.column("cminflt");

  /** {@link #majflt}. */
  public static final Column MAJFLT = DESCRIPTIONS.column("majflt");

  /** {@link #cmajflt}. */
  public static final Column CMAJFLT = DESCRIPTIONS.column("cmajflt");

  /** {@link #utime}. */
  public static final Column UTIME = DESCRIPTIONS.column("utime");

  /** {@link #stime}. */
  public static final Column STIME = DESCRIPTIONS.column("stime");

  /** {@link #cutime}. */
  public static final Column CUTIME = DESCRIPTIONS.column("cutime");

  /** {@link #cstime}. */
  public static final Column CSTIME = DESCRIPTIONS.column("cstime");

  /** {@link #priority}. */
  public static final Column PRIORITY = DESCRIPTIONS.column("priority");

  /** {@link #nice}. */
  public static final Column NICE = DESCRIPTIONS.column("nice");

  /** {@link #numThreads}. */
  public static final Column NUM_THREADS = DESCRIPTIONS.column("num_threads");

  /** {@link #itrealvalue}. */
  public static final Column ITREALVALUE = DESCRIPTIONS.column("itrealvalue");

  /** {@link #starttime}. */
  public static final Column STARTTIME = DESCRIPTIONS.column("starttime");

  /** {@link #vsize}. */
  public static final Column VSIZE = DESCRIPTIONS.column("vsize");

  /** {@link #rss}. */
  public static final Column RSS = DESCRIPTIONS.column("rss");

  /** {@link #rsslim}. */
  public static final Column RSSLIM = DESCRIPTIONS.column("rsslim");

  /** {@link #startcode}. */
  public static final Column STARTCODE = DESCRIPTIONS.column("startcode");

  /** {@link #endcode}. */
  public static final Column ENDCODE = DESCRIPTIONS.column("endcode");

  /** {@link #startstack}. */
  public static final Column STARTSTACK = DESCRIPTIONS.column("startstack");

  /** {@link #kstkesp}. */
  public static final Column KSTKESP = DESCRIPTIONS.column("kstkesp");

  /** {@link #kstkeip}. */
  public static final Column KSTKEIP = DESCRIPTIONS.column("kstkeip");

  /** {@link #signal}. */
  public static final Column SIGNAL = DESCRIPTIONS.column("signal");

  /** {@link #blocked}. */
  public static final Column BLOCKED = DESCRIPTIONS.column("blocked");

  /** {@link #sigignore}. */
  public static final Column SIGIGNORE = DESCRIPTIONS.column("sigignore");

  /** {@link #sigcatch}. */
  public static final Column SIGCATCH = DESCRIPTIONS.column("sigcatch");

  /** {@link #wchan}. */
  public static final Column WCHAN = DESCRIPTIONS.column("wchan");

  /** {@link #nswap}. */
  public static final Column NSWAP = DESCRIPTIONS.column("nswap");

  /** {@link #cnswap}. */
  public static final Column CNSWAP = DESCRIPTIONS.column("cnswap");

  /** {@link #exitSignal}. */
  public static final Column EXIT_SIGNAL = DESCRIPTIONS.column("exit_signal");

  /** {@link #processor}. */
  public static final Column PROCESSOR = DESCRIPTIONS.column("processor");

  /** {@link #rtPriority}. */
  public static final Column RT_PRIORITY = DESCRIPTIONS.column("rt_priority");

  /** {@link #policy}. */
  public static final Column POLICY = DESCRIPTIONS.column("policy");

  /** {@link #delayacctBlkioTicks}. */
  public static final Column DELAYACCT_BLKIO_TICKS = DESCRIPTIONS.column("delayacct_blkio_ticks");

  /** {@link #guestTime}. */
  public static final Column GUEST_TIME = DESCRIPTIONS.column("guest_time");

  /** {@link #cguestTime}. */
  public static final Column CGUEST_TIME = DESCRIPTIONS.column("cguest_time");

  /** {@link #startData}. */
  public static final Column START_DATA = DESCRIPTIONS.column("start_data");

  /** {@link #endData}. */
  public static final Column END_DATA = DESCRIPTIONS.column("end_data");

  /** {@link #startBrk}. */
  public static final Column START_BRK = DESCRIPTIONS.column("start_brk");

  /** {@link #argStart}. */
  public static final Column ARG_START = DESCRIPTIONS.column("arg_start");

  /** {@link #argEnd}. */
  public static final Column ARG_END = DESCRIPTIONS.column("arg_end");

  /** {@link #envStart}. */
  public static final Column ENV_START = DESCRIPTIONS.column("env_start");

  /** {@link #envEnd}. */
  public static final Column ENV_END = DESCRIPTIONS.column("env_end");

  /** {@link #exitCode}. */
  public static final Column EXIT_CODE = DESCRIPTIONS.column("exit_code");

  /** All columns, in the order in which the kernel prints them. */
  public static final List<Column> COLUMNS =
      List.of(
          STATE,
          PPID,
          PGRP,
          SESSION,
          TTY_NR,
          TPGID,
          FLAGS,
          MINFLT,
          CMINFLT,
          MAJFLT,
          CMAJFLT,
          UTIME,
          STIME,
          CUTIME,
          CSTIME,
          PRIORITY,
          NICE,
          NUM_THREADS,
          ITREALVALUE,
          STARTTIME,
          VSIZE,
          RSS,
          RSSLIM,
          STARTCODE,
          ENDCODE,
          STARTSTACK,
          KSTKESP,
          KSTKEIP,
          SIGNAL,
          BLOCKED,
          SIGIGNORE,
          SIGCATCH,
          WCHAN,
          NSWAP,
          CNSWAP,
          EXIT_SIGNAL,
          PROCESSOR,
          RT_PRIORITY,
          POLICY,
          DELAYACCT_BLKIO_TICKS,
          GUEST_TIME,
          CGUEST_TIME,
          START_DATA,
          END_DATA,
          START_BRK,
          ARG_START,
          ARG_END,
          ENV_START,
          ENV_END,
          EXIT_CODE);

  /**
   * How many fields older kernels print: Linux 2.4, 2.6.0, 2.6.18, 2.6.24 and 3.3, after each of
   * which some came; the last ones came with 3.5.
   */
  private static final List<Integer> OLDER = List.of(39, 41, 42, 44, 47);

  private static final ToDoubleFunction<Interval> CPUS = ProcessStat::cpusOfMachine;

  /**
   * What processes can use, alone or together. They may seem to use more in short intervals, as the
   * kernel tells their times in ticks.
   */
  static final Limits CPUS_OF_MACHINE =
      Limits.AMOUNT
          .partOf(
              "the CPUs that were online at first",
              (interval, row) -> interval.onceForAllAsDouble(CPUS))
          .remarked("the kernel counts in coarse steps, or CPUs came");

  /** The file as a source, whose root is the directory of a process or thread. */
  public static final SampledFile<ProcessStat> FILE =
      new SampledFile<>(
          new Source(
              "pid/stat",
              "What a process or thread has used: CPU time, faults, memory; its state and priority",
              Source.Mode.SAMPLED,
              "",
              "",
              "",
              "proc_pid_stat(5), fs/proc/array.c"),
          Printing.ONE_CALL,
          ProcessStat::parse,
          figures(STAT),
          ProcessStat::new,
          directory -> directory.resolve("stat"));

  private ProcessStat(FileReading reading) {
    super(reading, STAT);
  }

  ProcessStat(FileReading reading, Row row) {
    super(reading, row);
  }

  /** The figures of these columns, wherever they stand. */
  static List<Figure> figures(Table table) {
    return List.of(
        new Figure(
            table.name(),
            "cpu",
            "CPUs",
            cpus(table),
            "CPU time in user mode and in the kernel, in CPUs: 1 is one CPU all the time.",
            "proc_pid_stat(5)",
            (i, row) -> (i.growth(row, UTIME) + i.growth(row, STIME)) / ticks(i)),
        cpus(table, "user", UTIME),
        cpus(table, "system", STIME),
        cpus(table, "guest", GUEST_TIME),
        Figure.rate(table, "minor faults", "/s", MINFLT),
        Figure.rate(table, "major faults", "/s", MAJFLT),
        new Figure(
            table.name(),
            "block I/O wait",
            "%",
            Limits.ofTime(100),
            "Share of the time in which the thread waited for block I/O.",
            "Documentation/accounting/delay-accounting.rst",
            (i, row) -> i.growth(row, DELAYACCT_BLKIO_TICKS) / ticks(i) * 100),
        new Figure(
            table.name(),
            "rss",
            "bytes",
            Limits.AMOUNT.partOf(VSIZE),
            RSS.meaning(),
            RSS.reference(),
            (i, row) -> i.amount(row, RSS) * i.pageSize()),
        Figure.gauge(table, "vsize", "bytes", VSIZE),
        Figure.gauge(table, "threads", "", NUM_THREADS).within(Limits.AMOUNT));
  }

  private static Figure cpus(Table table, String name, Column time) {
    return new Figure(
        table.name(),
        name,
        "CPUs",
        cpus(table),
        time.meaning(),
        time.reference(),
        (i, row) -> i.growth(row, time) / ticks(i));
  }

  private static double cpusOfMachine(Interval interval) {
    return interval.amount(Census.ROW, Census.CPUS);
  }

  /** A thread is on one CPU at a time. */
  private static Limits cpus(Table table) {
    return table.equals(ProcessTable.THREAD) ? Limits.ofTime(1) : CPUS_OF_MACHINE;
  }

  /** How many ticks of USER_HZ the interval has. */
  private static double ticks(Interval interval) {
    return interval.secondsPassed() * interval.ticksPerSecond();
  }

  private static void parse(Cursor in, Layout.Builder out) {
    if (!in.isNumberNext()) {
      throw in.malformed("the number of a process");
    }
    String pid = in.word();
    in.expect(" (");
    String comm = in.untilLastOfText(')');
    Layout.Builder.RowBuilder row = out.row(STAT, pid, comm);
    row.cell(STATE, in.letter());
    numbers(in, row, COLUMNS, 1, 3, OLDER);
    in.endLine();
  }

  /** Its number: of the process, or of the thread. */
  public long pid() {
    boolean isThread = row().table().equals(ProcessTable.THREAD);
    return Long.parseLong(row().label(isThread ? "tid" : "pid"));
  }

  /**
   * Its name as the kernel has it: at most 15 bytes, of the program or of what the thread called
   * itself. It may hold anything but a byte 0; where it is not UTF-8, bytes beyond ASCII are shown
   * as {@code \xNN}.
   */
  public String comm() {
    return row().label("comm");
  }

  /**
   * {@code state}: What it does, as a letter: R running or ready, S sleeping, D in a sleep that no
   * signal ends, T stopped by a signal, t by a tracer, Z ended and not yet waited for, X dead, I an
   * idle kernel thread, P parked.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public char state() {
    return (char) printed(STATE);
  }

  /**
   * {@code ppid}: The process whose child it is; 0 for the first process of its namespace, and for
   * one that has ended entirely.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long ppid() {
    return printed(PPID);
  }

  /**
   * {@code pgrp}: Its process group; -1 once it has ended entirely.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long pgrp() {
    return printed(PGRP);
  }

  /**
   * {@code session}: Its session; -1 once it has ended entirely.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long session() {
    return printed(SESSION);
  }

  /**
   * {@code tty_nr}: Its controlling terminal as a device number: minor in bits 31 to 20 and 7 to 0,
   * major in bits 15 to 8; 0 if it has none.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long ttyNr() {
    return printed(TTY_NR);
  }

  /**
   * {@code tpgid}: The process group in the foreground of its controlling terminal; -1 if it has
   * none.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long tpgid() {
    return printed(TPGID);
  }

  /**
   * {@code flags}, in bits: What the kernel marks it as: the PF_ bits of its own version.
   *
   * <p>Source: proc_pid_stat(5), include/linux/sched.h.
   */
  public long flags() {
    return printed(FLAGS);
  }

  /**
   * {@code minflt}: Page faults that needed no I/O; of a process those of its threads, ended ones
   * included.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long minflt() {
    return printed(MINFLT);
  }

  /**
   * {@code cminflt}: The same of children that were waited for, and of theirs.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long cminflt() {
    return printed(CMINFLT);
  }

  /**
   * {@code majflt}: Page faults that had to wait for I/O; of a process those of its threads, ended
   * ones included.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long majflt() {
    return printed(MAJFLT);
  }

  /**
   * {@code cmajflt}: The same of children that were waited for, and of theirs.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long cmajflt() {
    return printed(CMAJFLT);
  }

  /**
   * {@code utime}, in ticks: CPU time in user mode, running a guest included; of a process that of
   * its threads, ended ones included. The sum with stime is exact, how it is divided among the two
   * is sampled on most kernels.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c, kernel/sched/cputime.c.
   */
  public long utime() {
    return printed(UTIME);
  }

  /**
   * {@code stime}, in ticks: CPU time in the kernel, likewise.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c, kernel/sched/cputime.c.
   */
  public long stime() {
    return printed(STIME);
  }

  /**
   * {@code cutime}, in ticks: CPU time in user mode of children that were waited for, and of
   * theirs.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long cutime() {
    return printed(CUTIME);
  }

  /**
   * {@code cstime}, in ticks: CPU time in the kernel of children that were waited for, and of
   * theirs.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long cstime() {
    return printed(CSTIME);
  }

  /**
   * {@code priority}: Its priority as the scheduler sees it: 20 plus nice for ordinary tasks, minus
   * one minus rt_priority for real-time ones.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long priority() {
    return printed(PRIORITY);
  }

  /**
   * {@code nice}: Its nice value, 19 (yields to others) to -20.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long nice() {
    return printed(NICE);
  }

  /**
   * {@code num_threads}: Threads of its process; 0 once it has ended entirely.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long numThreads() {
    return printed(NUM_THREADS);
  }

  /**
   * {@code itrealvalue}: Always 0: kept in its place since Linux 2.6.17.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long itrealvalue() {
    return printed(ITREALVALUE);
  }

  /**
   * {@code starttime}, in ticks: When it started, since boot, suspended time included, in the time
   * namespace of the reader; with the pid it tells processes apart that had the same number one
   * after the other.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long starttime() {
    return printed(STARTTIME);
  }

  /**
   * {@code vsize}, in bytes: Its address space: all that is mapped, used or not.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long vsize() {
    return printed(VSIZE);
  }

  /**
   * {@code rss}, in pages: Its resident set in pages, file and shared ones included; counted by CPU
   * and so some tens of pages behind, exact in smaps_rollup.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c, Documentation/filesystems/proc.rst.
   */
  public long rss() {
    return printed(RSS);
  }

  /**
   * {@code rsslim}, in bytes: Its soft limit RLIMIT_RSS, which nothing enforces; 2^64 - 1 (2^32 - 1
   * on kernels of 32 bits) is none.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long rsslim() {
    return printed(RSSLIM);
  }

  /**
   * {@code startcode}: Where its code begins; 1 for a reader who lacks the access, 0 for a kernel
   * thread.
   *
   * <p>Depends on ptrace access to the process.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long startcode() {
    return printed(STARTCODE);
  }

  /**
   * {@code endcode}: Where its code ends; 1 for a reader who lacks the access, 0 for a kernel
   * thread.
   *
   * <p>Depends on ptrace access to the process.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long endcode() {
    return printed(ENDCODE);
  }

  /**
   * {@code startstack}: Where its stack begins; 0 for a reader who lacks the access.
   *
   * <p>Depends on ptrace access to the process.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long startstack() {
    return printed(STARTSTACK);
  }

  /**
   * {@code kstkesp}: Its stack pointer; 0 on kernels of today, but while it dumps core or ends.
   *
   * <p>Depends on ptrace access to the process.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long kstkesp() {
    return printed(KSTKESP);
  }

  /**
   * {@code kstkeip}: Its instruction pointer; 0 on kernels of today, but while it dumps core or
   * ends.
   *
   * <p>Depends on ptrace access to the process.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long kstkeip() {
    return printed(KSTKEIP);
  }

  /**
   * {@code signal}, in bits: Signals that wait for the thread, 1 to 31 only: obsolete, SigPnd of
   * status has all.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long signal() {
    return printed(SIGNAL);
  }

  /**
   * {@code blocked}, in bits: Signals that it blocks, 1 to 31 only: obsolete, SigBlk of status has
   * all.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long blocked() {
    return printed(BLOCKED);
  }

  /**
   * {@code sigignore}, in bits: Signals that it ignores, 1 to 31 only: obsolete, SigIgn of status
   * has all.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long sigignore() {
    return printed(SIGIGNORE);
  }

  /**
   * {@code sigcatch}, in bits: Signals that it catches, 1 to 31 only: obsolete, SigCgt of status
   * has all.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long sigcatch() {
    return printed(SIGCATCH);
  }

  /**
   * {@code wchan}: 1 if it waits within the kernel, else 0; an address in the kernel before Linux
   * 4.4. 0 too for a reader who lacks the access.
   *
   * <p>Depends on ptrace access to the process.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long wchan() {
    return printed(WCHAN);
  }

  /**
   * {@code nswap}: Always 0: kept in its place.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long nswap() {
    return printed(NSWAP);
  }

  /**
   * {@code cnswap}: Always 0: kept in its place.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long cnswap() {
    return printed(CNSWAP);
  }

  /**
   * {@code exit_signal}: The signal that its parent gets when it ends; -1 for a thread that is not
   * the first of its process.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long exitSignal() {
    return printed(EXIT_SIGNAL);
  }

  /**
   * {@code processor}: The CPU that it ran on last.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long processor() {
    return printed(PROCESSOR);
  }

  /**
   * {@code rt_priority}: Its real-time priority, 1 to 99; 0 if it has none.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long rtPriority() {
    return printed(RT_PRIORITY);
  }

  /**
   * {@code policy}: How it is scheduled: 0 other, 1 FIFO, 2 round robin, 3 batch, 5 idle, 6
   * deadline, 7 by an extension.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c, include/uapi/linux/sched.h.
   */
  public long policy() {
    return printed(POLICY);
  }

  /**
   * {@code delayacct_blkio_ticks}, in ticks: Time that the thread waited for block I/O to be done,
   * swapping in included; 0 where that is not counted. Of a process that of its first thread only.
   *
   * <p>Depends on CONFIG_TASK_DELAY_ACCT and, since 5.14, kernel.task_delayacct=1.
   *
   * <p>Source: proc_pid_stat(5), Documentation/accounting/delay-accounting.rst.
   */
  public long delayacctBlkioTicks() {
    return printed(DELAYACCT_BLKIO_TICKS);
  }

  /**
   * {@code guest_time}, in ticks: CPU time running a guest; within utime already.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long guestTime() {
    return printed(GUEST_TIME);
  }

  /**
   * {@code cguest_time}, in ticks: The same of children that were waited for, and of theirs.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long cguestTime() {
    return printed(CGUEST_TIME);
  }

  /**
   * {@code start_data}: Where its data begins; 0 for a reader who lacks the access.
   *
   * <p>Depends on ptrace access to the process.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long startData() {
    return printed(START_DATA);
  }

  /**
   * {@code end_data}: Where its data ends; 0 for a reader who lacks the access.
   *
   * <p>Depends on ptrace access to the process.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long endData() {
    return printed(END_DATA);
  }

  /**
   * {@code start_brk}: Where its heap begins, that brk(2) moves the end of; 0 for a reader who
   * lacks the access.
   *
   * <p>Depends on ptrace access to the process.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long startBrk() {
    return printed(START_BRK);
  }

  /**
   * {@code arg_start}: Where its arguments begin, which cmdline prints; 0 for a reader who lacks
   * the access.
   *
   * <p>Depends on ptrace access to the process.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long argStart() {
    return printed(ARG_START);
  }

  /**
   * {@code arg_end}: Where its arguments end; 0 for a reader who lacks the access.
   *
   * <p>Depends on ptrace access to the process.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long argEnd() {
    return printed(ARG_END);
  }

  /**
   * {@code env_start}: Where its environment begins; 0 for a reader who lacks the access.
   *
   * <p>Depends on ptrace access to the process.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long envStart() {
    return printed(ENV_START);
  }

  /**
   * {@code env_end}: Where its environment ends; 0 for a reader who lacks the access.
   *
   * <p>Depends on ptrace access to the process.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long envEnd() {
    return printed(ENV_END);
  }

  /**
   * {@code exit_code}: How it ended, as waitpid(2) tells it, once it has; 0 for a reader who lacks
   * the access.
   *
   * <p>Depends on ptrace access to the process.
   *
   * <p>Source: proc_pid_stat(5), fs/proc/array.c.
   */
  public long exitCode() {
    return printed(EXIT_CODE);
  }
}
