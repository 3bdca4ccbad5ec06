package io.github.procfs4j.cli.compare;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
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

  /** For so many pairs of sizes it is kept what is drawn. */
  private static final int KEPT = 16;

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

  private final long seed;

  /** What is drawn from groups of some sizes, which is always the same. */
  private final Map<Sizes, int[]> drawn = new HashMap<>();

  /** The numbers of runs of which something is drawn. */
  private record Sizes(int a, int b) {}

  /** Creates intervals from what chance with this seed draws. */
  Bootstrap(long seed) {
    this.seed = seed;
  }

  /** The intervals for the median of b compared with that of a. */
  Ranges of(double[] a, double[] b) {
    Medians ofA = new Medians(a);
    Medians ofB = new Medians(b);
    int[] draws = draws(new Sizes(a.length, b.length));
    double[] differences = new double[DRAWS];
    double[] ratios = new double[DRAWS];
    int at = 0;
    for (int i = 0; i < DRAWS; i++) {
      double before = ofA.of(draws, at);
      at += a.length;
      double after = ofB.of(draws, at);
      at += b.length;
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

  /** For each draw the numbers of the runs of a, then those of b. */
  private int[] draws(Sizes sizes) {
    if (drawn.size() > KEPT) {
      drawn.clear(); // where values are not known, there are other sizes
    }
    return drawn.computeIfAbsent(sizes, this::drawn);
  }

  private int[] drawn(Sizes sizes) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] draws = new int[DRAWS * (sizes.a + sizes.b)];
    int at = 0;
    for (int i = 0; i < DRAWS; i++) {
      for (int size : new int[] {sizes.a, sizes.b}) {
        for (int run = 0; run < size; run++) {
          draws[at++] = size == 1 ? 0 : random.nextInt(size);
        }
      }
    }
    return draws;
  }

  /** The medians of numbers that are drawn from others. */
  private static final class Medians {
    private final double[] sorted;

    /** The place of each number in their order; equal ones have the same place. */
    private final int[] places;

    private final int[] counts;

    Medians(double[] numbers) {
      sorted = numbers.clone();
      Arrays.sort(sorted);
      places = new int[numbers.length];
      for (int i = 0; i < numbers.length; i++) {
        places[i] = Arrays.binarySearch(sorted, numbers[i]);
      }
      counts = new int[numbers.length];
    }

    /** The median of those with the numbers from an index on. */
    double of(int[] draws, int from) {
      int length = sorted.length;
      if (length == 0) {
        return Double.NaN;
      }
      Arrays.fill(counts, 0);
      for (int i = from; i < from + length; i++) {
        counts[places[draws[i]]]++;
      }
      int middle = length / 2;
      int place = 0;
      int upTo = counts[0];
      int before = length % 2 == 1 ? middle : middle - 1;
      while (upTo <= before) {
        upTo += counts[++place];
      }
      double low = sorted[place];
      if (length % 2 == 1) {
        return low;
      }
      while (upTo <= middle) {
        upTo += counts[++place];
      }
      return (low + sorted[place]) / 2;
    }
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
}
