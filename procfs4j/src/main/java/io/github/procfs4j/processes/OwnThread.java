package io.github.procfs4j.processes;

import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.process.ProcessSchedStatColumns;
import io.github.procfs4j.process.ProcessStat;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A kernel thread of this JVM at the time it was read, with the Java thread that it runs. Internal
 * threads of the JVM, such as those of the garbage collector and the compilers, run none.
 * Immutable.
 */
public final class OwnThread {
  private static final String CARRIER = "jdk.internal.misc.CarrierThread";

  private final long tid;
  private final String comm;
  private final Optional<Thread> javaThread;
  private final Optional<String> javaName;
  private final OptionalLong javaId;
  private final boolean isCarrier;
  private final long cpuNanos;
  private final OptionalLong runDelayNanos;
  private final OptionalLong timeslices;
  private final long voluntarySwitches;
  private final long involuntarySwitches;
  private final long minorFaults;
  private final long majorFaults;

  /**
   * Creates a thread from an entry that has the columns of {@code schedstat} and {@code status}.
   *
   * @param thread the Java thread that it runs; null if there is none, or it is not known
   */
  OwnThread(ProcessEntry entry, @Nullable Thread thread, long nanosPerTick) {
    tid = entry.tid();
    comm = entry.comm();
    javaThread = Optional.ofNullable(thread);
    javaName = thread == null ? Optional.empty() : Optional.of(thread.getName());
    javaId = thread == null ? OptionalLong.empty() : OptionalLong.of(thread.threadId());
    isCarrier = thread != null && thread.getClass().getName().equals(CARRIER);
    long ran = entry.amount(ProcessSchedStatColumns.SUM_EXEC_RUNTIME).orElse(0);
    long waited = entry.amount(ProcessSchedStatColumns.RUN_DELAY).orElse(0);
    long slices = entry.amount(ProcessSchedStatColumns.PCOUNT).orElse(0);
    boolean isCounted =
        (ran | waited | slices) != 0; // if they are not counted, all three are printed as 0
    ProcessStat stat = entry.stat();
    cpuNanos = isCounted ? ran : (stat.utime() + stat.stime()) * nanosPerTick;
    runDelayNanos = isCounted ? OptionalLong.of(waited) : OptionalLong.empty();
    timeslices = isCounted ? OptionalLong.of(slices) : OptionalLong.empty();
    voluntarySwitches = entry.status().voluntaryCtxtSwitches();
    involuntarySwitches = entry.status().nonvoluntaryCtxtSwitches();
    minorFaults = stat.minflt();
    majorFaults = stat.majflt();
  }

  /** {@return the kernel's number of the thread} */
  public long tid() {
    return tid;
  }

  /** {@return {@link #javaName} if it is known, otherwise {@link #comm}} */
  public String name() {
    return javaName.orElse(comm);
  }

  /**
   * {@return the complete name of the Java thread, from {@link Thread#getName}} Empty for a thread
   * that runs none, for one that was created after the last look at all threads, and if the thread
   * cannot be identified; {@link OwnProcess#namesProblem} states the reason. A name is never a
   * guess.
   */
  public Optional<String> javaName() {
    return javaName;
  }

  /** {@return the Java thread itself; empty if {@link #javaName} is empty} */
  public Optional<Thread> javaThread() {
    return javaThread;
  }

  /** {@return {@link Thread#threadId} of the Java thread; empty if {@link #javaName} is empty} */
  public OptionalLong javaId() {
    return javaId;
  }

  /**
   * {@return the kernel's name of the thread, at most 15 bytes: for a Java thread the beginning of
   * the name that it had when it was started or renamed itself, and {@code java} for {@code main}}
   */
  public String comm() {
    return comm;
  }

  /** {@return whether it is one of the JDK's carrier threads, which run virtual threads} */
  public boolean isCarrier() {
    return isCarrier;
  }

  /**
   * {@return CPU time, in nanoseconds: exact if the kernel counts it (CONFIG_SCHED_INFO), from
   * {@code schedstat}, otherwise in steps of a tick, from {@code stat}}
   */
  public long cpuNanos() {
    return cpuNanos;
  }

  /**
   * {@return time that the thread was ready to run and waited for a CPU, in nanoseconds; empty if
   * the kernel does not count it (CONFIG_SCHED_INFO)} {@code schedstat}.
   */
  public OptionalLong runDelayNanos() {
    return runDelayNanos;
  }

  /**
   * {@return the number of times that it began to run on a CPU; empty if the kernel does not count
   * it}
   */
  public OptionalLong timeslices() {
    return timeslices;
  }

  /**
   * {@return the number of times that it gave up its CPU, mostly to wait for something} {@code
   * status}.
   */
  public long voluntarySwitches() {
    return voluntarySwitches;
  }

  /** {@return the number of times that it lost its CPU to another thread} {@code status}. */
  public long involuntarySwitches() {
    return involuntarySwitches;
  }

  /**
   * {@return the number of page faults that did not need to read from a disk, from {@code stat}}
   */
  public long minorFaults() {
    return minorFaults;
  }

  /** {@return the number of page faults that had to read from a disk, from {@code stat}} */
  public long majorFaults() {
    return majorFaults;
  }

  /** Such as {@code OwnThread[8736 «main», cpu 1403840000 ns]}. */
  @Override
  public String toString() {
    return "OwnThread[" + tid + " «" + Printable.line(name()) + "», cpu " + cpuNanos + " ns]";
  }
}
