package io.github.procfs4j.system;

import io.github.procfs4j.model.Row;
import java.util.Objects;

/**
 * A task as {@code sched_debug} lists it: a thread, runnable or not. {@code kernel/sched/debug.c}
 *
 * @param row its row in the table {@code task}, which contains its numbers
 * @param placement its row in the table {@code placement}: where it was found, and in which state
 */
public record SchedTask(Row row, Row placement) {
  /** Checks for null. */
  public SchedTask {
    Objects.requireNonNull(placement, "placement");
    Objects.requireNonNull(row, "row");
  }

  /** {@return the number of the thread, in the initial PID namespace} */
  public long pid() {
    return Long.parseLong(row.label("pid"));
  }

  /** {@return its name in the kernel, without leading blanks} */
  public String name() {
    return row.label("task");
  }

  /** {@return the CPU on which the task last ran} */
  public int cpu() {
    return Integer.parseInt(placement.label("cpu"));
  }

  /**
   * {@return its state: {@code >R} if it is running on the CPU, otherwise the letter of {@code
   * /proc/<pid>/stat}: {@code R}, {@code S}, {@code D}, {@code I}...; empty if the kernel prints no
   * states (until 4.14) and the task is not running}
   */
  public String state() {
    return placement.label("state");
  }

  /** {@return whether it is running on the CPU} */
  public boolean isRunning() {
    return state().equals(">R");
  }

  /**
   * {@return its group: the path of its cgroup, or its autogroup; empty if the kernel has no
   * groups}
   */
  public String group() {
    return placement.label("group");
  }
}
