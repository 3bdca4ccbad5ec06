package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.sampling.Descriptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The scheduler's counters of a domain, from the view of one of its CPUs: the columns of the table
 * {@code domain} of {@code /proc/schedstat}. Documentation/scheduler/sched-stats.rst
 *
 * <p>Balancing is counted separately by the state of the CPU when it began: {@code busy_}, {@code
 * idle_} or, about to become idle, {@code newidle_}. The counters count only while {@code
 * kernel.sched_schedstats} is 1, are 32 bits wide and wrap, and restart at 0 when the domains are
 * rebuilt, for example because a CPU comes or goes.
 */
public final class SchedDomain {
  private static final Descriptions DESCRIPTIONS = SchedStatColumns.DOMAIN_DESCRIPTIONS;

  private static final List<String> BUSY_FIRST = List.of("busy_", "idle_", "newidle_");
  private static final List<String> IDLE_FIRST = List.of("idle_", "busy_", "newidle_");

  private static final List<String> BALANCING_10 =
      List.of("lb_count", "lb_failed", "lb_imbalance", "lb_nobusyq", "lb_nobusyg");

  private static final List<String> BALANCING =
      List.of(
          "lb_count",
          "lb_balanced",
          "lb_failed",
          "lb_imbalance",
          "lb_gained",
          "lb_hot_gained",
          "lb_nobusyq",
          "lb_nobusyg");

  private static final List<String> BALANCING_17 =
      List.of(
          "lb_count",
          "lb_balanced",
          "lb_failed",
          "lb_imbalance_load",
          "lb_imbalance_util",
          "lb_imbalance_task",
          "lb_imbalance_misfit",
          "lb_gained",
          "lb_hot_gained",
          "lb_nobusyq",
          "lb_nobusyg");

  private static final List<String> OTHERS_10 =
      List.of("sbe_pushed", "sbe_attempts", "ttwu_wake_affine", "ttwu_wake_balance");

  private static final List<String> OTHERS_11 =
      List.of(
          "alb_count",
          "alb_failed",
          "alb_pushed",
          "sbe_pushed",
          "sbe_attempts",
          "ttwu_wake_remote",
          "ttwu_move_affine",
          "ttwu_move_balance");

  private static final List<String> OTHERS =
      List.of(
          "alb_count",
          "alb_failed",
          "alb_pushed",
          "sbe_count",
          "sbe_balanced",
          "sbe_pushed",
          "sbf_count",
          "sbf_balanced",
          "sbf_pushed",
          "ttwu_wake_remote",
          "ttwu_move_affine",
          "ttwu_move_balance");

  /** Attempts to balance load: while busy, idle and newly idle. */
  public static final List<Column> LB_COUNT = each("lb_count");

  /** Tasks moved to the CPU to balance load: while busy, idle and newly idle. */
  public static final List<Column> LB_GAINED = each("lb_gained");

  private static final List<Column> COLUMNS_10 = columns(IDLE_FIRST, BALANCING_10, OTHERS_10);
  private static final List<Column> COLUMNS_11 = columns(IDLE_FIRST, BALANCING, OTHERS_11);
  private static final List<Column> COLUMNS_12 = columns(IDLE_FIRST, BALANCING, OTHERS);
  private static final List<Column> COLUMNS_16 = columns(BUSY_FIRST, BALANCING, OTHERS);
  private static final List<Column> COLUMNS_17 = columns(BUSY_FIRST, BALANCING_17, OTHERS);

  private SchedDomain() {}

  private static List<Column> each(String name) {
    return BUSY_FIRST.stream().map(idleness -> column(idleness + name)).toList();
  }

  private static List<Column> columns(
      List<String> order, List<String> balancing, List<String> others) {
    List<Column> columns = new ArrayList<>();
    order.forEach(idleness -> balancing.forEach(name -> columns.add(column(idleness + name))));
    others.forEach(name -> columns.add(column(name)));
    return List.copyOf(columns);
  }

  /**
   * {@return a column by its name, such as {@code newidle_lb_failed} or {@code alb_pushed}}
   *
   * @param name the name of the column in the table {@code domain}
   * @throws IllegalArgumentException if no version prints it
   */
  public static Column column(String name) {
    Objects.requireNonNull(name, "name");
    return DESCRIPTIONS.column(name);
  }

  /**
   * {@return the columns that a version of the format has for a domain after its mask, in order;
   * empty if the version is not known} Up to version 14, the kernel's document calls {@code
   * lb_count} and similar columns {@code lb_cnt} and so on.
   *
   * @param version {@code 10} to {@code 12} or {@code 14} to {@code 17}
   */
  public static List<Column> columns(String version) {
    Objects.requireNonNull(version, "version");
    return switch (version) {
      case "10" -> COLUMNS_10;
      case "11" -> COLUMNS_11;
      case "12", "14", "15" -> COLUMNS_12;
      case "16" -> COLUMNS_16;
      case "17" -> COLUMNS_17;
      default -> List.of();
    };
  }
}
