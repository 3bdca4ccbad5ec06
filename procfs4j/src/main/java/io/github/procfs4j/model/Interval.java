package io.github.procfs4j.model;

import io.github.procfs4j.model.slots.AbstractLayout;
import io.github.procfs4j.model.slots.ColumnCounts;
import io.github.procfs4j.model.slots.SlotLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Two successive samples of a source and the changes between them. Moves over the samples of a
 * {@link Playback}.
 *
 * <p>The rules of {@link TimeSeries#rate} for one column apply here to all columns: growth is
 * measured between the two samples, and is NaN where it is unknown, that is, across a gap or for a
 * counter that went backwards.
 *
 * <p>Before {@link #next} has returned true for the first time, there is no interval: it has no
 * rows, and every growth and amount is NaN with the reason {@link Lack#NO_INTERVAL}.
 */
public final class Interval {
  private static final AbstractLayout NOTHING = AbstractLayout.of(new Layout.Builder().build());

  private final Playback samples;
  private final double pageSize;
  private final double ticksPerSecond;
  private final BiPredicate<Interval, Row> begins;
  private AbstractLayout layout = NOTHING;
  private AbstractLayout beforeLayout = layout;

  /** The cells of both samples. Only changed cells are updated, if the changes are known. */
  private long[] before = new long[0];

  private long[] now = new long[0];

  /** The numbers of cells that may differ from 0. */
  private int usedBefore;

  private int used;

  /** The cells that differ between both samples, if that is known. */
  private int[] changed = new int[0];

  private int changes;
  private boolean isChangeKnown;
  private final IntConsumer noteChange = this::noteChange;

  /** The number of cells of each slot of the later sample; 0 if its layout has none. */
  private int stride;

  /** The number of samples so far, and the one in which a cell of each slot changed last. */
  private int moment;

  private int[] lastChange = new int[0];
  private long beforeNanos;
  private long nowNanos;
  private boolean isAfterGap;
  private boolean isFirst = true;

  /** Whether {@link #next} has moved to an interval. */
  private boolean isBegun;

  /** Whether both layouts consist of similar slots, so that rows can be compared slot by slot. */
  private boolean isOfSlots;

  /** The slots that contain another row than before, if {@link #isOfSlots}. */
  private int[] differing = new int[0];

  private int differences;

  /** The previous places of the rows in these slots; {@link Layout#ABSENT} for new rows. */
  private final Map<Row, Integer> placesBefore = new HashMap<>();

  /** The places of all rows, for a layout of slots; null until first needed. */
  private @Nullable Map<Row, Integer> places;

  /** The number of rows of each table that have each column; null until first needed. */
  private @Nullable ColumnCounts columns;

  /** The last requested row, and its places in two layouts. */
  private @Nullable Row row;

  private Layout foundBefore = beforeLayout;
  private Layout found = beforeLayout;
  private int placeBefore = Layout.ABSENT;
  private int place = Layout.ABSENT;

  /** Whether its numbers are in the same cells in both samples. */
  private boolean isInSameCells;

  /** The last result of {@link #once}. */
  private @Nullable Row onceRow;

  private @Nullable ToDoubleBiFunction<Interval, Row> onceFormula;
  private double once;
  private @Nullable Lack onceLack;
  private @Nullable Column onceLacking;
  private @Nullable Column onceLeftOut;
  private boolean onceIsOfRowAlone;
  private boolean onceIsOfTicks;

  /**
   * The row whose figure is being computed, and whether only that row has been requested for it.
   */
  private @Nullable Row valued;

  private boolean isOfRowAlone;

  /** Whether a counter in ticks has been requested for it. */
  private boolean isOfTicks;

  /** Whether gauges are those of the earlier sample, and nothing grows. */
  private boolean isBackInTime;

  /** Whether more than one sample of the row has been requested meanwhile. */
  private boolean isOfGrowth;

  /** The last result of {@link #onceForAll}. */
  private @Nullable Function<Interval, ?> forAllFormula;

  private @Nullable Object forAll;

  /** The last result of {@link #onceForAllAsDouble}. */
  private @Nullable ToDoubleFunction<Interval> forAllAsDoubleFormula;

  private double forAllAsDouble;

  /** What is known about the figure that is being computed, or was computed last. */
  private @Nullable Lack lack;

  private @Nullable Column lacking;
  private @Nullable Column leftOut;
  private Limits.Side side = Limits.Side.WITHIN;

  /**
   * Creates the intervals between these samples; {@link #next} moves to the first one.
   *
   * @param samples the samples; only this object may move over them from now on
   */
  public Interval(Playback samples) {
    this(samples, Double.NaN, Double.NaN);
  }

  /**
   * Creates intervals for a machine with this page size and tick length.
   *
   * @param samples the samples; only this object may move over them from now on
   * @param pageSize the page size in bytes, NaN if it is not known
   * @param ticksPerSecond USER_HZ, NaN if it is not known
   */
  public Interval(Playback samples, double pageSize, double ticksPerSecond) {
    this(samples, pageSize, ticksPerSecond, (interval, row) -> false);
  }

  /**
   * Creates intervals for rows of which it can be determined whether they began within an interval:
   * their counters were 0 then, and have grown to their current values.
   *
   * @param samples the samples; only this object may move over them from now on
   * @param pageSize the page size in bytes, NaN if it is not known
   * @param ticksPerSecond USER_HZ, NaN if it is not known
   * @param begins whether a row began within the current interval; called only for rows that are in
   *     the later sample but not in the earlier one, and not across a gap
   */
  public Interval(
      Playback samples, double pageSize, double ticksPerSecond, BiPredicate<Interval, Row> begins) {
    this.samples = Objects.requireNonNull(samples, "samples");
    this.pageSize = pageSize;
    this.ticksPerSecond = ticksPerSecond;
    this.begins = Objects.requireNonNull(begins, "begins");
  }

  /**
   * Moves to the next interval, or stays at this one if there is none.
   *
   * @return false if there is none
   */
  public boolean next() {
    if (isFirst) {
      if (!samples.next()) {
        return false;
      }
      isFirst = false;
      take();
    }
    if (!samples.next()) {
      return false;
    }
    isBegun = true;
    beforeNanos = nowNanos;
    catchUp();
    beforeLayout = layout;
    take();
    compareLayouts();
    onceRow = null;
    forAllFormula = null;
    forAllAsDoubleFormula = null;
    return true;
  }

  private void take() {
    layout = AbstractLayout.of(samples.layout());
    nowNanos = samples.startNanos() + (samples.endNanos() - samples.startNanos()) / 2;
    isAfterGap = samples.isAfterGap();
    int cells = layout.cells();
    if (now.length < cells) {
      now = Arrays.copyOf(now, cells + cells / 4);
      before = Arrays.copyOf(before, now.length);
    }
    changes = 0;
    stride = layout instanceof SlotLayout slots ? slots.stride() : 0;
    moment++;
    isChangeKnown = samples.changed(noteChange);
    if (!isChangeKnown) {
      samples.copyTo(now);
      Arrays.fill(now, Math.min(cells, used), used, 0);
    }
    used = Math.max(cells, isChangeKnown ? used : 0);
  }

  private void noteChange(int cell) {
    if (changes == changed.length) {
      changed = Arrays.copyOf(changed, changes + changes / 2 + 8);
    }
    if (cell < now.length) { // otherwise it existed only in between
      changed[changes++] = cell;
      if (stride > 0) {
        noteSlot(cell / stride);
      }
      now[cell] = cell < layout.cells() ? samples.value(cell) : 0; // or its row has left
    }
  }

  private void noteSlot(int slot) {
    if (slot >= lastChange.length) {
      lastChange = Arrays.copyOf(lastChange, slot + slot / 2 + 8);
    }
    lastChange[slot] = moment;
  }

  /** Makes the later sample the earlier one. */
  private void catchUp() {
    if (!isChangeKnown) {
      System.arraycopy(now, 0, before, 0, Math.max(used, usedBefore));
      usedBefore = 0;
    }
    usedBefore = Math.max(used, usedBefore);
    for (int i = 0; i < changes; i++) {
      before[changed[i]] = now[changed[i]];
    }
  }

  @SuppressWarnings("ReferenceEquality") // a deeper comparison would cost more than it saves
  private void compareLayouts() {
    differences = 0;
    placesBefore.clear();
    if (layout == beforeLayout) {
      isOfSlots = layout instanceof SlotLayout;
      return;
    }
    isOfSlots =
        layout instanceof SlotLayout is
            && beforeLayout instanceof SlotLayout was
            && is.stride() == was.stride();
    if (!isOfSlots) {
      places = null;
      columns = null;
      return;
    }
    SlotLayout is = (SlotLayout) layout;
    SlotLayout was = (SlotLayout) beforeLayout;
    is.differences(was, this::noteDifference);
    for (int i = 0; i < differences; i++) {
      Row left = was.rowOrNull(differing[i]);
      if (left != null) {
        placesBefore.put(left, differing[i]);
        countColumns(was, differing[i], -1);
        if (places != null) {
          places.remove(left);
        }
      }
    }
    for (int i = 0; i < differences; i++) {
      Row came = is.rowOrNull(differing[i]);
      if (came != null) {
        placesBefore.putIfAbsent(came, Layout.ABSENT);
        countColumns(is, differing[i], 1);
        if (places != null) {
          places.put(came, differing[i]);
        }
      }
    }
  }

  private void noteDifference(int slot) {
    if (differences == differing.length) {
      differing = Arrays.copyOf(differing, differences + differences / 2 + 8);
    }
    differing[differences++] = slot;
  }

  /**
   * Reports the rows that left and those that may not be {@link #isStill still}, if that can be
   * determined at a cost proportional to the changes. This includes rows with a new description.
   *
   * @param left receives each row that is in the earlier sample and not in the later one, or in
   *     another slot there; all of these are reported before any changed row
   * @param changed receives each row of the later sample that is not in the earlier one, or of
   *     which a number may have changed; a row may be reported more than once
   * @return whether it is known; if not, all rows may have changed, and none is reported
   */
  @SuppressWarnings("ReferenceEquality") // a deeper comparison would cost more than it saves
  public boolean changedRows(Consumer<Row> left, Consumer<Row> changed) {
    Objects.requireNonNull(left, "left");
    Objects.requireNonNull(changed, "changed");
    if (!isBegun || !isChangeKnown || isAfterGap || (layout != beforeLayout && !isOfSlots)) {
      return false;
    }
    if (differences > 0) {
      nameDifferences((SlotLayout) beforeLayout, (SlotLayout) layout, left, changed);
    }
    if (layout instanceof SlotLayout slots) {
      nameChanges(slots, changed);
      return true;
    }
    Row last = null;
    for (int i = 0; i < changes; i++) {
      int cell = this.changed[i];
      if (cell < layout.cells() && !layout.isHole(cell)) {
        Row here = layout.row(cell);
        if (here != last) { // usually several numbers of a row change
          changed.accept(here);
          last = here;
        }
      }
    }
    return true;
  }

  /** Usually several numbers of a row change, one after the other. */
  private void nameChanges(SlotLayout is, Consumer<Row> changed) {
    int stride = is.stride();
    int end = 0; // of the last slot
    int begin = 0;
    for (int i = 0; i < changes; i++) {
      int cell = this.changed[i];
      if (cell < begin || cell >= end) {
        int slot = cell / stride;
        begin = slot * stride;
        end = begin + stride;
        Row here = slot < is.slots() ? is.rowOrNull(slot) : null;
        if (here != null) {
          changed.accept(here);
        }
      }
    }
  }

  private void nameDifferences(
      SlotLayout was, SlotLayout is, Consumer<Row> left, Consumer<Row> changed) {
    for (int i = 0; i < differences; i++) {
      Row before = was.rowOrNull(differing[i]);
      if (before != null && !before.equals(is.rowOrNull(differing[i]))) {
        left.accept(before);
      }
    }
    for (int i = 0; i < differences; i++) {
      Row here = is.rowOrNull(differing[i]);
      if (here != null) {
        changed.accept(here);
      }
    }
  }

  /** {@return the layout of the later sample, with its rows; empty before there is an interval} */
  public Layout layout() {
    return isBegun ? layout : NOTHING;
  }

  /** {@return the layout of the earlier sample; empty before there is an interval} */
  public Layout layoutBefore() {
    return beforeLayout;
  }

  /**
   * {@return the beginning of the interval: the middle of the time during which the earlier sample
   * was read, in monotonic nanoseconds}
   *
   * @throws NoSuchElementException before {@link #next} has returned true
   */
  public long fromNanos() {
    checkBegun();
    return beforeNanos;
  }

  /**
   * {@return the end of the interval: the middle of the time during which the later sample was
   * read, in monotonic nanoseconds}
   *
   * @throws NoSuchElementException before {@link #next} has returned true
   */
  public long toNanos() {
    checkBegun();
    return nowNanos;
  }

  private void checkBegun() {
    if (!isBegun) {
      throw new NoSuchElementException("there is no interval yet: it takes two samples");
    }
  }

  /**
   * {@return the measured length of the interval, in seconds; NaN before {@link #next} has returned
   * true}
   */
  public double seconds() {
    return isBegun ? (nowNanos - beforeNanos) / 1e9 : Double.NaN;
  }

  /**
   * {@return the page size of the sampled machine in bytes, for figures that are sizes computed
   * from pages; NaN if it is unknown}
   */
  public double pageSize() {
    return Double.isNaN(pageSize) ? lacking(Lack.UNKNOWN_MACHINE, null) : pageSize;
  }

  /**
   * {@return the number of ticks (USER_HZ) in a second on the sampled machine; NaN if it is
   * unknown}
   */
  public double ticksPerSecond() {
    return Double.isNaN(ticksPerSecond) ? lacking(Lack.UNKNOWN_MACHINE, null) : ticksPerSecond;
  }

  /**
   * {@return whether samples between the two are missing because reading failed; the growth of
   * counters is then unknown}
   */
  public boolean isAfterGap() {
    return isAfterGap;
  }

  /**
   * {@return whether a row has a number in a column in the later sample}
   *
   * @param row the row, identified by its table and its labels
   * @param column a column of its table, identified by its name
   */
  public boolean has(Row row, Column column) {
    turnTo(row);
    return cell(column) != Layout.ABSENT;
  }

  /**
   * {@return whether any row of a table has a number in a column in the later sample}
   *
   * @param table the table, identified by its name
   * @param column the column, identified by its name
   */
  public boolean isPrinted(Table table, Column column) {
    Objects.requireNonNull(table, "table");
    return isBegun && hasColumn(table, column.name());
  }

  /**
   * {@return whether a row is in the later sample}
   *
   * @param row the row, identified by its table and its labels
   */
  public boolean isThere(Row row) {
    turnTo(row);
    return place != Layout.ABSENT;
  }

  /**
   * {@return the columns that a row has in the later sample; none if the row does not exist}
   *
   * @param row the row, identified by its table and its labels
   */
  public List<Column> columns(Row row) {
    turnTo(row);
    List<Column> columns = new ArrayList<>();
    for (int c = 0; c < cells(); c++) {
      int cell = layout.cellAt(place, c);
      if (cell != Layout.ABSENT) {
        columns.add(layout.column(cell));
      }
    }
    return columns;
  }

  /**
   * {@return whether a row is in the earlier sample}
   *
   * @param row the row, identified by its table and its labels
   */
  public boolean wasThere(Row row) {
    turnTo(row);
    return placeBefore != Layout.ABSENT;
  }

  /**
   * {@return whether a row has a number in a column in the earlier sample}
   *
   * @param row the row, identified by its table and its labels
   * @param column the column, identified by its name
   */
  public boolean had(Row row, Column column) {
    turnTo(row);
    return cellBefore(column) != Layout.ABSENT;
  }

  /**
   * {@return whether a row is in both samples with the same columns, and none of its numbers
   * changed} What is computed only from its numbers is then the same as in the previous interval,
   * if the row was still there too. False if this cannot be determined cheaply.
   *
   * @param row the row, identified by its table and its labels
   */
  public boolean isStill(Row row) {
    turnTo(row);
    if (place == Layout.ABSENT
        || placeBefore == Layout.ABSENT
        || isAfterGap
        || !layout.hasSameColumns(place, beforeLayout, placeBefore)) {
      return false;
    }
    if (isChangeKnown && stride > 0 && place == placeBefore) {
      return place >= lastChange.length || lastChange[place] != moment;
    }
    for (int c = cells() - 1; c >= 0; c--) {
      int is = layout.cellAt(place, c);
      if (is != Layout.ABSENT && now[is] != before[beforeLayout.cellAt(placeBefore, c)]) {
        return false;
      }
    }
    return true;
  }

  /**
   * {@return the growth of a counter, in its unit; NaN if the row or the column is missing in one
   * of the samples, unless the row began within the interval, if samples are missing in between, or
   * if the counter went backwards}
   *
   * @param row the row, identified by its table and its labels
   * @param column a column of its table, identified by its name
   */
  public double growth(Row row, Column column) {
    turnTo(row);
    isOfGrowth = true;
    if (isAfterGap) {
      return lacking(Lack.GAP, null);
    }
    int is = cell(column);
    if (is == Layout.ABSENT) {
      return lacking(column);
    }
    int was = isInSameCells ? is : cellBefore(column);
    if (was == Layout.ABSENT && (placeBefore != Layout.ABSENT || !began(row))) {
      return lacking(Lack.NOT_BEFORE, column);
    }
    long from = was == Layout.ABSENT ? 0 : before[was];
    long to = now[is];
    Column here = layout.column(is);
    isOfTicks = isOfTicks || isInTicks(here);
    return here.wentBack(from, to)
        ? lacking(Lack.WENT_BACK, column)
        : here.unit().amount(to - from, false);
  }

  private static boolean isInTicks(Column column) {
    return column.unit().name().equals(Unit.TICKS.name());
  }

  private boolean began(Row row) {
    Lack lackBefore = lack;
    Column lackingBefore = lacking;
    boolean began = begins.test(this, row);
    lack = lackBefore;
    lacking = lackingBefore;
    return began;
  }

  /**
   * As {@link #growth}, but 0 for a counter that no row of the table has in either sample: for sums
   * and differences that include a column not printed by every kernel. Kernels that do not print it
   * count it in another column, or not at all.
   *
   * @param row the row, identified by its table and its labels
   * @param column a column of its table, identified by its name
   * @return the growth of the counter, in its unit; 0 if no row of the table has it, otherwise NaN
   *     where {@link #growth} is NaN; NaN for a row that is in neither sample
   */
  public double growthIfPrinted(Row row, Column column) {
    turnTo(row);
    return (place != Layout.ABSENT || placeBefore != Layout.ABSENT)
            && cell(column) == Layout.ABSENT
            && cellBefore(column) == Layout.ABSENT
            && !hasColumn(row.table(), column.name())
            && !hadColumn(row.table(), column.name())
        ? 0
        : growth(row, column);
  }

  /**
   * {@return the growth of a counter for each second; NaN where {@link #growth} is NaN, or if no
   * time passed}
   *
   * @param row the row, identified by its table and its labels
   * @param column a column of its table, identified by its name
   */
  public double perSecond(Row row, Column column) {
    return growth(row, column) / secondsPassed();
  }

  /** {@return {@link #seconds} as a divisor: NaN if no time passed} */
  public double secondsPassed() {
    double seconds = seconds();
    return seconds > 0 ? seconds : lacking(Lack.NO_TIME, null);
  }

  /**
   * {@return the total growth of the counters of a row that are in both samples; NaN if there are
   * none, or if {@link #growth} of one of them is NaN}
   *
   * @param row the row, identified by its table and its labels
   */
  public double growthOfAll(Row row) {
    return growthOfAll(row, Double::sum);
  }

  /**
   * {@return the largest growth of any counter in the row; NaN where {@link #growthOfAll} is NaN}
   *
   * @param row the row, identified by its table and its labels
   */
  public double greatestGrowth(Row row) {
    return growthOfAll(row, Math::max);
  }

  private double growthOfAll(Row row, DoubleBinaryOperator together) {
    turnTo(row);
    isOfGrowth = true;
    if (isAfterGap) {
      return lacking(Lack.GAP, null);
    }
    double all = Double.NaN;
    Column missing = null;
    for (int c = 0; c < cells(); c++) {
      int is = layout.cellAt(place, c);
      if (is == Layout.ABSENT || layout.column(is).kind() != Kind.COUNTER) {
        continue;
      }
      @SuppressWarnings("ReferenceEquality") // if merely equal, it takes longer
      int was = layout == beforeLayout ? is : cellBefore(layout.column(is));
      if (was == Layout.ABSENT) {
        missing = layout.column(is);
      } else {
        long from = before[was];
        long to = now[is];
        if (layout.column(is).wentBack(from, to)) {
          return lacking(Lack.WENT_BACK, layout.column(is));
        }
        isOfTicks = isOfTicks || isInTicks(layout.column(is));
        double growth = layout.column(is).unit().amount(to - from, false);
        all = Double.isNaN(all) ? growth : together.applyAsDouble(all, growth);
      }
    }
    if (Double.isNaN(all)) {
      return lacking(missing == null ? Lack.NOT_IN_ROW : Lack.NOT_BEFORE, missing);
    }
    leftOut = missing == null ? gone() : missing;
    return all;
  }

  /** A counter that the row has in the earlier sample but not in the later one. */
  private @Nullable Column gone() {
    if (beforeLayout.hasSameColumns(placeBefore, layout, place)) {
      return null;
    }
    for (int c = 0; c < beforeLayout.cellsAt(placeBefore); c++) {
      int was = beforeLayout.cellAt(placeBefore, c);
      if (was != Layout.ABSENT
          && beforeLayout.column(was).kind() == Kind.COUNTER
          && cell(beforeLayout.column(was)) == Layout.ABSENT) {
        return beforeLayout.column(was);
      }
    }
    return null;
  }

  /**
   * {@return the value of a gauge in the later sample, in its unit; NaN if it is missing there}
   *
   * @param row the row, identified by its table and its labels
   * @param column a column of its table, identified by its name
   */
  public double amount(Row row, Column column) {
    if (isBackInTime) {
      return amountBefore(row, column);
    }
    turnTo(row);
    int is = cell(column);
    return is == Layout.ABSENT ? lacking(column) : layout.column(is).amount(now[is]);
  }

  /**
   * As {@link #amount}, but 0 for a gauge that no row of the table has: for sums and differences,
   * like {@link #growthIfPrinted}.
   *
   * @param row the row, identified by its table and its labels
   * @param column a column of its table, identified by its name
   * @return the value in the later sample, in the unit of the gauge; 0 if no row of the table has
   *     the gauge; NaN for a row that is not there
   */
  public double amountIfPrinted(Row row, Column column) {
    turnTo(row);
    return place != Layout.ABSENT
            && cell(column) == Layout.ABSENT
            && !hasColumn(row.table(), column.name())
        ? 0
        : amount(row, column);
  }

  /**
   * {@return the value of a gauge in the earlier sample, in its unit; NaN if it is missing there,
   * or if samples are missing in between}
   *
   * @param row the row, identified by its table and its labels
   * @param column a column of its table, identified by its name
   */
  public double amountBefore(Row row, Column column) {
    turnTo(row);
    if (isAfterGap) {
      return lacking(Lack.GAP, null);
    }
    int was = cellBefore(column);
    return was == Layout.ABSENT
        ? lacking(Lack.NOT_BEFORE, column)
        : beforeLayout.column(was).amount(before[was]);
  }

  /**
   * {@return the value of a formula for a row, computed only once for successive requests} For
   * values that many figures share, such as the time that all of them are shares of.
   *
   * @param row the row, identified by its table and its labels
   * @param formula the formula, the same object each time
   */
  @SuppressWarnings("ReferenceEquality") // a deeper comparison would cost more than it saves
  public double once(Row row, ToDoubleBiFunction<Interval, Row> formula) {
    Objects.requireNonNull(row, "row");
    Objects.requireNonNull(formula, "formula");
    if (isBackInTime) {
      return formula.applyAsDouble(this, row);
    }
    if (row != onceRow || formula != onceFormula) {
      Lack lackBefore = lack;
      Column lackingBefore = lacking;
      boolean wasOfRowAlone = isOfRowAlone;
      boolean wasOfTicks = isOfTicks;
      lack = null;
      lacking = null;
      leftOut = null;
      isOfRowAlone = true;
      isOfTicks = false;
      onceRow = row;
      onceFormula = formula;
      once = formula.applyAsDouble(this, row);
      onceLack = lack;
      onceLacking = lacking;
      onceLeftOut = leftOut;
      onceIsOfRowAlone = isOfRowAlone;
      onceIsOfTicks = isOfTicks;
      lack = lackBefore;
      lacking = lackingBefore;
      isOfRowAlone = wasOfRowAlone;
      isOfTicks = wasOfTicks;
    }
    leftOut = onceLeftOut;
    isOfRowAlone &= onceIsOfRowAlone;
    isOfTicks |= onceIsOfTicks;
    return Double.isNaN(once) && onceLack != null ? lacking(onceLack, onceLacking) : once;
  }

  /**
   * {@return the result of a formula for the later sample, computed only once for all rows} For
   * results that would otherwise require a loop over all rows for each of them.
   *
   * @param <T> the type of the result
   * @param formula the formula, the same object each time; it must not request figures
   */
  @SuppressWarnings({"unchecked", "ReferenceEquality"}) // identity is meant
  public <T> T onceForAll(Function<Interval, T> formula) {
    Objects.requireNonNull(formula, "formula");
    isOfRowAlone = false;
    isOfGrowth = true; // it is that of the later sample
    T all = (T) forAll;
    if (forAllFormula != formula || all == null) {
      all = formula.apply(this);
      forAll = all;
      forAllFormula = formula;
    }
    return all;
  }

  /**
   * As {@link #onceForAll}, for a formula that returns a number.
   *
   * @param formula the formula, the same object each time; it must not request figures
   * @return its result for the later sample
   */
  @SuppressWarnings("ReferenceEquality") // identity is meant
  public double onceForAllAsDouble(ToDoubleFunction<Interval> formula) {
    Objects.requireNonNull(formula, "formula");
    isOfRowAlone = false;
    isOfGrowth = true; // it is that of the later sample
    if (forAllAsDoubleFormula != formula) {
      forAllAsDouble = formula.applyAsDouble(this);
      forAllAsDoubleFormula = formula;
    }
    return forAllAsDouble;
  }

  /**
   * The value of a figure for a row, within its {@linkplain Figure#limits limits}; NaN if there is
   * none, and {@link #lack} then gives the reason.
   */
  double value(Figure figure, Row row) {
    lack = null;
    lacking = null;
    valued = row;
    isOfRowAlone = true;
    isOfTicks = false;
    leftOut = null;
    return limited(figure.limits(), figure.formula().applyAsDouble(this, row), row);
  }

  /**
   * The value of a figure for a row in the earlier sample, if it is computed from one sample alone;
   * otherwise NaN.
   */
  double valueBefore(Figure figure, Row row) {
    turnTo(row);
    if (placeBefore == Layout.ABSENT || place == Layout.ABSENT || isAfterGap || !hasSameColumns()) {
      return Double.NaN;
    }
    Lack lackNow = lack;
    Column lackingNow = lacking;
    Column leftOutNow = leftOut;
    boolean wasOfRowAlone = isOfRowAlone;
    isBackInTime = true;
    isOfGrowth = false;
    try {
      double value = figure.formula().applyAsDouble(this, row);
      return isOfGrowth || !Double.isFinite(value) ? Double.NaN : value;
    } finally {
      isBackInTime = false;
      lack = lackNow;
      lacking = lackingNow;
      leftOut = leftOutNow;
      isOfRowAlone = wasOfRowAlone;
    }
  }

  /** Whether the row has numbers in the same columns in both samples. */
  private boolean hasSameColumns() {
    return layout.hasSameColumns(place, beforeLayout, placeBefore)
        || (isIn(beforeLayout, placeBefore, layout, place)
            && isIn(layout, place, beforeLayout, placeBefore));
  }

  /** Whether a row has numbers in all columns in which another one has some. */
  private static boolean isIn(
      AbstractLayout layout, int place, AbstractLayout other, int otherPlace) {
    for (int c = 0; c < other.cellsAt(otherPlace); c++) {
      int cell = other.cellAt(otherPlace, c);
      if (cell != Layout.ABSENT
          && layout.cellAt(place, other.column(cell).name()) == Layout.ABSENT) {
        return false;
      }
    }
    return true;
  }

  /**
   * Applies limits to a value of a row, as for figures: for sums of figures. Afterwards, {@link
   * #side} and {@link #lack} refer to it.
   *
   * @param limits the limits of the sum
   * @param came the value to which they are applied
   * @param row the row that the value belongs to
   * @return the value, its replacement if it is outside limits that have one, or NaN if there is
   *     none
   */
  public double limited(Limits limits, double came, Row row) {
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(row, "row");
    double value = came;
    side = Limits.Side.WITHIN;
    if (!Double.isFinite(value)) {
      return lacking(Lack.NOTHING_COUNTED, null);
    }
    side = limits.side(value, this, row);
    boolean isPossible = true;
    if (side != Limits.Side.WITHIN && limits.instead() != null) {
      value = limits.instead().applyAsDouble(this, row);
      isPossible = Double.isFinite(value) && limits.side(value, this, row) == Limits.Side.WITHIN;
      side = isPossible ? side : Limits.Side.WITHIN;
    }
    lack = null;
    lacking = null;
    return isPossible ? value : lacking(Lack.IMPOSSIBLE, null);
  }

  /** {@return NaN, and records that the figure does not apply, so that no value is missing} */
  public double inapplicable() {
    return lacking(Lack.INAPPLICABLE, null);
  }

  /** {@return the reason why the last requested figure has no value; null if it has one} */
  public @Nullable Lack lack() {
    return lack;
  }

  /** {@return the missing column, if that is the reason why the figure has no value} */
  public @Nullable Column lackingColumn() {
    return lacking;
  }

  /**
   * {@return a counter of the row that is not included in the last requested figure, a sum over all
   * counters of the row, because only one of the two samples has it: a CPU went offline or online}
   * Null if the sum is complete.
   */
  public @Nullable Column leftOutColumn() {
    return leftOut;
  }

  /**
   * {@return whether the last requested figure is computed only from numbers of its row; it then
   * does not change while the row is {@link #isStill still}}
   */
  public boolean isOfRowAlone() {
    return isOfRowAlone;
  }

  /**
   * {@return whether the last requested figure is computed from the growth of counters in ticks of
   * USER_HZ} Over an interval of few ticks, it can only have few different values.
   */
  public boolean isOfTicks() {
    return isOfTicks;
  }

  /**
   * {@return whether the last requested figure was within its limits before any correction; without
   * limits it counts as within}
   */
  public Limits.Side side() {
    return side;
  }

  private double lacking(Column column) {
    return lacking(
        row != null && hasColumn(row.table(), column.name()) ? Lack.NOT_IN_ROW : Lack.NOT_PRINTED,
        column);
  }

  /**
   * Records why there is no value: only the first reason counts, because others may follow from it.
   */
  private double lacking(Lack why, @Nullable Column column) {
    if (lack == null) {
      lack = isBegun ? why : Lack.NO_INTERVAL;
      lacking = isBegun ? column : null;
    }
    return Double.NaN;
  }

  /**
   * {@return whether a counter of this row went backwards: its device was added again, the kernel
   * corrected a time, or a 32-bit counter wrapped}
   *
   * @param row the row, identified by its table and its labels
   */
  public boolean wentBack(Row row) {
    turnTo(row);
    if (isAfterGap) {
      return false;
    }
    for (int c = 0; c < cells(); c++) {
      int is = layout.cellAt(place, c);
      if (is != Layout.ABSENT && layout.column(is).kind() == Kind.COUNTER) {
        int was = cellBefore(layout.column(is));
        if (was != Layout.ABSENT && layout.column(is).wentBack(before[was], now[is])) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Finds a row, whose cells are then requested one after the other: looking it up by its labels
   * each time would take most of the time of a report.
   */
  @SuppressWarnings("ReferenceEquality") // a deeper comparison would cost more than it saves
  private void turnTo(Row wanted) {
    Objects.requireNonNull(wanted, "row");
    isOfRowAlone &= wanted == valued;
    if (isBegun && wanted == row && beforeLayout == foundBefore && layout == found) {
      return;
    }
    row = wanted;
    foundBefore = beforeLayout;
    found = layout;
    place = isBegun ? place(wanted) : Layout.ABSENT;
    placeBefore =
        beforeLayout == layout
            ? place
            : isOfSlots ? placesBefore.getOrDefault(wanted, place) : beforeLayout.place(wanted);
    isInSameCells =
        place == placeBefore
            && place != Layout.ABSENT
            && (layout == beforeLayout
                || (isOfSlots && layout.hasSameColumns(place, beforeLayout, placeBefore)));
  }

  /**
   * The place of a row in the later sample. With slots, each process that starts leads to another
   * layout; finding all rows of each layout would take longer than everything else.
   */
  private int place(Row wanted) {
    if (!(layout instanceof SlotLayout slots)) {
      return layout.place(wanted);
    }
    if (places == null) {
      places = slots.places();
    }
    return places.getOrDefault(wanted, Layout.ABSENT);
  }

  /** Whether any row of a table in the later sample has a column with this name. */
  private boolean hasColumn(Table of, String column) {
    return layout instanceof SlotLayout slots
        ? countedColumns(slots).has(of.name(), column)
        : layout.hasColumn(of, column);
  }

  /** Whether any row of a table in the earlier sample has a column with this name. */
  @SuppressWarnings("ReferenceEquality") // a deeper comparison would cost more than it saves
  private boolean hadColumn(Table of, String column) {
    if (beforeLayout == layout) {
      return hasColumn(of, column);
    }
    if (!isOfSlots) {
      return beforeLayout.hasColumn(of, column);
    }
    SlotLayout is = (SlotLayout) layout;
    SlotLayout was = (SlotLayout) beforeLayout;
    int rows = rowsWith(is, of, column);
    for (int i = 0; i < differences; i++) {
      rows += was.hasColumn(differing[i], of, column) ? 1 : 0;
      rows -= is.hasColumn(differing[i], of, column) ? 1 : 0;
    }
    return rows > 0;
  }

  /**
   * The number of rows of a table that have a column; like {@link #place}, updated from layout to
   * layout.
   */
  private int rowsWith(SlotLayout slots, Table of, String column) {
    return countedColumns(slots).rows(of.name(), column);
  }

  private ColumnCounts countedColumns(SlotLayout slots) {
    ColumnCounts known = columns;
    if (known == null) {
      known = new ColumnCounts();
      for (int slot = 0; slot < slots.slots(); slot++) {
        known.add(slots, slot, 1);
      }
      columns = known;
    }
    return known;
  }

  private void countColumns(SlotLayout slots, int slot, int by) {
    if (columns != null) {
      columns.add(slots, slot, by);
    }
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

  /** Such as {@code Interval[1.000 s, cpu 9×10, system 1×5, 95 cells]}. */
  @Override
  public String toString() {
    return isBegun
        ? String.format(Locale.ROOT, "Interval[%.3f s", seconds())
            + (isAfterGap ? ", after a gap" : "")
            + layout.toString().replace("Layout[", ", ")
        : "Interval[not begun]";
  }
}
