package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.slots.SlotLayout;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Predicts how many figures a report needs for a source: for all samples, for every second, for
 * every fourth and so on. It only looks at which rows change, which takes a fraction of the time of
 * their figures, so that a report need not begin in vain.
 *
 * <p>A row is examined in each interval in which it changes, and in the one after that; all rows
 * are examined after a gap or a new layout, and if no time passed. What a row needs in an interval
 * between every n-th sample, it needs only once, however often it changes in between.
 */
final class Forecast {
  /** As many steps as there may be samples. */
  private static final int STEPS = 63;

  /** The cost of an interval, and of a row that changed, in figures. */
  private static final double INTERVAL = 0.3;

  /** By the logarithm of the step. */
  private final double[] figures = new double[STEPS];

  private final Span span;
  private final Map<String, Long> known;
  private final Map<Row, Last> rows = new HashMap<>();
  private final Last all = new Last();
  private final Last intervals = new Last();
  private final Map<String, Double> costs = new HashMap<>();
  private final Map<String, Set<String>> columnsOfTable = new HashMap<>();
  private @Nullable Layout layout;
  private double costOfAll;
  private double costOfSlot;
  private boolean isOfOtherRows;

  /** The interval that is being examined. */
  private long at;

  private double cost;

  /** The first of the intervals without time before it, and what all rows need in each. */
  private long timeless = -1;

  private double costOfTimeless;

  /** The last interval in which something was examined. */
  private static final class Last {
    long interval = -1;
  }

  private Forecast(Span span, List<Figure> known) {
    this.span = span;
    this.known =
        known.stream().collect(Collectors.groupingBy(Figure::table, Collectors.counting()));
  }

  /**
   * Looks at all samples.
   *
   * @param interval before the first of them
   * @param span the part that is reported
   * @param known the figures; if there are none, each column has one
   */
  static Forecast of(Interval interval, Span span, List<Figure> known) {
    Forecast forecast = new Forecast(span, known);
    forecast.run(interval, known);
    return forecast;
  }

  /** The shortest step with which so many figures are enough, a power of two. */
  long step(double most) {
    int step = 0;
    while (step < STEPS - 1 && figures[step] > most) {
      step++;
    }
    return 1L << step;
  }

  /** What the forecast itself took, in figures. */
  double cost() {
    return cost;
  }

  private void run(Interval interval, List<Figure> figuresOfSource) {
    boolean isFollowing = false;
    for (; interval.next(); at++) {
      if (!span.holds(interval)) {
        isFollowing = false;
        continue;
      }
      look(interval, figuresOfSource);
      add(intervals, Samples.INTERVAL, false);
      cost += INTERVAL;
      boolean isKnown = interval.changedRows(left -> {}, this::change) && isFollowing;
      if (!isKnown || isOfOtherRows) {
        add(all, costOfAll, !isOfOtherRows);
      }
      if (interval.seconds() > 0) {
        endTimeless();
      } else {
        timeless = timeless < 0 ? at : timeless;
        costOfTimeless = Math.max(costOfTimeless, costOfAll);
      }
      isFollowing = true;
    }
    endTimeless();
  }

  private void change(Row row) {
    double costOfRow =
        layout instanceof SlotLayout ? costOfSlot : costs.getOrDefault(row.table().name(), 0.0);
    add(rows.computeIfAbsent(row, any -> new Last()), costOfRow, true);
    cost += INTERVAL;
  }

  /**
   * Adds what is needed in this interval.
   *
   * @param isAgain whether it is needed in the next interval as well
   */
  private void add(Last last, double needed, boolean isAgain) {
    for (int step = 0; step < STEPS; step++) {
      long distance = (at >> step) - (last.interval < 0 ? -2 : last.interval >> step);
      if (distance == 0) {
        break; // with longer steps they are in the same interval, too
      }
      figures[step] += isAgain && distance > 1 ? 2 * needed : needed;
    }
    last.interval = at;
  }

  /** Between every n-th sample no time passes only if none passes in any of the n intervals. */
  private void endTimeless() {
    for (int step = 0; timeless >= 0 && step < STEPS; step++) {
      long first = (timeless + (1L << step) - 1) >> step;
      figures[step] += Math.max(0, (at >> step) - first) * costOfTimeless;
    }
    timeless = -1;
    costOfTimeless = 0;
  }

  @SuppressWarnings("ReferenceEquality") // a deeper comparison would cost more than it saves
  private void look(Interval interval, List<Figure> figuresOfSource) {
    Layout now = interval.layout();
    if (now == layout) {
      return;
    }
    layout = now;
    long rowsOfAll = Samples.rowsOf(now);
    if (now instanceof SlotLayout slots) {
      // To look for the tables of each layout would take longer.
      long most = known.values().stream().mapToLong(Long::longValue).max().orElse(slots.stride());
      costOfSlot = Samples.costOfRow((double) most, slots.stride(), rowsOfAll);
      costOfAll = rowsOfAll * costOfSlot;
      return;
    }
    costOfAll = 0;
    for (TableLayout table : now.tables()) {
      int columns = table.columns().size();
      long figuresOfRow =
          known.isEmpty() ? columnsSoFar(table) : known.getOrDefault(table.table().name(), 0L);
      double costOfRow = Samples.costOfRow((double) figuresOfRow, columns, rowsOfAll);
      costs.put(table.table().name(), costOfRow);
      costOfAll += costOfRow * table.rows().size();
      isOfOtherRows = isOfOtherRows || isOfOtherRows(interval, table, figuresOfSource);
    }
    costOfAll += isOfOtherRows ? Samples.OTHER_ROW * rowsOfAll : 0;
  }

  /** For each column that a table has had, its rows have a figure from then on. */
  private long columnsSoFar(TableLayout table) {
    Set<String> names =
        columnsOfTable.computeIfAbsent(table.table().name(), any -> new HashSet<>());
    for (Column column : table.columns()) {
      if (names.size() < TableFigures.COLUMNS) {
        names.add(column.name());
      }
    }
    return names.size();
  }

  /**
   * Whether a figure of a table is computed from other rows as well, by the example of the first
   * and the last row: all rows are then examined in each interval.
   */
  private static boolean isOfOtherRows(
      Interval interval, TableLayout table, List<Figure> figuresOfSource) {
    if (table.rows().isEmpty()) {
      return false;
    }
    for (Figure figure : figuresOfSource) {
      if (figure.table().equals(table.table().name())) {
        for (Row row : List.of(table.rows().getFirst(), table.rows().getLast())) {
          figure.value(interval, row);
          if (!interval.isOfRowAlone()) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
