package io.github.procfs4j.cli.compare;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.processes.ProcessTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The figures of a source in one run, summed up for all rows that are compared as one. */
final class Sums {
  /** No process has a longer name: that of a file has at most 255 bytes. */
  private static final int LONGEST_NAME = 1_000;

  private final String source;
  private final boolean isOfTasks;
  private final Parts parts;
  private final double ticks;
  private final Predicate<Key> keep;
  private final @Nullable Set<Key> wanted;
  private final Set<List<String>> wantedRows = new HashSet<>();
  private final Room room;
  private final ShortNames names = new ShortNames();
  private final Map<List<Object>, Group> groups = new LinkedHashMap<>();

  /** How many groups of a table are shown by the same words, although their labels differ. */
  private final Map<List<String>, Integer> alike = new HashMap<>();

  /** The course of a figure that is 0 all the time. */
  private final float[] zeros;

  /** The rows that are compared as one: a row, or all processes of one name. */
  static final class Group {
    private final String table;
    private final String row;

    /** The numbers of its figures in its table, ascending, and their sums. */
    private int[] indices = {};

    private @Nullable Sum[] sums = {};
    private int size;

    private Group(String table, String row) {
      this.table = table;
      this.row = row;
    }

    /** The sum of the figure with this number; null if none of its rows had a value so far. */
    @Nullable Sum sum(int index) {
      int at = at(index);
      return at < 0 ? null : sums[at];
    }

    /** The place of the figure with this number; as that of a binary search if there is none. */
    private int at(int index) {
      // Most rows have all figures of their table.
      return index < size && indices[index] == index
          ? index
          : Arrays.binarySearch(indices, 0, size, index);
    }

    private void put(int index, Sum sum) {
      if (size == sums.length) {
        indices = Arrays.copyOf(indices, size + size / 2 + 1);
        sums = Arrays.copyOf(sums, indices.length);
      }
      int at = -1 - at(index);
      System.arraycopy(indices, at, indices, at + 1, size - at);
      System.arraycopy(sums, at, sums, at + 1, size - at);
      indices[at] = index;
      sums[at] = sum;
      size++;
    }
  }

  /** A figure of a group. */
  static final class Sum {
    private final Key key;
    private final boolean isWanted;
    private final @Nullable Weighted all;
    private double values;
    private double weights;
    private boolean isOfTicks;

    /**
     * The sums of values and, after them, of weights by the part of the run; null as long as all
     * values are 0.
     */
    private float @Nullable [] course;

    private Sum(Key key, boolean isWanted, @Nullable Weighted all) {
      this.key = key;
      this.isWanted = isWanted;
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
   * @param wanted the only figures that are summed up; null for all
   * @param room how many figures there may be
   */
  Sums(
      String source,
      boolean isOfTasks,
      Parts parts,
      double ticks,
      Predicate<Key> keep,
      @Nullable Set<Key> wanted,
      Room room) {
    this.source = source;
    this.isOfTasks = isOfTasks;
    this.parts = parts;
    this.ticks = ticks;
    this.keep = keep;
    this.wanted = wanted;
    this.room = room;
    if (wanted != null) {
      wanted.forEach(key -> wantedRows.add(List.of(key.table(), key.row())));
    }
    zeros = new float[parts.count()];
  }

  /** The group that a row belongs to; null if there is no room for it, or it is not wanted. */
  @Nullable Group group(Row row) {
    List<Object> identity = new ArrayList<>();
    identity.add(row.table().name());
    if (isOfTasks) {
      identity.add(ofTask(row));
    } else {
      identity.addAll(row.labels().subList(0, row.table().identifying()));
      identity.add(row.repeat());
    }
    Group known = groups.get(identity);
    if (known == null && room.takeGroup()) {
      String table = names.of(row.table().name());
      known = new Group(table, isOfTasks ? ofTask(row) : shown(table, row));
      groups.put(identity, known);
    }
    return known != null && wanted != null && !wantedRows.contains(List.of(known.table, known.row))
        ? null
        : known;
  }

  /** The name by which a process or thread is matched. */
  private static String ofTask(Row row) {
    String all = ProcessTable.name(row);
    String name = all.substring(0, Math.min(all.length(), LONGEST_NAME));
    return ShortNames.shortened(
        row.table().name().equals(Key.THREAD)
            ? TaskNames.ofThread(name)
            : TaskNames.ofProcess(name));
  }

  /** The labels that identify a row in words; those of different rows of a table differ. */
  private String shown(String table, Row row) {
    List<String> labels =
        row.labels().subList(0, row.table().identifying()).stream()
            .filter(label -> !label.isEmpty())
            .map(names::of)
            .toList();
    String joined = labels.size() == 1 ? labels.getFirst() : String.join(" ", labels);
    String shown =
        ShortNames.shortened(row.repeat() > 0 ? joined + " #" + (row.repeat() + 1) : joined);
    if (row.table().identifying() < 2) {
      return shown;
    }
    int number = alike.merge(List.of(table, shown), 1, Integer::sum);
    return number == 1 ? shown : shown + " (" + number + ")";
  }

  /** The sum of a figure, which has this number in its table; null if there is no room for it. */
  @Nullable Sum sum(Group group, int index, Figure figure) {
    Sum known = group.sum(index);
    if (known == null && room.takeFigure()) {
      boolean isSum = isOfTasks && figure.weight().equals(Figure.SECONDS);
      Key key =
          new Key(
              source,
              group.table,
              group.row,
              names.of(figure.name()),
              names.of(figure.unit()),
              isSum);
      known =
          new Sum(
              key, wanted == null || wanted.contains(key), keep.test(key) ? new Weighted() : null);
      group.put(index, known);
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
    if (!sum.isWanted || !Double.isFinite(value) || !(all > 0)) {
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
      course = new float[2 * parts.most()];
      sum.course = course;
    }
    parts.spread(value * all, all, from, to, course);
  }

  /**
   * Adds what was found, and forgets it.
   *
   * @param seconds the total length of all intervals
   */
  void addTo(Map<Key, RunValue> values, Map<Key, Key> keys, double seconds) {
    for (Iterator<Group> each = groups.values().iterator(); each.hasNext(); each.remove()) {
      for (Sum sum : each.next().sums) { // those after its last one are null
        if (sum != null && sum.weights > 0) {
          Key key = keys.computeIfAbsent(sum.key, any -> any);
          double over = key.isSum() ? seconds : sum.weights;
          values.put(
              key, new RunValue(sum.values / over, resolution(sum, seconds), course(sum), sum.all));
          sum.course = null;
        }
      }
    }
  }

  private float[] course(Sum sum) {
    float[] course = sum.course;
    if (course == null) {
      return zeros;
    }
    float[] means = new float[parts.count()];
    for (int i = 0; i < means.length; i++) {
      double over = sum.key.isSum() ? parts.seconds(i) : course[parts.most() + i];
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
