package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.sampling.Descriptions;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the scheduler counts of a CPU: the columns of the table {@code cpu} of {@code
 * /proc/schedstat}. The constants are those of the versions since 15, {@link #columns} has those of
 * each version. Documentation/scheduler/sched-stats.rst
 *
 * <p>Since version 15 the last three are always counted, the others while {@code
 * kernel.sched_schedstats} is 1.
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

  /** All of them, in the order in which the kernel prints them since version 15. */
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

  private static final Descriptions UNTIL_14 =
      Descriptions.of(SchedCpu.class, "schedstat", "cpu_until_14.");

  /** Timeslices that were run on the CPU, as versions 10 to 14 call {@link #PCOUNT}. */
  static final Column PCNT = UNTIL_14.column("pcnt");

  private static final List<Column> COLUMNS_10 =
      named(
          "yld_both_empty yld_act_empty yld_exp_empty yld_cnt",
          "sched_noswitch sched_switch sched_cnt sched_goidle",
          "alb_cnt alb_gained alb_lost alb_failed",
          "ttwu_cnt ttwu_moved ttwu_attempts wunt_cnt wunt_moved smt_cnt sbe_cnt",
          "cpu_time run_delay pcnt",
          "idle_pt_gained idle_pt_lost busy_pt_gained busy_pt_lost",
          "newidle_pt_gained newidle_pt_lost");

  private static final List<Column> COLUMNS_11 =
      named(
          "yld_both_empty yld_act_empty yld_exp_empty yld_cnt",
          "sched_switch sched_cnt sched_goidle ttwu_cnt ttwu_local",
          "cpu_time run_delay pcnt");

  private SchedCpu() {}

  private static List<Column> named(String... names) {
    return Stream.of(names)
        .flatMap(line -> Stream.of(line.split(" ")))
        .map(UNTIL_14::column)
        .toList();
  }

  /**
   * What a version of the format prints of a CPU, in its order; empty if the version is not known.
   * Version 13 was never that of a release, and is not.
   *
   * @param version {@code 10} to {@code 12} or {@code 14} to {@code 17}
   */
  public static List<Column> columns(String version) {
    return switch (version) {
      case "10" -> COLUMNS_10;
      case "11", "12", "14" -> COLUMNS_11;
      case "15", "16", "17" -> COLUMNS;
      default -> List.of();
    };
  }
}
