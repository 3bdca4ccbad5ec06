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
  private final Map<String, List<Figure>> figures = new LinkedHashMap<>();
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
      Sum sum = sums.sum(followed.group, i, figure);
      sum.noteTicks(interval.isOfTicks());
      followed.weights[i] =
          figure.weight().equals(Figure.SECONDS) ? Double.NaN : interval.once(row, figure.weight());
      sums.add(sum, followed.values[i], followed.weights[i], from, to, 1);
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
