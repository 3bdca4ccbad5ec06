package io.github.procfs4j.cli.compare;

import io.github.procfs4j.cli.report.Budget;
import io.github.procfs4j.cli.report.Lookout;
import io.github.procfs4j.cli.report.PresumedCounters;
import io.github.procfs4j.cli.report.Samples;
import io.github.procfs4j.cli.report.Span;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Lack;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.processes.ProcessTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a source in one run, summed up in one pass that keeps nothing of its samples. As
 * in a report, figures are computed only for rows that change.
 */
final class SourceReader {
  /** The greatest number of figures that are created from the columns of a table. */
  private static final int COLUMNS = 1_000;

  /** Workers of the kernel are named after what they do at the moment. */
  private static final Pattern WORKER = Pattern.compile("\\[?kworker/.*");

  /** A blank before an argument: an option, a number, a path or a setting. */
  private static final Pattern ARGUMENT = Pattern.compile(" (?=[-\\d.]|\\S*[/=])");

  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /** Computing a figure of a process takes a fraction of the time of one with other rows. */
  private static final double OF_TASK = 0.25;

  private final String source;
  private final boolean isOfTasks;
  private final List<Figure> known;
  private final PresumedCounters presumed;
  private final Parts parts;
  private final double ticks;
  private final Predicate<Key> keep;
  private final Map<String, List<Figure>> figures = new LinkedHashMap<>();
  private final Map<Row, Followed> rows = new HashMap<>();
  private final Map<List<Object>, Group> groups = new LinkedHashMap<>();
  private @Nullable Layout noted;
  private long rowsOfSample;
  private long ofOtherRows;
  private boolean areMostOfOtherRows;

  /** The number of intervals, the end of the last one, and their total length. */
  private int intervals;

  private double end;
  private double seconds;
  private int gaps;
  private int wentBack;

  /** A row that is followed from interval to interval. */
  private static final class Followed {
    final Group group;

    /** Its labels; those of a process that executes another program differ from then on. */
    final List<String> labels;

    /** The values since its figures stay the same, and their weights in an interval. */
    double[] values = {};

    double[] weights = {};
    double since;
    int sinceInterval;
    boolean isSteady;

    Followed(Group group, List<String> labels) {
      this.group = group;
      this.labels = labels;
    }
  }

  /** The rows that are compared as one: a row, or all processes of one name. */
  private static final class Group {
    final String table;
    final String row;
    final List<@Nullable Sum> sums = new ArrayList<>();

    Group(String table, String row) {
      this.table = table;
      this.row = row;
    }
  }

  /** A figure of a group. */
  private static final class Sum {
    final Key key;
    final @Nullable Weighted all;
    double values;
    double weights;
    boolean isOfTicks;

    /** Null as long as all values are 0. */
    @Nullable Course course;

    Sum(Key key, @Nullable Weighted all) {
      this.key = key;
      this.all = all;
    }
  }

  /** The sums of values and weights by the part of the run. */
  private static final class Course {
    final float[] values = new float[Parts.MOST];
    final float[] weights = new float[Parts.MOST];
  }

  /**
   * Creates a reader.
   *
   * @param source its name in the comparison
   * @param isOfTasks whether its rows are processes and threads
   * @param known the figures that its class defines
   * @param presumed further ones
   * @param parts the parts of the run
   * @param ticks the number of ticks in a second; NaN if it is not known
   * @param keep the figures of which all values are wanted
   */
  SourceReader(
      String source,
      boolean isOfTasks,
      List<Figure> known,
      PresumedCounters presumed,
      Parts parts,
      double ticks,
      Predicate<Key> keep) {
    this.source = source;
    this.isOfTasks = isOfTasks;
    this.known = known;
    this.presumed = presumed;
    this.parts = parts;
    this.ticks = ticks;
    this.keep = keep;
  }

  /** Reads the intervals in a span. */
  void read(Interval interval, long origin, Span span, Budget budget) {
    Lookout lookout = new Lookout(row -> true);
    boolean isFollowing = false;
    while (budget.allowsNext() && interval.next()) {
      budget.spend(Samples.INTERVAL);
      if (!span.holds(interval)) {
        if (isFollowing) {
          settleAll();
        }
        isFollowing = false;
        continue;
      }
      double from = (interval.fromNanos() - origin) / 1e9;
      double to = (interval.toNanos() - origin) / 1e9;
      gaps += interval.isAfterGap() ? 1 : 0;
      lookout.next(interval, isFollowing);
      if (lookout.isForAll()) {
        settleAll();
      } else {
        lookout.left().forEach(this::leave);
        lookout.rows().forEach(this::settle);
      }
      end = to;
      seconds += Math.max(0, to - from);
      isFollowing = true;
      examine(interval, from, to, lookout, budget);
      intervals++;
    }
    settleAll();
  }

  @SuppressWarnings("ReferenceEquality") // a deeper comparison would cost more than it saves
  private void examine(Interval interval, double from, double to, Lookout lookout, Budget budget) {
    Layout layout = interval.layout();
    if (layout != noted) {
      noted = layout;
      rowsOfSample = Samples.rowsOf(layout);
      if (lookout.isForAll()) {
        layout.tables().forEach(table -> note(table.table(), table.columns()));
      }
    }
    if (lookout.isForAll()) {
      for (TableLayout table : layout.tables()) {
        table.rows().forEach(row -> add(interval, row, from, to, lookout, budget));
      }
    } else {
      for (Row row : lookout.rows()) {
        if (!interval.wasThere(row)) {
          note(row.table(), interval.columns(row));
        }
        add(interval, row, from, to, lookout, budget);
      }
    }
    if (areMostOfOtherRows) {
      lookout.watchAll();
    }
    areMostOfOtherRows = 2 * ofOtherRows > rowsOfSample;
    budget.spend(ofOtherRows > 0 ? Samples.OTHER_ROW * rowsOfSample : 0);
    ofOtherRows = 0;
  }

  private void note(Table table, List<Column> columns) {
    List<Figure> those =
        figures.computeIfAbsent(
            table.name(),
            name ->
                new ArrayList<>(
                    known.stream().filter(figure -> figure.table().equals(name)).toList()));
    if (isOfTasks) {
      return;
    }
    if (known.isEmpty()) {
      for (Column column : columns) {
        if (column.kind() != Kind.IDENTIFIER) {
          addNew(those, Figure.of(table, column));
        }
      }
    }
    presumed.figures(table, columns).forEach(figure -> addNew(those, figure));
  }

  private static void addNew(List<Figure> figures, Figure figure) {
    if (figures.size() < COLUMNS
        && figures.stream().noneMatch(other -> other.name().equals(figure.name()))) {
      figures.add(figure);
    }
  }

  private void add(
      Interval interval, Row row, double from, double to, Lookout lookout, Budget budget) {
    List<Figure> wanted = figures.getOrDefault(row.table().name(), List.of());
    budget.spend(
        isOfTasks
            ? 1 + OF_TASK * wanted.size()
            : Samples.costOfRow(wanted.size(), wanted.size(), rowsOfSample));
    if (wanted.isEmpty()) {
      return;
    }
    Followed followed = followed(row, from);
    if (followed.values.length < wanted.size()) {
      followed.values = new double[wanted.size()];
      followed.weights = new double[wanted.size()];
    }
    boolean isOfOtherRows = false;
    boolean hasFallen = false;
    for (int i = 0; i < wanted.size(); i++) {
      Figure figure = wanted.get(i);
      followed.values[i] = figure.value(interval, row);
      isOfOtherRows |= !interval.isOfRowAlone();
      hasFallen |= interval.lack() == Lack.WENT_BACK;
      Sum sum = sum(followed.group, i, figure);
      sum.isOfTicks |= interval.isOfTicks();
      followed.weights[i] =
          figure.weight().equals(Figure.SECONDS) ? Double.NaN : interval.once(row, figure.weight());
      add(sum, followed.values[i], followed.weights[i], from, to, 1);
    }
    wentBack += hasFallen ? 1 : 0;
    ofOtherRows += isOfOtherRows ? 1 : 0;
    if (!isOfOtherRows && to > from && interval.isStill(row)) {
      followed.isSteady = true;
      followed.since = to;
      followed.sinceInterval = intervals + 1;
    } else if (!areMostOfOtherRows) {
      lookout.watch(row);
    }
  }

  @SuppressWarnings("ReferenceEquality") // equal labels that are not the same object are compared
  private Followed followed(Row row, double from) {
    Followed followed = rows.get(row);
    if (followed != null) {
      settle(followed, from);
      if (!isOfTasks || row.labels() == followed.labels || row.labels().equals(followed.labels)) {
        return followed;
      }
      rows.remove(row);
    }
    followed = follow(row);
    rows.put(row, followed);
    return followed;
  }

  private Followed follow(Row row) {
    String table = row.table().name();
    List<Object> identity = new ArrayList<>();
    identity.add(table);
    String shown;
    if (isOfTasks) {
      String name = ProcessTable.name(row);
      shown = table.equals(Key.THREAD) ? ofThread(name) : ofProcess(name);
      identity.add(shown);
    } else {
      List<String> labels = row.labels().subList(0, row.table().identifying());
      shown =
          String.join(" ", labels.stream().filter(label -> !label.isEmpty()).toList())
              + (row.repeat() > 0 ? " #" + (row.repeat() + 1) : "");
      identity.addAll(labels);
      identity.add(row.repeat());
    }
    return new Followed(
        groups.computeIfAbsent(identity, any -> new Group(table, shown)), row.labels());
  }

  /** What a process is: its name without the arguments, which differ from run to run. */
  static String ofProcess(String name) {
    return WORKER.matcher(name).matches() ? "kworker" : ARGUMENT.split(name, 2)[0];
  }

  /** Threads whose names differ only in numbers are those of a pool. */
  static String ofThread(String name) {
    return WORKER.matcher(name).matches() ? "kworker" : NUMBER.matcher(name).replaceAll("N");
  }

  private Sum sum(Group group, int index, Figure figure) {
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

  private void leave(Row row) {
    Followed followed = rows.remove(row);
    if (followed != null) {
      settle(followed, end);
    }
  }

  private void settle(Row row) {
    Followed followed = rows.get(row);
    if (followed != null) {
      settle(followed, end);
    }
  }

  private void settleAll() {
    rows.values().forEach(followed -> settle(followed, end));
  }

  /** Adds the intervals in which a row stayed the same. */
  private void settle(Followed followed, double to) {
    if (!followed.isSteady) {
      return;
    }
    followed.isSteady = false;
    int times = intervals - followed.sinceInterval;
    if (times > 0) {
      for (int i = 0; i < followed.values.length; i++) {
        Sum sum = followed.group.sums.get(i);
        if (sum != null) {
          add(sum, followed.values[i], followed.weights[i], followed.since, to, times);
        }
      }
    }
  }

  /**
   * Adds a value over some intervals.
   *
   * @param weight its weight in each of them; NaN if that is its length
   */
  private void add(Sum sum, double value, double weight, double from, double to, int times) {
    double all = Double.isNaN(weight) ? to - from : weight * times;
    if (!Double.isFinite(value) || !(all > 0)) {
      return;
    }
    sum.values += value * all;
    sum.weights += all;
    if (sum.all != null) {
      sum.all.add(value, all);
    }
    Course course = sum.course;
    if (course == null) {
      if (value == 0 && sum.key.isSum()) {
        return;
      }
      course = new Course();
      sum.course = course;
    }
    parts.spread(value * all, from, to, course.values);
    parts.spread(all, from, to, course.weights);
  }

  /** Adds what was found. */
  void addTo(Map<Key, RunValue> values, Map<Key, Key> keys) {
    for (Group group : groups.values()) {
      for (Sum sum : group.sums) {
        if (sum != null && sum.weights > 0) {
          Key key = keys.computeIfAbsent(sum.key, any -> any);
          double over = key.isSum() ? seconds : sum.weights;
          values.put(key, new RunValue(sum.values / over, resolution(sum), course(sum), sum.all));
        }
      }
    }
  }

  private float[] course(Sum sum) {
    float[] means = new float[parts.count()];
    Course course = sum.course;
    if (course == null) {
      return means; // 0 all the time
    }
    for (int i = 0; i < means.length; i++) {
      double over = sum.key.isSum() ? parts.seconds(i) : course.weights[i];
      means[i] = over > 0 ? (float) (course.values[i] / over) : Float.NaN;
    }
    return means;
  }

  /** What one tick or one event more or less makes of the mean. */
  private double resolution(Sum sum) {
    String unit = sum.key.unit();
    if (sum.isOfTicks && ticks > 0) {
      double whole = unit.equals("%") ? 100 : unit.startsWith("ms") ? 1_000 : 1;
      return whole / (ticks * seconds);
    }
    return unit.equals("/s") ? 1 / seconds : 0;
  }

  /** Whether there was any interval. */
  boolean isKnown() {
    return intervals > 0;
  }

  /** The number of intervals in which samples are missing. */
  int gaps() {
    return gaps;
  }

  /** How many rows lacked a value in an interval because a counter fell. */
  int wentBack() {
    return wentBack;
  }
}
