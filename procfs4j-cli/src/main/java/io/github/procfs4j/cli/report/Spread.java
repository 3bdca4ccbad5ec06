package io.github.procfs4j.cli.report;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * What is usual among hosts: a median, and how far values usually are from it. Neither changes much
 * if up to half of the values are arbitrary.
 *
 * @param known how many values are known
 * @param median their median; NaN if there is none
 * @param scale what counts as a distance of 1; NaN if too few are known
 */
record Spread(int known, double median, double scale) {
  /**
   * With this factor, the median distance from the median is the standard deviation if values are
   * normally distributed.
   */
  private static final double NORMAL = 1.4826;

  /** A distance of this part of the median is never more than 1. */
  private static final double LEAST = 0.05;

  /** Of fewer values, none is usual. */
  static final int FEWEST = 3;

  /**
   * The spread of the known ones among these values.
   *
   * @param grain a distance that is never more than 1
   */
  static Spread of(DoubleStream values, double grain) {
    double[] known = values.filter(Double::isFinite).sorted().toArray();
    double median = median(known);
    if (known.length < FEWEST) {
      return new Spread(known.length, median, Double.NaN);
    }
    double[] distances =
        Arrays.stream(known).map(value -> Math.abs(value - median)).sorted().toArray();
    double scale = Math.max(NORMAL * median(distances), Math.max(grain, LEAST * Math.abs(median)));
    return new Spread(known.length, median, scale);
  }

  private static double median(double[] ascending) {
    int size = ascending.length;
    return size == 0 ? Double.NaN : ascending[(size - 1) / 2] / 2 + ascending[size / 2] / 2;
  }

  /** How far a value is above the median, negative if it is below; NaN if nothing is usual. */
  double distance(double value) {
    return (value - median) / scale;
  }

  /** The least value that is this far above the median. */
  double at(double distance) {
    return median + distance * scale;
  }
}
