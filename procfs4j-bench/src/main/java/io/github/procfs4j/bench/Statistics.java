package io.github.procfs4j.bench;

import java.util.Arrays;
import java.util.Collection;

/** Statistics of series of times. */
final class Statistics {
  private Statistics() {}

  /** The middle one of the values, or the mean of the middle two. */
  static double median(long[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("the median of nothing");
    }
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
  }

  /**
   * The spread of the ratios of two things done alternately: half of the interquartile range. Half
   * of all rounds were that close to the median.
   */
  static double spread(long[] values, long[] references) {
    double[] ratios = new double[values.length];
    Arrays.setAll(ratios, i -> (double) values[i] / references[i]);
    Arrays.sort(ratios);
    int quarter = ratios.length / 4;
    return (ratios[ratios.length - 1 - quarter] - ratios[quarter]) / 2;
  }

  /** The geometric mean of ratios: that of 2 and 1/2 is 1; NaN if there are none. */
  static double geometricMean(Collection<Double> ratios) {
    double logs = 0;
    for (double ratio : ratios) {
      logs += Math.log(ratio);
    }
    return Math.exp(logs / ratios.size());
  }
}
