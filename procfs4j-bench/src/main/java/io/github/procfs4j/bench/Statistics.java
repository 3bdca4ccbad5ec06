package io.github.procfs4j.bench;

import java.util.Arrays;
import java.util.Collection;

/** The few figures that series of times are reduced to. */
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
   * How far apart the ratios of two things done in turn are: half of what lies between their lower
   * and their upper quartile. Half of all rounds were that near to the median.
   */
  static double spread(long[] values, long[] references) {
    double[] ratios = new double[values.length];
    Arrays.setAll(ratios, i -> (double) values[i] / references[i]);
    Arrays.sort(ratios);
    int quarter = ratios.length / 4;
    return (ratios[ratios.length - 1 - quarter] - ratios[quarter]) / 2;
  }

  /** The mean of ratios, such that 2 and 1/2 make 1; NaN of none. */
  static double geometricMean(Collection<Double> ratios) {
    double logs = 0;
    for (double ratio : ratios) {
      logs += Math.log(ratio);
    }
    return Math.exp(logs / ratios.size());
  }
}
