package io.github.procfs4j.system;

/**
 * The armed timers of one kernel function, summed up.
 *
 * @param armed the number of timers
 * @param overdue the number of timers that are {@linkplain ArmedTimer#isOverdue overdue}
 * @param longestOverdueNanos the time by which the most overdue one is overdue; 0 if none is
 * @param mostSlackNanos the greatest {@linkplain ArmedTimer#slackNanos slack} of one of them
 */
public record TimersOfFunction(
    int armed, int overdue, long longestOverdueNanos, long mostSlackNanos) {

  static TimersOfFunction of(ArmedTimer timer) {
    return new TimersOfFunction(
        1,
        timer.isOverdue() ? 1 : 0,
        timer.isOverdue() ? -timer.softInNanos() : 0,
        timer.slackNanos());
  }

  TimersOfFunction and(TimersOfFunction other) {
    return new TimersOfFunction(
        armed + other.armed,
        overdue + other.overdue,
        Math.max(longestOverdueNanos, other.longestOverdueNanos),
        Math.max(mostSlackNanos, other.mostSlackNanos));
  }
}
