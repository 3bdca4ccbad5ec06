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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private final boolean isOfTasks;
  private final List<Figure> known;
  private final PresumedCounters presumed;
  private final Sums sums;
  private final Map<String, List<Wanted>> figures = new LinkedHashMap<>();
  private final Map<Row, Followed> rows = new HashMap<>();
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
    final Sums.Group group;

    /** Its labels; those of a process that executes another program differ from then on. */
    final List<String> labels;

    /** The values since its figures stay the same, and their weights in an interval. */
    double[] values = {};

    double[] weights = {};
    double since;
    int sinceInterval;
    boolean isSteady;

    /** The interval in which they were computed last. */
    int computed = -1;

    Followed(Sums.Group group, List<String> labels) {
      this.group = group;
      this.labels = labels;
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
    if (known.isEmpty()) {
      for (Column column : columns) {
        if (column.kind() != Kind.IDENTIFIER) {
          addNew(those, Figure.of(table, column));
        }
      }
    }
    presumed.figures(table, columns).forEach(figure -> addNew(those, figure));
  }

  private static void addNew(List<Wanted> figures, Figure figure) {
    if (figures.size() < COLUMNS
        && figures.stream().noneMatch(other -> other.figure.name().equals(figure.name()))) {
      figures.add(new Wanted(figure));
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
    if (followed.values.length < wanted.size()) {
      followed.values = new double[wanted.size()];
      followed.weights = new double[wanted.size()];
    }
    boolean isStill = to > from && interval.isStill(row);
    if (isOfTasks && isStill && isKnown(followed, wanted)) {
      for (int i = 0; i < wanted.size(); i++) {
        followed.values[i] = wanted.get(i).ifStill(followed.values[i]);
      }
      followed.isSteady = true;
      followed.since = from;
      followed.sinceInterval = intervals;
      return;
    }
    followed.computed = intervals;
    boolean isOfOtherRows = false;
    boolean hasFallen = false;
    for (int i = 0; i < wanted.size(); i++) {
      Wanted one = wanted.get(i);
      if (one.isMissing(interval, row.table())) {
        followed.values[i] = Double.NaN;
        continue;
      }
      followed.values[i] = one.figure.value(interval, row);
      if (isOfTasks) {
        one.noteLack(interval); // the figures of others may need a column only in some rows
        if (isStill) {
          one.noteStill(interval, row, followed.values[i]);
        }
      } else {
        // Other rows only limit figures of processes, which does not change their values.
        isOfOtherRows |= !interval.isOfRowAlone();
      }
      hasFallen |= interval.lack() == Lack.WENT_BACK;
      Sum sum = sums.sum(followed.group, i, one.figure);
      sum.noteTicks(interval.isOfTicks());
      followed.weights[i] = one.isByTime ? Double.NaN : interval.once(row, one.figure.weight());
      sums.add(sum, followed.values[i], followed.weights[i], from, to, 1);
    }
    wentBack += hasFallen ? 1 : 0;
    ofOtherRows += isOfOtherRows ? 1 : 0;
    if (!isOfOtherRows && isStill) {
      followed.isSteady = true;
      followed.since = to;
      followed.sinceInterval = intervals + 1;
    } else if (!areMostOfOtherRows) {
      lookout.watch(row);
    }
  }

  /**
   * Whether the values of a process or thread of which nothing changed follow from those of the
   * previous interval: what it uses grows by nothing, and what it has stays the same.
   */
  private boolean isKnown(Followed followed, List<Wanted> wanted) {
    if (followed.computed < 0 || followed.computed != intervals - 1) {
      return false;
    }
    for (int i = 0; i < wanted.size(); i++) {
      if (!wanted.get(i).isKnownIfStill(followed.values[i])) {
        return false;
      }
    }
    return true;
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
    followed = new Followed(sums.group(row), row.labels());
    rows.put(row, followed);
    return followed;
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
    int times = intervals - followed.sinceInterval;
    if (times > 0) {
      for (int i = 0; i < followed.values.length; i++) {
        Sum sum = followed.group.sum(i);
        if (sum != null) {
          sums.add(sum, followed.values[i], followed.weights[i], followed.since, to, times);
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
}
