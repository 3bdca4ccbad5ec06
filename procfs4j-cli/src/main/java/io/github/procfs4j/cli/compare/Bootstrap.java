package io.github.procfs4j.cli.compare;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The confidence interval of the difference of two medians, from medians of runs that are drawn
 * again and again with replacement.
 *
 * <p>The percentiles of few runs are too narrow: those of n runs are widened as the t distribution
 * widens a normal interval (the expanded percentile interval of Hesterberg, What Teachers Should
 * Know About the Bootstrap, 2015, section 4.1.2). A group of one run is not drawn: it is what is
 * compared with the others.
 */
final class Bootstrap {
  private static final double LEVEL = 0.95;
  private static final int DRAWS = 2_000;

  /**
   * An interval.
   *
   * @param low its lower end
   * @param high its upper end
   */
  record Range(double low, double high) {
    /** Whether a number is outside it. */
    boolean excludes(double number) {
      return number < low || number > high;
    }
  }

  /**
   * The intervals.
   *
   * @param difference of the difference of the medians
   * @param relative of the difference, divided by the median of a; NaN where that is not positive
   */
  record Ranges(Range difference, Range relative) {}

  private Bootstrap() {}

  /** The intervals for the median of b compared with that of a. */
  static Ranges of(double[] a, double[] b, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] differences = new double[DRAWS];
    double[] ratios = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      double before = drawn(a, random);
      double after = drawn(b, random);
      differences[i] = after - before;
      ratios[i] = before > 0 ? (after - before) / before : Double.NaN;
    }
    double tail = tail(fewest(a.length, b.length));
    Arrays.sort(differences);
    double[] known = Statistics.known(ratios);
    Arrays.sort(known);
    return new Ranges(
        range(differences, tail),
        known.length < DRAWS ? new Range(Double.NaN, Double.NaN) : range(known, tail));
  }

  private static int fewest(int a, int b) {
    return a == 1 ? b : b == 1 ? a : Math.min(a, b);
  }

  /** The part of the draws that is outside the interval on each side. */
  static double tail(int runs) {
    if (runs < 2) {
      return (1 - LEVEL) / 2;
    }
    double t = TDistribution.of(runs - 1.0).inverseSurvivalProbability((1 - LEVEL) / 2);
    return NormalDistribution.of(0, 1).survivalProbability(Math.sqrt(runs / (runs - 1.0)) * t);
  }

  private static Range range(double[] sorted, double tail) {
    int left = (int) Math.floor(tail * sorted.length);
    return new Range(sorted[left], sorted[sorted.length - 1 - left]);
  }

  private static double drawn(double[] numbers, SplittableRandom random) {
    double[] drawn = new double[numbers.length];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = numbers.length == 1 ? numbers[0] : numbers[random.nextInt(numbers.length)];
    }
    Arrays.sort(drawn);
    return Statistics.medianOfSorted(drawn);
  }
}
