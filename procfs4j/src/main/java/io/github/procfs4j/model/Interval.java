package io.github.procfs4j.model;

import java.util.function.BiPredicate;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Two neighbouring samples of a source and what changed between them; moved over the samples of a
 * {@link Playback}.
 *
 * <p>What {@link TimeSeries#rate} says of one column holds here for all: growth is measured between
 * the two samples as they were read, and where it cannot be said, across a gap or of a counter that
 * went back, it is NaN.
 */
public final class Interval {
  private final Playback samples;
  private final double pageSize;
  private final double ticksPerSecond;
  private final BiPredicate<Interval, Row> begins;
  private Layout layout = new Layout.Builder().build();
  private Layout beforeLayout = layout;
  private long[] before = new long[0];
  private final IntConsumer keepCell;
  private long beforeNanos;
  private boolean isFirst = true;

  /** The row that was asked for last, and where it stands in which layouts. */
  private @Nullable Row row;

  private Layout foundBefore = beforeLayout;
  private Layout found = beforeLayout;
  private int placeBefore = Layout.ABSENT;
  private int place = Layout.ABSENT;

  /** What {@link #once} computed last. */
  private @Nullable Row onceRow;

  private @Nullable ToDoubleBiFunction<Interval, Row> onceFormula;
  private double once;

  /** The intervals between these samples; {@link #next} moves to the first. */
  public Interval(Playback samples) {
    this(samples, Double.NaN, Double.NaN);
  }

  /**
   * The same of a machine whose pages and ticks have this size.
   *
   * @param pageSize in bytes, NaN if it is not known
   * @param ticksPerSecond USER_HZ, NaN if it is not known
   */
  public Interval(Playback samples, double pageSize, double ticksPerSecond) {
    this(samples, pageSize, ticksPerSecond, (interval, row) -> false);
  }

  /**
   * The same where it can be told of rows that come whether they began within the interval: their
   * counters were 0 then, and have grown to what they are.
   *
   * @param begins whether a row began within the interval at hand, which is asked of those only
   *     that are in the later sample and not in the earlier one, and not across a gap
   */
  public Interval(
      Playback samples, double pageSize, double ticksPerSecond, BiPredicate<Interval, Row> begins) {
    this.samples = samples;
    this.pageSize = pageSize;
    this.ticksPerSecond = ticksPerSecond;
    this.begins = begins;
    keepCell = cell -> before[cell] = samples.value(cell);
  }

  /** Moves on to the next interval: false if there is none. */
  public boolean next() {
    if (isFirst) {
      if (!samples.next()) {
        return false;
      }
      isFirst = false;
    }
    keep();
    if (!samples.next()) {
      return false;
    }
    layout = samples.layout();
    onceRow = null;
    return true;
  }

  private void keep() {
    beforeLayout = samples.layout();
    int count = beforeLayout.cells();
    if (before.length < count) {
      before = new long[count];
    }
    beforeLayout.forEachCell(keepCell);
    beforeNanos = time();
  }

  private long time() {
    return samples.startNanos() + (samples.endNanos() - samples.startNanos()) / 2;
  }

  /** The layout of the later sample: the rows there are. */
  public Layout layout() {
    return layout;
  }

  /**
   * When the interval begins: the middle of the time in which the earlier sample was read, in
   * monotonic nanoseconds.
   */
  public long fromNanos() {
    return beforeNanos;
  }

  /**
   * When the interval ends: the middle of the time in which the later sample was read, in monotonic
   * nanoseconds.
   */
  public long toNanos() {
    return time();
  }

  /** How long the interval is, as measured, in seconds. */
  public double seconds() {
    return (toNanos() - fromNanos()) / 1e9;
  }

  /**
   * How many bytes a page has on the machine that was sampled, for figures that are sizes and count
   * pages: NaN if it is not known.
   */
  public double pageSize() {
    return pageSize;
  }

  /**
   * How many ticks of USER_HZ make a second on the machine that was sampled: NaN if it is not
   * known.
   */
  public double ticksPerSecond() {
    return ticksPerSecond;
  }

  /**
   * Whether samples are missing between the two, as reading failed there: no counter is known to
   * have grown.
   */
  public boolean isAfterGap() {
    return samples.isAfterGap();
  }

  /** Whether a row is in the earlier sample. */
  public boolean wasThere(Row row) {
    turnTo(row);
    return placeBefore != Layout.ABSENT;
  }

  /**
   * By how much a counter grew, in its unit: NaN if the row or the column is missing in one of the
   * samples, unless the row began within the interval, if samples are missing in between, or if the
   * counter went back.
   */
  public double growth(Row row, Column column) {
    turnTo(row);
    int is = samples.isAfterGap() ? Layout.ABSENT : cell(column);
    if (is == Layout.ABSENT) {
      return Double.NaN;
    }
    int was = cellBefore(column);
    if (was == Layout.ABSENT && (placeBefore != Layout.ABSENT || !begins.test(this, row))) {
      return Double.NaN;
    }
    long from = was == Layout.ABSENT ? 0 : before[was];
    long to = samples.value(is);
    return Long.compareUnsigned(to, from) < 0
        ? Double.NaN
        : layout.column(is).unit().amount(to - from, false);
  }

  /** By how much a counter grew in a second: NaN where {@link #growth} is, or if no time passed. */
  public double perSecond(Row row, Column column) {
    double seconds = seconds();
    return seconds > 0 ? growth(row, column) / seconds : Double.NaN;
  }

  /**
   * By how much the counters of a row grew together, of those that both samples have: NaN where
   * there is none, or {@link #growth} of one is NaN.
   */
  public double growthOfAll(Row row) {
    return growthOfAll(row, Double::sum);
  }

  /** By how much that counter of a row grew that grew most; NaN where {@link #growthOfAll} is. */
  public double greatestGrowth(Row row) {
    return growthOfAll(row, Math::max);
  }

  private double growthOfAll(Row row, DoubleBinaryOperator together) {
    turnTo(row);
    if (samples.isAfterGap()) {
      return Double.NaN;
    }
    double all = Double.NaN;
    for (int c = 0; c < cells(); c++) {
      int is = layout.cellAt(place, c);
      if (is == Layout.ABSENT || layout.column(is).kind() != Kind.COUNTER) {
        continue;
      }
      @SuppressWarnings("ReferenceEquality") // if they are two and equal, it takes a little longer
      int was = layout == beforeLayout ? is : cellBefore(layout.column(is));
      if (was != Layout.ABSENT) {
        long from = before[was];
        long to = samples.value(is);
        if (Long.compareUnsigned(to, from) < 0) {
          return Double.NaN;
        }
        double growth = layout.column(is).unit().amount(to - from, false);
        all = Double.isNaN(all) ? growth : together.applyAsDouble(all, growth);
      }
    }
    return all;
  }

  /** What a gauge stands at in the later sample, in its unit: NaN if it is missing there. */
  public double amount(Row row, Column column) {
    turnTo(row);
    int is = cell(column);
    return is == Layout.ABSENT ? Double.NaN : layout.column(is).amount(samples.value(is));
  }

  /**
   * What a gauge stood at in the earlier sample, in its unit: NaN if it is missing there, or if
   * samples are missing in between.
   */
  public double amountBefore(Row row, Column column) {
    turnTo(row);
    int was = samples.isAfterGap() ? Layout.ABSENT : cellBefore(column);
    return was == Layout.ABSENT ? Double.NaN : beforeLayout.column(was).amount(before[was]);
  }

  /**
   * The value of a formula for a row, computed once however often it is asked for in a row: for
   * what many figures share, such as the time that all of them are shares of.
   */
  @SuppressWarnings(
      "ReferenceEquality") // the same object is meant: looking deeper costs what is saved
  public double once(Row row, ToDoubleBiFunction<Interval, Row> formula) {
    if (row != onceRow || formula != onceFormula) {
      onceRow = row;
      onceFormula = formula;
      once = formula.applyAsDouble(this, row);
    }
    return once;
  }

  /**
   * Whether a counter of this row went back: its device came anew, the kernel corrected a time, or
   * a counter of 32 bits began again.
   */
  public boolean wentBack(Row row) {
    turnTo(row);
    if (samples.isAfterGap()) {
      return false;
    }
    for (int c = 0; c < cells(); c++) {
      int is = layout.cellAt(place, c);
      if (is != Layout.ABSENT && layout.column(is).kind() == Kind.COUNTER) {
        int was = cellBefore(layout.column(is));
        if (was != Layout.ABSENT && Long.compareUnsigned(samples.value(is), before[was]) < 0) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Finds a row, whose cells are asked for one after the other: to look it up by its labels each
   * time took most of the time of a report.
   */
  @SuppressWarnings(
      "ReferenceEquality") // the same object is meant: looking deeper costs what is saved
  private void turnTo(Row wanted) {
    if (wanted == row && beforeLayout == foundBefore && layout == found) {
      return;
    }
    row = wanted;
    foundBefore = beforeLayout;
    found = layout;
    place = layout.place(wanted);
    placeBefore = beforeLayout == layout ? place : beforeLayout.place(wanted);
  }

  private int cells() {
    return place == Layout.ABSENT ? 0 : layout.cellsAt(place);
  }

  private int cell(Column column) {
    return place == Layout.ABSENT ? Layout.ABSENT : layout.cellAt(place, column.name());
  }

  private int cellBefore(Column column) {
    return placeBefore == Layout.ABSENT
        ? Layout.ABSENT
        : beforeLayout.cellAt(placeBefore, column.name());
  }
}
