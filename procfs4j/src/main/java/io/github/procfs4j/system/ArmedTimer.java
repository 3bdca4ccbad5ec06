package io.github.procfs4j.system;

import io.github.procfs4j.model.Row;
import java.util.Objects;

/**
 * An armed high-resolution timer: an entry of {@code /proc/timer_list}. {@code
 * kernel/time/timer_list.c}
 *
 * @param row its row in the table {@code timer}
 * @param softExpiresNanos when it may expire at the earliest, by its own clock, in nanoseconds
 * @param expiresNanos when it expires at the latest, by its own clock, in nanoseconds
 * @param softInNanos the first as seen from the time of the reading: negative if it is past
 * @param inNanos the second as seen from the time of the reading: negative if it is past
 */
public record ArmedTimer(
    Row row, long softExpiresNanos, long expiresNanos, long softInNanos, long inNanos) {
  /** Refuses null. */
  public ArmedTimer {
    Objects.requireNonNull(row, "row");
  }

  /** The CPU that it is armed on. */
  public String cpu() {
    return row.label("cpu");
  }

  /** The number of its clock on that CPU. */
  public String clock() {
    return row.label("clock");
  }

  /**
   * The kernel function that it calls, such as {@code hrtimer_wakeup} (a thread that sleeps),
   * {@code tick_sched_timer} or {@code tick_nohz_handler} (the scheduler's tick), {@code
   * posix_timer_fn}.
   */
  public String function() {
    return row.label("function");
  }

  /**
   * Whether the time at which it may expire is past and it has not yet: it is about to, or waits
   * for a wake-up that is shared within its {@linkplain #slackNanos slack}, or it is late.
   */
  public boolean isOverdue() {
    return softInNanos < 0;
  }

  /** By how much it may be late so that wake-ups can be shared, in nanoseconds. */
  public long slackNanos() {
    return expiresNanos - softExpiresNanos;
  }
}
