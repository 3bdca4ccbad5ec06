package io.github.procfs4j.jmh;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Whether an iteration was disturbed, and what else used CPU time meanwhile.
 *
 * @param excesses the thresholds that were exceeded; none if it was not disturbed
 * @param users what used CPU time besides the benchmark's threads, most of it first
 * @param isOwnFault whether the benchmark's threads waited longer for a CPU than all others used
 *     one
 * @param unknown what could not be measured and might have shown more, in a sentence each
 */
record Disturbance(
    List<Excess> excesses, List<User> users, boolean isOwnFault, List<String> unknown)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** How many of them a text names. */
  private static final int NAMED = 5;

  /** The share of a CPU below which a text does not name a user. */
  private static final double LEAST = 0.005;

  /**
   * A threshold that was exceeded.
   *
   * @param what what was measured
   * @param percent how much it was
   * @param threshold the threshold
   */
  record Excess(String what, double percent, double threshold) implements Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public String toString() {
      return "%s %s (limit %s %%)"
          .formatted(what, text(percent), Double.toString(threshold).replaceFirst("\\.0$", ""));
    }
  }

  /**
   * What used CPU time.
   *
   * @param name its name, fit to be printed
   * @param cpus how many CPUs it used on average
   */
  record User(String name, double cpus) implements Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public String toString() {
      return name + " " + text(100 * cpus);
    }
  }

  Disturbance {
    excesses = new ArrayList<>(excesses);
    unknown = new ArrayList<>(unknown);
    users = new ArrayList<>(users);
    users.sort(Comparator.comparingDouble(User::cpus).reversed());
  }

  boolean isDisturbed() {
    return !excesses.isEmpty();
  }

  private static String text(double percent) {
    return String.format(Locale.ROOT, percent < 9.95 ? "%.1f %%" : "%.0f %%", percent);
  }

  /** What was exceeded and by whom, on one line. */
  String text() {
    String what = excesses.stream().map(Excess::toString).collect(Collectors.joining(", "));
    String who =
        users.stream()
            .filter(user -> user.cpus >= LEAST)
            .limit(NAMED)
            .map(User::toString)
            .collect(Collectors.joining(", "));
    return what
        + (who.isEmpty() ? "" : "; CPU time meanwhile: " + who)
        + (isOwnFault ? "; the rest of the delay: its own threads, or a CPU limit" : "");
  }

  /** As the result of an iteration. */
  @Override
  public String toString() {
    if (isDisturbed()) {
      return "yes: " + text();
    }
    return unknown.isEmpty() ? "no" : "no, as far as known: " + String.join("; ", unknown);
  }
}
