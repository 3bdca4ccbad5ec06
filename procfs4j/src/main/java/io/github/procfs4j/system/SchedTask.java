package io.github.procfs4j.system;

import io.github.procfs4j.model.Row;
import java.util.Objects;

/**
 * A task as {@code sched_debug} lists it: a thread, whether it is ready to run or not. {@code
 * kernel/sched/debug.c}
 *
 * @param row its row in the table {@code task}, where its numbers are
 * @param placement its row in the table {@code placement}: where it was found, and how
 */
public record SchedTask(Row row, Row placement) {
  /** Refuses null. */
  public SchedTask {
    Objects.requireNonNull(placement, "placement");
    Objects.requireNonNull(row, "row");
  }

  /** The number of the thread, in the namespace in which the kernel began. */
  public long pid() {
    return Long.parseLong(row.label("pid"));
  }

  /** Its name as the kernel has it, without blanks that it may begin with. */
  public String name() {
    return row.label("task");
  }

  /** CPU on which the task last ran. */
  public int cpu() {
    return Integer.parseInt(placement.label("cpu"));
  }

  /**
   * Its state: {@code >R} if it is the one that the CPU runs, else the letter that {@code
   * /proc/<pid>/stat} has: {@code R}, {@code S}, {@code D}, {@code I}...; empty where the kernel
   * prints no states and the task is not the one that runs (until 4.14).
   */
  public String state() {
    return placement.label("state");
  }

  /** Whether it is the one that the CPU runs. */
  public boolean isRunning() {
    return state().equals(">R");
  }

  /** Its group: the path of its cgroup, or its autogroup; empty if the kernel has no groups. */
  public String group() {
    return placement.label("group");
  }
}
