package io.github.procfs4j.model;

import io.github.procfs4j.model.slots.AbstractLayout;
import io.github.procfs4j.printable.Printable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The numbers of one row and column over time. Immutable.
 *
 * <p>There is a point for every sample in which the row had the column. If samples between two
 * points lacked it, or failed, the later point is {@linkplain #isAfterGap after a gap}.
 */
public final class TimeSeries {
  private final Column column;
  private final int size;
  private final long[] start;
  private final long[] end;
  private final long[] value;
  private final BitSet afterGap;
  private final BitSet otherwiseSigned;

  private TimeSeries(
      Column column,
      int size,
      long[] start,
      long[] end,
      long[] value,
      BitSet afterGap,
      BitSet otherwiseSigned) {
    this.column = column;
    this.size = size;
    this.start = start;
    this.end = end;
    this.value = value;
    this.afterGap = afterGap;
    this.otherwiseSigned = otherwiseSigned;
  }

  /**
   * Collects the series of a row and a column from samples, up to the last.
   *
   * @param samples the samples, from the current position on; they are at their end afterwards
   * @param row the row, identified by its table and its labels
   * @param column the column, found by its name; unit and kind of the series are those of the first
   *     sample that has it. If it has another unit or kind in a later sample, that point is missing
   * @return the series, without points if no sample has the row and the column
   */
  @SuppressWarnings("ReferenceEquality") // a deeper comparison would cost more than it saves
  public static TimeSeries of(Playback samples, Row row, Column column) {
    Objects.requireNonNull(column, "column");
    Objects.requireNonNull(row, "row");
    Builder builder = new Builder(column);
    Layout layout = null;
    int cell = Layout.ABSENT;
    while (samples.next()) {
      Layout before = layout;
      layout = samples.layout();
      if (before == null) {
        cell = layout.cell(row, column);
      } else if (layout != before) {
        cell = AbstractLayout.of(layout).cell(row, column, before, cell);
      }
      if (samples.isAfterGap() || cell == Layout.ABSENT) {
        builder.gap();
      }
      if (cell != Layout.ABSENT) {
        builder.point(
            samples.startNanos(), samples.endNanos(), samples.value(cell), layout.column(cell));
      }
    }
    return builder.build();
  }

  /** Builds a series. */
  public static final class Builder {
    private Column column;
    private final BitSet afterGap = new BitSet();
    private final BitSet otherwiseSigned = new BitSet();
    private int size;
    private long[] start = new long[64];
    private long[] end = new long[64];
    private long[] value = new long[64];
    private boolean gap;
    private boolean isBuilt;

    /**
     * Creates a builder of a series of a column, without points.
     *
     * @param column the column, with the unit and the kind of the numbers
     */
    public Builder(Column column) {
      Objects.requireNonNull(column, "column");
      this.column = column;
    }

    /**
     * Adds a gap: the row or the sample is missing here.
     *
     * @throws IllegalStateException if the series was built
     */
    public void gap() {
      checkNotBuilt();
      gap = true;
    }

    /**
     * Adds a number and the times before and after it was read.
     *
     * @param startNanos the monotonic time before it was read, in nanoseconds
     * @param endNanos the monotonic time after it was read, in nanoseconds
     * @param number the number as the kernel printed it, as a 64-bit pattern
     * @throws IllegalStateException if the series was built
     */
    public void point(long startNanos, long endNanos, long number) {
      point(startNanos, endNanos, number, column);
    }

    /** Adds a number whose column may have a description other than that of the series. */
    void point(long startNanos, long endNanos, long number, Column described) {
      checkNotBuilt();
      if (size == 0) {
        column = described;
      } else if (described.kind() != column.kind() || !described.unit().equals(column.unit())) {
        gap();
        return;
      }
      if (size == value.length) {
        start = Arrays.copyOf(start, size * 2);
        end = Arrays.copyOf(end, size * 2);
        value = Arrays.copyOf(value, size * 2);
      }
      afterGap.set(size, gap);
      gap = false;
      otherwiseSigned.set(size, described.signed() != column.signed());
      start[size] = startNanos;
      end[size] = endNanos;
      value[size] = number;
      size++;
    }

    private void checkNotBuilt() {
      if (isBuilt) {
        throw new IllegalStateException("the series of " + column + " was already built");
      }
    }

    /**
     * {@return the series, to which nothing can be added}
     *
     * @throws IllegalStateException if it was built before
     */
    public TimeSeries build() {
      checkNotBuilt();
      isBuilt = true;
      return new TimeSeries(column, size, start, end, value, afterGap, otherwiseSigned);
    }
  }

  /** {@return the column of these numbers} */
  public Column column() {
    return column;
  }

  /** {@return the number of points} */
  public int size() {
    return size;
  }

  /**
   * {@return the monotonic time before the sample of a point was read, in nanoseconds}
   *
   * @param point its index, from 0
   * @throws IndexOutOfBoundsException if there is no such point
   */
  public long startNanos(int point) {
    return start[Objects.checkIndex(point, size)];
  }

  /**
   * {@return the monotonic time after the sample of a point was read, in nanoseconds}
   *
   * @param point its index, from 0
   * @throws IndexOutOfBoundsException if there is no such point
   */
  public long endNanos(int point) {
    return end[Objects.checkIndex(point, size)];
  }

  /**
   * {@return the time of the point: the middle of the time during which its sample was read}
   *
   * @param point its index, from 0
   * @throws IndexOutOfBoundsException if there is no such point
   */
  public long timeNanos(int point) {
    long from = startNanos(point);
    return from + (endNanos(point) - from) / 2;
  }

  /**
   * {@return the number of a point as the kernel printed it, as a 64-bit pattern}
   *
   * @param point its index, from 0
   * @throws IndexOutOfBoundsException if there is no such point
   */
  public long value(int point) {
    return value[Objects.checkIndex(point, size)];
  }

  /**
   * {@return the amount of a point in the column's unit}
   *
   * @param point its index, from 0
   * @throws IndexOutOfBoundsException if there is no such point
   */
  public double amount(int point) {
    return column.unit().amount(value(point), column.signed() != otherwiseSigned.get(point));
  }

  /**
   * {@return whether something is missing between the previous point and this one}
   *
   * @param point its index, from 0
   * @throws IndexOutOfBoundsException if there is no such point
   */
  public boolean isAfterGap(int point) {
    return afterGap.get(Objects.checkIndex(point, size));
  }

  /**
   * A point of a series.
   *
   * @param timeNanos as {@link TimeSeries#timeNanos}
   * @param amount as {@link TimeSeries#amount}
   * @param isAfterGap as {@link TimeSeries#isAfterGap}
   */
  public record Point(long timeNanos, double amount, boolean isAfterGap) {}

  /** {@return the points, in the order of time} */
  public Stream<Point> stream() {
    return IntStream.range(0, size)
        .mapToObj(point -> new Point(timeNanos(point), amount(point), isAfterGap(point)));
  }

  /** {@return the amounts of all points, in the column's unit, as a new array} */
  public double[] toAmounts() {
    return IntStream.range(0, size).mapToDouble(this::amount).toArray();
  }

  /** {@return {@link #timeNanos} of all points, as a new array} */
  public long[] toTimesNanos() {
    return IntStream.range(0, size).mapToLong(this::timeNanos).toArray();
  }

  /** {@return the unit of the amounts: that of the samples} */
  public Unit unit() {
    return column.unit();
  }

  /** {@return the kind of the numbers: that of the samples} */
  public Kind kind() {
    return column.kind();
  }

  /** {@return the amounts, for statistics such as those of a gauge} */
  public Distribution amounts() {
    double[] amounts = new double[size];
    double[] weights = new double[size];
    for (int i = 0; i < size; i++) {
      amounts[i] = amount(i);
      weights[i] = 1;
    }
    return new Distribution(amounts, weights);
  }

  /** Such as {@code TimeSeries[user, ticks, 60 points]}. */
  @Override
  public String toString() {
    return "TimeSeries["
        + column
        + ", "
        + Printable.line(column.unit().name())
        + ", "
        + size
        + " points]";
  }

  /**
   * {@return the growth rates between successive points, in the column's unit for each second}
   *
   * <p>The policy for rates is implemented only here: growth is divided by the measured time
   * between the two reads, never by the nominal period; no rate spans a gap; and if the counter
   * went backwards (a device was added again, the kernel corrected an idle time, a 32-bit counter
   * wrapped) the interval has none. Such intervals are counted, in {@link Rates#skipped}.
   *
   * @throws IllegalStateException if the column is not a counter
   */
  public Rates rate() {
    if (column.kind() != Kind.COUNTER) {
      throw new IllegalStateException(
          column.name() + " is a " + column.kind().text() + ": only a counter has a rate");
    }
    return Rates.of(this);
  }
}
