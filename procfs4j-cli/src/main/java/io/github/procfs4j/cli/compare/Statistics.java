package io.github.procfs4j.cli.compare;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;

/**
 * The statistics of two groups of numbers. Distributions and the rank sum test without ties are
 * those of Apache Commons Statistics; docs/compare.md gives the reasons for each.
 */
final class Statistics {
  /** With more numbers in all, the exact distribution with ties is not computed. */
  static final int MOST_WITH_TIES = 24;

  private static final MannWhitneyUTest RANK_SUM = MannWhitneyUTest.withDefaults();

  private Statistics() {}

  /** The median of what is known; NaN if nothing is. */
  static double median(double[] numbers) {
    double[] known = known(numbers);
    Arrays.sort(known);
    return medianOfSorted(known);
  }

  static double medianOfSorted(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length == 0
        ? Double.NaN
        : sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The numbers that are not NaN. */
  static double[] known(double[] numbers) {
    return Arrays.stream(numbers).filter(number -> !Double.isNaN(number)).toArray();
  }

  /**
   * The two-sided p value of the rank sum test of Wilcoxon, Mann and Whitney. It is exact, except
   * for large groups with ties.
   */
  static double rankSum(double[] a, double[] b) {
    if (a.length == 0 || b.length == 0) {
      return Double.NaN;
    }
    double[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    double[] sorted = all.clone();
    Arrays.sort(sorted);
    boolean hasTies = IntStream.range(1, sorted.length).anyMatch(i -> sorted[i] == sorted[i - 1]);
    if (!hasTies || all.length > MOST_WITH_TIES) {
      return RANK_SUM
          .with(hasTies ? PValueMethod.ASYMPTOTIC : PValueMethod.AUTO)
          .test(a, b)
          .getPValue();
    }
    return rankSumWithTies(all, a.length);
  }

  /**
   * Counts in how many of all divisions of the numbers the sum of the ranks of the first group is
   * as far from its mean. Ranks are doubled, so that those of ties are whole.
   */
  private static double rankSumWithTies(double[] all, int first) {
    int[] ranks = doubledRanks(all);
    int total = Arrays.stream(ranks).sum();
    double[][] divisions = new double[first + 1][total + 1];
    divisions[0][0] = 1;
    for (int rank : ranks) {
      for (int chosen = first; chosen > 0; chosen--) {
        for (int sum = total; sum >= rank; sum--) {
          divisions[chosen][sum] += divisions[chosen - 1][sum - rank];
        }
      }
    }
    // Distances from the mean, times the number of all so that they are whole.
    long mean = (long) first * total;
    long seen = Math.abs(Arrays.stream(ranks, 0, first).asLongStream().sum() * all.length - mean);
    double asFar = 0;
    double of = 0;
    for (int sum = 0; sum <= total; sum++) {
      of += divisions[first][sum];
      if (Math.abs((long) sum * all.length - mean) >= seen) {
        asFar += divisions[first][sum];
      }
    }
    return asFar / of;
  }

  private static int[] doubledRanks(double[] all) {
    Integer[] order = IntStream.range(0, all.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(i -> all[i]));
    int[] ranks = new int[all.length];
    for (int from = 0; from < order.length; ) {
      int to = from;
      while (to < order.length && all[order[to]] == all[order[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = from + 1 + to;
      }
      from = to;
    }
    return ranks;
  }

  /** The least p value that the rank sum test of groups of these sizes can have. */
  static double leastRankSum(int a, int b) {
    return Math.min(1, 2 / divisions(a, b));
  }

  /** In how many ways numbers can be divided into groups of these sizes. */
  static double divisions(int a, int b) {
    double ways = 1;
    for (int i = 1; i <= Math.min(a, b); i++) {
      ways = ways * (a + b - Math.min(a, b) + i) / i;
    }
    return Math.rint(ways);
  }

  /**
   * The p values adjusted so that of those that are at most q, no more than the part q is expected
   * to be false (Benjamini and Hochberg 1995).
   */
  static double[] benjaminiHochberg(double[] p) {
    Integer[] order = IntStream.range(0, p.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(i -> p[i]));
    double[] adjusted = new double[p.length];
    double least = 1;
    for (int rank = p.length; rank > 0; rank--) {
      least = Math.min(least, p[order[rank - 1]] * p.length / rank);
      adjusted[order[rank - 1]] = least;
    }
    return adjusted;
  }

  /**
   * Cliff's delta: how much more often a number of b is above one of a than below it, from -1 to 1.
   */
  static double delta(double[] a, double[] b) {
    long balance = 0;
    for (double one : a) {
      for (double other : b) {
        balance += Double.compare(other, one);
      }
    }
    return (double) balance / Math.max(1, (long) a.length * b.length);
  }
}
