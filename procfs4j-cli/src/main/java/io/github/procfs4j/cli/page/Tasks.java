package io.github.procfs4j.cli.page;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Processes and their threads, as a table that can be sorted.
 *
 * @param times the ends of the intervals of all of them, in seconds since the recording began
 * @param begin the beginning of the first interval
 * @param measures what is known of them
 * @param tasks the processes and threads
 * @param spread for each time by which part of itself a rate may be too high or too low, as in
 *     {@link Chart#spread}; null if that is too little to be seen
 * @param note what is not in the table, in a sentence; empty if all are
 */
@SuppressWarnings("ArrayRecordComponent") // as in Series
public record Tasks(
    double[] times,
    double begin,
    List<Measure> measures,
    List<Task> tasks,
    float @Nullable [] spread,
    String note) {

  public Tasks {
    if (spread != null && spread.length != times.length) {
      throw new IllegalArgumentException("another number of spreads than of times");
    }
    measures = List.copyOf(measures);
    tasks = List.copyOf(tasks);
  }

  /**
   * A measure.
   *
   * @param name its name
   * @param unit the unit of its values, as in {@link Chart#unit}
   * @param totalUnit the unit of its total over time
   * @param total the factor of the sum of values times seconds for the total; 0 if it has none, and
   *     its growth is shown instead
   * @param isRate whether a value is a growth divided by the length of its interval
   * @param note what it includes, in a sentence; empty if that is obvious
   */
  public record Measure(
      String name, String unit, String totalUnit, double total, boolean isRate, String note) {}

  /**
   * A process or a thread.
   *
   * @param key its identity, by which it is found everywhere
   * @param name its number and name
   * @param group what its threads and itself have in common: the number of the process
   * @param isThread whether it is a thread
   * @param cgroup the path of its control group; empty if control groups were not recorded
   * @param values for each measure, a supplier of its values at {@link #times}; they are written
   *     one after the other, because all of them may not fit into memory
   */
  public record Task(
      String key,
      String name,
      String group,
      boolean isThread,
      String cgroup,
      List<Supplier<float[]>> values) {

    public Task {
      values = List.copyOf(values);
    }
  }
}
