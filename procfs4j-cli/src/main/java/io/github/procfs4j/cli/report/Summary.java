package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Distribution;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What is said of a figure of a row over all intervals; all is NaN where there is no value.
 *
 * @param size in how many intervals it has a value
 * @param min the lowest
 * @param mean the mean, weighted as the figure says
 * @param p50 the median, weighted likewise, as are the other percentiles
 * @param p95 the 95th percentile
 * @param p99 the 99th percentile
 * @param max the highest
 */
record Summary(int size, double min, double mean, double p50, double p95, double p99, double max) {

  /** Of no value at all, as of most rows of a table that is nearly empty. */
  private static final Summary NONE =
      new Summary(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  /** What stands above the numbers. */
  static final List<String> HEADS = List.of("min", "mean", "p50", "p95", "p99", "max");

  /** Of values, and what each weighs. */
  static Summary of(double[] values, double[] weights) {
    return of(new Distribution(values, weights).size(), values, weights);
  }

  /**
   * The same of values that stand for several intervals each.
   *
   * @param size in how many intervals they are
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

  /** Of one value that never changes. */
  static Summary constant(int size, double value) {
    return Double.isNaN(value) ? NONE : new Summary(size, value, value, value, value, value, value);
  }

  /** All numbers, in the order of {@link #HEADS}, in one unit. */
  List<String> texts(Scale scale) {
    return DoubleStream.of(min, mean, p50, p95, p99, max).mapToObj(scale::text).toList();
  }

  /** Whether there is nothing but zeros. */
  boolean isZero() {
    return size > 0 && min == 0 && max == 0;
  }
}
