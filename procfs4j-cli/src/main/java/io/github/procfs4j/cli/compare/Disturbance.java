package io.github.procfs4j.cli.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What used the CPUs besides a recorded command and its recorder. */
final class Disturbance {
  /** The limits of docs/jmh.md, in percent of the time of all CPUs. */
  private static final double MOST_OTHERS = 5;

  private static final double MOST_STEAL = 1;

  private Disturbance() {}

  /**
   * What disturbed a run, if that was more than the limits; otherwise empty.
   *
   * @param values the figures of the run
   * @param cpus the number of CPUs; 0 if it is not known
   * @param recorder how many CPUs the recorder used
   */
  static String of(Map<Key, RunValue> values, int cpus, double recorder) {
    double busy = mean(values, "busy");
    double steal = mean(values, "steal");
    double own =
        values.entrySet().stream()
            .filter(entry -> isCpuOfCommand(entry.getKey()))
            .mapToDouble(entry -> entry.getValue().mean())
            .sum();
    List<String> found = new ArrayList<>();
    double others = busy - steal - 100 * (own + recorder) / cpus;
    if (cpus > 0 && others > MOST_OTHERS) {
      found.add(limit("other processes used", others, MOST_OTHERS));
    }
    if (steal > MOST_STEAL) {
      found.add(limit("the hypervisor took", steal, MOST_STEAL));
    }
    return String.join(", ", found);
  }

  private static boolean isCpuOfCommand(Key key) {
    return key.source().equals(Key.SOURCE_OF_COMMAND)
        && key.table().equals(Key.PROCESS)
        && key.figure().equals("cpu");
  }

  private static String limit(String who, double percent, double most) {
    return String.format(
        Locale.ROOT, "%s %.1f %% of the time of the CPUs (limit %.0f %%)", who, percent, most);
  }

  private static double mean(Map<Key, RunValue> values, String figure) {
    RunValue value = values.get(new Key("stat", "cpu", "all", figure, "%", false));
    return value == null ? Double.NaN : value.mean();
  }
}
