package io.github.procfs4j.system;

import io.github.procfs4j.model.Row;
import java.util.Objects;

/**
 * An armed high-resolution timer: an entry of {@code /proc/timer_list}. {@code
 * kernel/time/timer_list.c}
 *
 * @param row its row in the table {@code timer}
 * @param softExpiresNanos the earliest time at which it may expire, by its clock, in nanoseconds
 * @param expiresNanos the latest time at which it expires, by its clock, in nanoseconds
 * @param softInNanos the earliest time relative to the time of the reading, negative if it has
 *     passed
 * @param inNanos the latest time relative to the time of the reading, negative if it has passed
 */
public record ArmedTimer(
    Row row, long softExpiresNanos, long expiresNanos, long softInNanos, long inNanos) {
  /** Checks for null. */
  public ArmedTimer {
    Objects.requireNonNull(row, "row");
  }

  /** {@return the CPU on which it is armed} */
  public String cpu() {
    return row.label("cpu");
  }

  /** {@return the number of its clock on that CPU} */
  public String clock() {
    return row.label("clock");
  }

  /**
   * {@return the kernel function that it calls, such as {@code hrtimer_wakeup} (a thread that
   * sleeps), {@code tick_sched_timer} or {@code tick_nohz_handler} (the scheduler's tick), {@code
   * posix_timer_fn}}
   */
  public String function() {
    return row.label("function");
  }

  /**
   * {@return whether its earliest expiry has passed: it is about to expire, or waits for a wake-up
   * that is shared within its {@linkplain #slackNanos slack}, or is late}
   */
  public boolean isOverdue() {
    return softInNanos < 0;
  }

  /** {@return how late it may be so that wake-ups can be shared, in nanoseconds} */
  public long slackNanos() {
    return expiresNanos - softExpiresNanos;
  }
}
