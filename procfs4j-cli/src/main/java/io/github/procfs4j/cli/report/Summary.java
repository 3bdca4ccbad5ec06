package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Distribution;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A summary of a figure of a row over all intervals; all numbers are NaN if there is no value.
 *
 * @param size the number of intervals with a value
 * @param min the lowest
 * @param mean the mean, weighted as defined by the figure
 * @param p50 the median, weighted like the mean, as are the other percentiles
 * @param p95 the 95th percentile
 * @param p99 the 99th percentile
 * @param max the highest
 */
record Summary(int size, double min, double mean, double p50, double p95, double p99, double max) {

  /** The summary of no values, as for most rows of a nearly empty table. */
  private static final Summary NONE =
      new Summary(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  /** The headings of the numbers. */
  static final List<String> HEADS = List.of("min", "mean", "p50", "p95", "p99", "max");

  /** The summary of values with their weights. */
  static Summary of(double[] values, double[] weights) {
    return of(new Distribution(values, weights).size(), values, weights);
  }

  /**
   * The summary of values, each of which represents several intervals.
   *
   * @param size the number of these intervals
   */
  static Summary of(int size, double[] values, double[] weights) {
    Distribution all = new Distribution(values, weights);
    return new Summary(
        size,
        all.min(),
        all.mean(),
        all.percentile(50),
        all.percentile(95),
        all.percentile(99),
        all.max());
  }

  /** The summary of a constant value. */
  static Summary constant(int size, double value) {
    return Double.isNaN(value) ? NONE : new Summary(size, value, value, value, value, value, value);
  }

  /** All numbers, in the order of {@link #HEADS}, with one unit. */
  List<String> texts(Scale scale) {
    return DoubleStream.of(min, mean, p50, p95, p99, max).mapToObj(scale::text).toList();
  }

  /** Whether all values are zero. */
  boolean isZero() {
    return size > 0 && min == 0 && max == 0;
  }
}
