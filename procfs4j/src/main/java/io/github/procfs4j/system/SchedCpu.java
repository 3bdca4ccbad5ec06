package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.sampling.Descriptions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The scheduler's counters of a CPU: the columns of the table {@code cpu} of {@code
 * /proc/schedstat}. The constants are the columns since version 15; {@link #columns} returns those
 * of each version. Documentation/scheduler/sched-stats.rst
 *
 * <p>Since version 15 the last three are always counted, the others only while {@code
 * kernel.sched_schedstats} is 1.
 */
public final class SchedCpu {
  private static final Descriptions UNTIL_14 = SchedStatColumns.CPU_UNTIL_14_DESCRIPTIONS;

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
   * {@return the columns that a version of the format has for a CPU, in order; empty if the version
   * is not known} Version 13 was never released, and is not known.
   *
   * @param version {@code 10} to {@code 12} or {@code 14} to {@code 17}
   */
  public static List<Column> columns(String version) {
    Objects.requireNonNull(version, "version");
    return switch (version) {
      case "10" -> COLUMNS_10;
      case "11", "12", "14" -> COLUMNS_11;
      case "15", "16", "17" -> SchedStatColumns.CPU_COLUMNS;
      default -> List.of();
    };
  }
}
