package io.github.procfs4j.cli.compare;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.processes.ProcessTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The figures of a source in one run, summed up for all rows that are compared as one. */
final class Sums {
  private final String source;
  private final boolean isOfTasks;
  private final Parts parts;
  private final double ticks;
  private final Predicate<Key> keep;
  private final Map<List<Object>, Group> groups = new LinkedHashMap<>();

  /** The rows that are compared as one: a row, or all processes of one name. */
  static final class Group {
    private final String table;
    private final String row;
    private final List<@Nullable Sum> sums = new ArrayList<>();

    private Group(String table, String row) {
      this.table = table;
      this.row = row;
    }

    /** The sum of the figure with this number; null if none of its rows had a value so far. */
    @Nullable Sum sum(int index) {
      return index < sums.size() ? sums.get(index) : null;
    }
  }

  /** A figure of a group. */
  static final class Sum {
    private final Key key;
    private final @Nullable Weighted all;
    private double values;
    private double weights;
    private boolean isOfTicks;

    /**
     * The sums of values and, after them, of weights by the part of the run; null as long as all
     * values are 0.
     */
    private float @Nullable [] course;

    private Sum(Key key, @Nullable Weighted all) {
      this.key = key;
      this.all = all;
    }

    /** Notes whether a value was computed from the growth of counters in ticks. */
    void noteTicks(boolean isSo) {
      isOfTicks |= isSo;
    }
  }

  /**
   * Creates sums.
   *
   * @param source its name in the comparison
   * @param isOfTasks whether its rows are processes and threads
   * @param parts the parts of the run
   * @param ticks the number of ticks in a second; NaN if it is not known
   * @param keep the figures of which all values are wanted
   */
  Sums(String source, boolean isOfTasks, Parts parts, double ticks, Predicate<Key> keep) {
    this.source = source;
    this.isOfTasks = isOfTasks;
    this.parts = parts;
    this.ticks = ticks;
    this.keep = keep;
  }

  /** The group that a row belongs to. */
  Group group(Row row) {
    String table = row.table().name();
    List<Object> identity = new ArrayList<>();
    identity.add(table);
    String shown;
    if (isOfTasks) {
      String name = ProcessTable.name(row);
      shown = table.equals(Key.THREAD) ? TaskNames.ofThread(name) : TaskNames.ofProcess(name);
      identity.add(shown);
    } else {
      List<String> labels = row.labels().subList(0, row.table().identifying());
      shown =
          String.join(" ", labels.stream().filter(label -> !label.isEmpty()).toList())
              + (row.repeat() > 0 ? " #" + (row.repeat() + 1) : "");
      identity.addAll(labels);
      identity.add(row.repeat());
    }
    return groups.computeIfAbsent(identity, any -> new Group(table, shown));
  }

  /** The sum of a figure, which has this number in its table. */
  Sum sum(Group group, int index, Figure figure) {
    while (group.sums.size() <= index) {
      group.sums.add(null);
    }
    Sum known = group.sums.get(index);
    if (known == null) {
      boolean isSum = isOfTasks && figure.weight().equals(Figure.SECONDS);
      Key key = new Key(source, group.table, group.row, figure.name(), figure.unit(), isSum);
      known = new Sum(key, keep.test(key) ? new Weighted() : null);
      group.sums.set(index, known);
    }
    return known;
  }

  /**
   * Adds a value over some intervals.
   *
   * @param weight its weight in each of them; NaN if that is its length
   */
  void add(Sum sum, double value, double weight, double from, double to, int times) {
    double all = Double.isNaN(weight) ? to - from : weight * times;
    if (!Double.isFinite(value) || !(all > 0)) {
      return;
    }
    sum.weights += all;
    if (value == 0 && sum.key.isSum()) {
      return; // nothing is added, in no part
    }
    sum.values += value * all;
    if (sum.all != null) {
      sum.all.add(value, all);
    }
    float[] course = sum.course;
    if (course == null) {
      course = new float[2 * Parts.MOST];
      sum.course = course;
    }
    parts.spread(value * all, all, from, to, course);
  }

  /**
   * Adds what was found.
   *
   * @param seconds the total length of all intervals
   */
  void addTo(Map<Key, RunValue> values, Map<Key, Key> keys, double seconds) {
    for (Group group : groups.values()) {
      for (Sum sum : group.sums) {
        if (sum != null && sum.weights > 0) {
          Key key = keys.computeIfAbsent(sum.key, any -> any);
          double over = key.isSum() ? seconds : sum.weights;
          values.put(
              key, new RunValue(sum.values / over, resolution(sum, seconds), course(sum), sum.all));
        }
      }
    }
  }

  private float[] course(Sum sum) {
    float[] means = new float[parts.count()];
    float[] course = sum.course;
    if (course == null) {
      return means; // 0 all the time
    }
    for (int i = 0; i < means.length; i++) {
      double over = sum.key.isSum() ? parts.seconds(i) : course[Parts.MOST + i];
      means[i] = over > 0 ? (float) (course[i] / over) : Float.NaN;
    }
    return means;
  }

  /** What one tick or one event more or less makes of the mean. */
  private double resolution(Sum sum, double seconds) {
    String unit = sum.key.unit();
    if (sum.isOfTicks && ticks > 0) {
      double whole = unit.equals("%") ? 100 : unit.startsWith("ms") ? 1_000 : 1;
      return whole / (ticks * seconds);
    }
    return unit.equals("/s") ? 1 / seconds : 0;
  }
}
