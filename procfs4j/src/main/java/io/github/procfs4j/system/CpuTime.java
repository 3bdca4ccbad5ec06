package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.sampling.Descriptions;
import java.util.List;

/**
 * The modes in which a CPU spends its time: the columns of the table {@code cpu} of {@code
 * /proc/stat}, in ticks of USER_HZ.
 *
 * <p>The time of a CPU is the sum of all but {@link #GUEST} and {@link #GUEST_NICE}, which are
 * counted within {@link #USER} and {@link #NICE} already. proc_stat(5), {@code
 * kernel/sched/cputime.c}.
 */
public final class CpuTime {
  private static final Descriptions DESCRIPTIONS = Descriptions.of(CpuTime.class, "stat", "cpu.");

  /** In user mode, at normal or raised priority; running a guest is within it. */
  public static final Column USER = DESCRIPTIONS.column("user");

  /**
   * In user mode with lowered priority (a nice value above 0); running such a guest is within it.
   */
  public static final Column NICE = DESCRIPTIONS.column("nice");

  /** In the kernel, on behalf of a process or of a kernel thread. */
  public static final Column SYSTEM = DESCRIPTIONS.column("system");

  /**
   * With nothing to do. It may go back: on some configurations it is estimated, and corrected when
   * the CPU wakes.
   */
  public static final Column IDLE = DESCRIPTIONS.column("idle");

  /**
   * Idle while a process that last ran there waits for I/O. Not to be relied on: such a process
   * waits on no CPU, and may be woken on another; the time may go back.
   */
  public static final Column IOWAIT = DESCRIPTIONS.column("iowait");

  /** Serving interrupts. */
  public static final Column IRQ = DESCRIPTIONS.column("irq");

  /** Handling softirqs. */
  public static final Column SOFTIRQ = DESCRIPTIONS.column("softirq");

  /** Ready to run while the hypervisor ran something else. */
  public static final Column STEAL = DESCRIPTIONS.column("steal");

  /** Running a guest; within {@link #USER} already. */
  public static final Column GUEST = DESCRIPTIONS.column("guest");

  /** Running a guest with lowered priority; within {@link #NICE} already. */
  public static final Column GUEST_NICE = DESCRIPTIONS.column("guest_nice");

  /** All modes, in the order in which the kernel prints them. */
  public static final List<Column> COLUMNS =
      List.of(USER, NICE, SYSTEM, IDLE, IOWAIT, IRQ, SOFTIRQ, STEAL, GUEST, GUEST_NICE);

  /** How many of them Linux 2.4 prints, the fewest of all. */
  static final int FIRST = 4;

  private CpuTime() {}
}
