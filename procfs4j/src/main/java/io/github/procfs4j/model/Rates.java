package io.github.procfs4j.model;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The growth rates of a counter in the intervals between samples, where they are known. Immutable.
 */
public final class Rates {
  private final long[] from;
  private final long[] to;
  private final double[] perSecond;
  private final int skipped;

  private Rates(long[] from, long[] to, double[] perSecond, int skipped) {
    this.from = from;
    this.to = to;
    this.perSecond = perSecond;
    this.skipped = skipped;
  }

  static Rates of(TimeSeries series) {
    int most = Math.max(0, series.size() - 1);
    long[] from = new long[most];
    long[] to = new long[most];
    double[] perSecond = new double[most];
    int size = 0;
    for (int i = 1; i < series.size(); i++) {
      long before = series.value(i - 1);
      long after = series.value(i);
      long nanos = series.timeNanos(i) - series.timeNanos(i - 1);
      if (series.isAfterGap(i) || series.column().wentBack(before, after) || nanos <= 0) {
        continue;
      }
      from[size] = series.timeNanos(i - 1);
      to[size] = series.timeNanos(i);
      perSecond[size] = series.column().unit().amount(after - before, false) * 1e9 / nanos;
      size++;
    }
    return new Rates(
        Arrays.copyOf(from, size),
        Arrays.copyOf(to, size),
        Arrays.copyOf(perSecond, size),
        most - size);
  }

  /** {@return the number of intervals with a rate} */
  public int size() {
    return perSecond.length;
  }

  /**
   * {@return the number of intervals without one: they span a gap, or the counter went backwards}
   */
  public int skipped() {
    return skipped;
  }

  /**
   * {@return the beginning of an interval, in monotonic nanoseconds}
   *
   * @param interval its index, from 0
   * @throws IndexOutOfBoundsException if there is no such interval
   */
  public long fromNanos(int interval) {
    return from[Objects.checkIndex(interval, from.length)];
  }

  /**
   * {@return the end of an interval, in monotonic nanoseconds}
   *
   * @param interval its index, from 0
   * @throws IndexOutOfBoundsException if there is no such interval
   */
  public long toNanos(int interval) {
    return to[Objects.checkIndex(interval, to.length)];
  }

  /**
   * {@return the rate in an interval, for each second}
   *
   * @param interval its index, from 0
   * @throws IndexOutOfBoundsException if there is no such interval
   */
  public double perSecond(int interval) {
    return perSecond[Objects.checkIndex(interval, perSecond.length)];
  }

  /**
   * A rate.
   *
   * @param fromNanos the beginning of its interval, in monotonic nanoseconds
   * @param toNanos the end of its interval
   * @param perSecond the growth of the counter for each second
   */
  public record Rate(long fromNanos, long toNanos, double perSecond) {}

  /** {@return the rates, in the order of time} */
  public Stream<Rate> stream() {
    return IntStream.range(0, size()).mapToObj(i -> new Rate(from[i], to[i], perSecond[i]));
  }

  /** {@return the rates for each second, as a new array} */
  public double[] toArray() {
    return perSecond.clone();
  }

  /**
   * {@return the rates, weighted by the lengths of their intervals, so that the mean is the total
   * growth divided by the total time}
   */
  public Distribution distribution() {
    double[] weights = new double[perSecond.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = to[i] - from[i];
    }
    return new Distribution(perSecond, weights);
  }

  /** {@return the lowest rate; NaN if there is none} */
  public double min() {
    return distribution().min();
  }

  /** {@return the total growth divided by the total time; NaN if there is no rate} */
  public double mean() {
    return distribution().mean();
  }

  /** {@return the highest rate; NaN if there is none} */
  public double max() {
    return distribution().max();
  }

  /** Such as {@code Rates[59 intervals, 0.5 to 9.0 a second, mean 3.2; 1 skipped]}. */
  @Override
  public String toString() {
    return "Rates["
        + size()
        + " intervals"
        + (size() == 0 ? "" : ", " + min() + " to " + max() + " a second, mean " + mean())
        + "; "
        + skipped
        + " skipped]";
  }
}
