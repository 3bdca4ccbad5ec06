package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.sampling.Descriptions;
import java.util.List;

/**
 * What the scheduler counts of a CPU: the columns of the table {@code cpu} of {@code
 * /proc/schedstat}, in all of its versions since 15. Documentation/scheduler/sched-stats.rst
 *
 * <p>The last three are always counted, the others while {@code kernel.sched_schedstats} is 1.
 */
public final class SchedCpu {
  private static final Descriptions DESCRIPTIONS =
      Descriptions.of(SchedCpu.class, "schedstat", "cpu.");

  /** Calls of sched_yield(). */
  public static final Column YLD_COUNT = DESCRIPTIONS.column("yld_count");

  /** Always 0: kept for a scheduler that is gone. */
  public static final Column ARRAY_EXP = DESCRIPTIONS.column("array_exp");

  /** Calls of schedule(). */
  public static final Column SCHED_COUNT = DESCRIPTIONS.column("sched_count");

  /** Calls of schedule() that left the CPU idle. */
  public static final Column SCHED_GOIDLE = DESCRIPTIONS.column("sched_goidle");

  /** Wake-ups of tasks that were made to run on this CPU. */
  public static final Column TTWU_COUNT = DESCRIPTIONS.column("ttwu_count");

  /** Those of {@link #TTWU_COUNT} in which this CPU woke a task for itself. */
  public static final Column TTWU_LOCAL = DESCRIPTIONS.column("ttwu_local");

  /** Time that tasks ran on the CPU, in nanoseconds. */
  public static final Column RQ_CPU_TIME = DESCRIPTIONS.column("rq_cpu_time");

  /** Time that tasks waited to run on the CPU, summed over tasks, in nanoseconds. */
  public static final Column RUN_DELAY = DESCRIPTIONS.column("run_delay");

  /** Timeslices that were run on the CPU. */
  public static final Column PCOUNT = DESCRIPTIONS.column("pcount");

  /** All of them, in the order in which the kernel prints them. */
  public static final List<Column> COLUMNS =
      List.of(
          YLD_COUNT,
          ARRAY_EXP,
          SCHED_COUNT,
          SCHED_GOIDLE,
          TTWU_COUNT,
          TTWU_LOCAL,
          RQ_CPU_TIME,
          RUN_DELAY,
          PCOUNT);

  private SchedCpu() {}
}
