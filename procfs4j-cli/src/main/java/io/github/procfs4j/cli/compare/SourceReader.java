package io.github.procfs4j.cli.compare;

import io.github.procfs4j.cli.compare.Sums.Sum;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a source in one run, summed up in one pass that keeps nothing of its samples. As
 * in a report, figures are computed only for rows that change.
 */
final class SourceReader {
  /** The greatest number of figures that are created from the columns of a table. */
  private static final int COLUMNS = 1_000;

  /** Computing a figure of a process takes a fraction of the time of one with other rows. */
  private static final double OF_TASK = 0.25;

  private static final int[] NONE = {};
  private static final double[] NOTHING = {};

  private final boolean isOfTasks;
  private final List<Figure> known;
  private final PresumedCounters presumed;
  private final Sums sums;
  private final Map<String, List<Wanted>> figures = new LinkedHashMap<>();

  /** The names of the figures of each table. */
  private final Map<String, Set<String>> names = new HashMap<>();

  private final Map<Row, Followed> rows = new HashMap<>();

  /** The values of the figures of a row, and their weights. */
  private double[] values = NOTHING;

  private double[] weights = NOTHING;
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

  /** Whether a table has more columns than figures are created from. */
  private boolean isLimited;

  /** The value of a figure for a row of which nothing changes. */
  private enum Still {
    /** The same as before: it is computed from one sample alone. */
    SAME,
    /** 0: it is what something grows by. */
    ZERO,
    /** None: it is a part of what was counted, and nothing was. */
    NONE
  }

  /** A figure of a table. */
  private static final class Wanted {
    final Figure figure;
    final boolean isByTime;

    /** A column that it needs and that no row has, in the layout in which that was found out. */
    private @Nullable Column missing;

    private @Nullable Layout checked;

    /** What becomes of it while nothing changes; null if that is not known yet. */
    private @Nullable Still still;

    Wanted(Figure figure) {
      this.figure = figure;
      isByTime = figure.weight().equals(Figure.SECONDS);
    }

    /** Notes its value for a row of which nothing changed in the interval. */
    void noteStill(Interval interval, Row row, double value) {
      if (still != null) {
        return;
      }
      if (Double.isNaN(value)) {
        still = interval.lack() == Lack.NOTHING_COUNTED ? Still.NONE : null;
      } else if (isByTime) {
        boolean isSame = figure.valueBefore(interval, row) == value;
        still = isSame ? Still.SAME : value == 0 ? Still.ZERO : null;
      }
    }

    /** Whether its value is known for a row of which nothing changes. */
    boolean isKnownIfStill(double last) {
      return missing != null || still == Still.NONE || (still != null && !Double.isNaN(last));
    }

    /** That value. */
    double ifStill(double last) {
      return missing != null || still == Still.NONE ? Double.NaN : still == Still.ZERO ? 0 : last;
    }

    /** Whether it has no value for any row. */
    @SuppressWarnings("ReferenceEquality") // a deeper comparison would cost more than it saves
    boolean isMissing(Interval interval, Table table) {
      Column column = missing;
      if (column != null && checked != interval.layout()) {
        checked = interval.layout();
        missing = interval.isPrinted(table, column) ? null : column;
      }
      return missing != null;
    }

    /** Notes why it had no value for a row. */
    void noteLack(Interval interval) {
      if (interval.lack() == Lack.NOT_PRINTED) {
        missing = interval.lackingColumn();
        checked = interval.layout();
      }
    }
  }

  /** A row that is followed from interval to interval. */
  private static final class Followed {
    /** What its figures are added to; null if there is no room for them, or none is wanted. */
    final Sums.@Nullable Group group;

    /** Its labels; those of a process that executes another program differ from then on. */
    final List<String> labels;

    /** The values of its figures in the last interval, if it is of a process or thread. */
    double[] last = NOTHING;

    /**
     * The figures that have a value as long as nothing changes, their values since then, and their
     * weights in an interval; other rows have very many figures without one.
     */
    int[] indices = NONE;

    double[] values = NOTHING;
    double[] weights = NOTHING;
    int known;
    boolean isByTime = true;
    double since;
    int sinceInterval;
    boolean isSteady;

    /** The interval in which they were computed last. */
    int computed = -1;

    Followed(Sums.@Nullable Group group, List<String> labels) {
      this.group = group;
      this.labels = labels;
    }

    /**
     * Keeps the values that stay the same from an interval on.
     *
     * @param from the beginning of the interval
     * @param interval its number
     * @param all the value of each figure; NaN if it has none
     * @param count the number of figures
     * @param weightOf their weights, if they are not the lengths of intervals
     */
    void keep(double from, int interval, double[] all, int count, double @Nullable [] weightOf) {
      since = from;
      sinceInterval = interval;
      isSteady = true;
      known = 0;
      for (int i = 0; i < count; i++) {
        known += Double.isNaN(all[i]) ? 0 : 1;
      }
      if (indices.length < known) {
        indices = new int[known];
        values = new double[known];
      }
      if (weightOf != null && weights.length < known) {
        weights = new double[known];
      }
      int at = 0;
      for (int i = 0; i < count; i++) {
        if (!Double.isNaN(all[i])) {
          indices[at] = i;
          values[at] = all[i];
          if (weightOf != null) {
            weights[at] = weightOf[i];
          }
          at++;
        }
      }
      isByTime = weightOf == null;
    }

    /** Notes the values in an interval. */
    void noteLast(double[] all, int count) {
      if (last.length < count) {
        last = new double[count];
      }
      System.arraycopy(all, 0, last, 0, count);
    }

    /** The weight of a value that stays the same; NaN if it is the length of the interval. */
    double weight(int at) {
      return isByTime ? Double.NaN : weights[at];
    }
  }

  /**
   * Creates a reader.
   *
   * @param isOfTasks whether its rows are processes and threads
   * @param known the figures that its class defines
   * @param presumed further ones
   * @param sums to which its figures are added
   */
  SourceReader(boolean isOfTasks, List<Figure> known, PresumedCounters presumed, Sums sums) {
    this.isOfTasks = isOfTasks;
    this.known = known;
    this.presumed = presumed;
    this.sums = sums;
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
      }
      end = to;
      seconds += Math.max(0, to - from);
      isFollowing = true;
      examine(interval, from, to, lookout, budget);
      intervals++;
    }
    settleAll();
    rows.clear();
  }

  @SuppressWarnings("ReferenceEquality") // a deeper comparison would cost more than it saves
  private void examine(Interval interval, double from, double to, Lookout lookout, Budget budget) {
    Layout layout = interval.layout();
    if (layout != noted) {
      noted = layout;
      rowsOfSample = Samples.rowsOf(layout);
      if (lookout.isForAll()) {
        layout.tables().forEach(table -> note(table.table(), table.columns()));
        rows.keySet().removeIf(row -> !interval.isThere(row)); // they have been settled
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
    List<Wanted> those =
        figures.computeIfAbsent(
            table.name(),
            name ->
                new ArrayList<>(
                    known.stream()
                        .filter(figure -> figure.table().equals(name))
                        .map(Wanted::new)
                        .toList()));
    if (isOfTasks) {
      return;
    }
    Set<String> here =
        names.computeIfAbsent(
            table.name(),
            any -> those.stream().map(one -> one.figure.name()).collect(Collectors.toSet()));
    if (known.isEmpty()) {
      for (Column column : columns) {
        if (column.kind() != Kind.IDENTIFIER && !here.contains(column.name())) {
          addNew(those, here, Figure.of(table, column));
        }
      }
    }
    presumed.figures(table, columns).forEach(figure -> addNew(those, here, figure));
  }

  private void addNew(List<Wanted> figures, Set<String> names, Figure figure) {
    if (figures.size() < COLUMNS) {
      if (names.add(figure.name())) {
        figures.add(new Wanted(figure));
      }
    } else {
      isLimited = true;
    }
  }

  private void add(
      Interval interval, Row row, double from, double to, Lookout lookout, Budget budget) {
    List<Wanted> wanted = figures.getOrDefault(row.table().name(), List.of());
    budget.spend(
        isOfTasks
            ? 1 + OF_TASK * wanted.size()
            : Samples.costOfRow(wanted.size(), wanted.size(), rowsOfSample));
    if (wanted.isEmpty()) {
      return;
    }
    Followed followed = followed(row, from);
    if (followed != null && followed.group == null) {
      return;
    }
    boolean isStill = to > from && interval.isStill(row);
    if (isOfTasks && isStill && followed != null && isKnown(followed, wanted)) {
      for (int i = 0; i < wanted.size(); i++) {
        followed.last[i] = wanted.get(i).ifStill(followed.last[i]);
      }
      followed.keep(from, intervals, followed.last, wanted.size(), null);
      return;
    }
    boolean isOfOtherRows = false;
    boolean hasFallen = false;
    boolean isByTime = true;
    if (values.length < wanted.size()) {
      values = new double[wanted.size()];
      weights = new double[wanted.size()];
    }
    Arrays.fill(values, 0, wanted.size(), Double.NaN);
    for (int i = 0; i < wanted.size(); i++) {
      Wanted one = wanted.get(i);
      if (one.isMissing(interval, row.table())) {
        continue;
      }
      double value = one.figure.value(interval, row);
      if (isOfTasks) {
        one.noteLack(interval); // the figures of others may need a column only in some rows
        if (isStill) {
          one.noteStill(interval, row, value);
        }
      } else {
        // Other rows only limit figures of processes, which does not change their values.
        isOfOtherRows |= !interval.isOfRowAlone();
      }
      hasFallen |= interval.lack() == Lack.WENT_BACK;
      if (Double.isNaN(value)) {
        continue;
      }
      values[i] = value;
      if (followed == null) {
        followed = new Followed(sums.group(row), row.labels());
        rows.put(row, followed);
        if (followed.group == null) {
          return;
        }
      }
      Sums.Group group = Objects.requireNonNull(followed.group);
      Sum sum = sums.sum(group, i, one.figure);
      if (sum != null) {
        sum.noteTicks(interval.isOfTicks());
        weights[i] = one.isByTime ? Double.NaN : interval.once(row, one.figure.weight());
        isByTime &= one.isByTime;
        sums.add(sum, value, weights[i], from, to, 1);
      }
    }
    wentBack += hasFallen ? 1 : 0;
    ofOtherRows += isOfOtherRows ? 1 : 0;
    boolean isSteady = !isOfOtherRows && isStill;
    if (followed != null) {
      followed.computed = intervals;
      if (isOfTasks) {
        followed.noteLast(values, wanted.size());
      }
      if (isSteady) {
        followed.keep(to, intervals + 1, values, wanted.size(), isByTime ? null : weights);
      }
    }
    if (!isSteady && !areMostOfOtherRows) {
      lookout.watch(row);
    }
  }

  /**
   * Whether the values of a process or thread of which nothing changed follow from those of the
   * previous interval: what it uses grows by nothing, and what it has stays the same.
   */
  private boolean isKnown(Followed followed, List<Wanted> wanted) {
    if (followed.computed < 0
        || followed.computed != intervals - 1
        || followed.last.length < wanted.size()) {
      return false;
    }
    for (int i = 0; i < wanted.size(); i++) {
      if (!wanted.get(i).isKnownIfStill(followed.last[i])) {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // equal labels that are not the same object are compared
  private @Nullable Followed followed(Row row, double from) {
    Followed followed = rows.get(row);
    if (followed == null) {
      return null;
    }
    settle(followed, from);
    if (!isOfTasks || row.labels() == followed.labels || row.labels().equals(followed.labels)) {
      return followed;
    }
    rows.remove(row);
    return null;
  }

  private void leave(Row row) {
    Followed followed = rows.remove(row);
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
    Sums.Group group = followed.group;
    int times = intervals - followed.sinceInterval;
    if (times > 0 && group != null) {
      for (int i = 0; i < followed.known; i++) {
        Sum sum = group.sum(followed.indices[i]);
        if (sum != null) {
          sums.add(sum, followed.values[i], followed.weight(i), followed.since, to, times);
        }
      }
    }
  }

  /** Adds what was found. */
  void addTo(Map<Key, RunValue> values, Map<Key, Key> keys) {
    sums.addTo(values, keys, seconds);
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

  /** Whether it has more columns than are compared. */
  boolean isLimited() {
    return isLimited;
  }
}
