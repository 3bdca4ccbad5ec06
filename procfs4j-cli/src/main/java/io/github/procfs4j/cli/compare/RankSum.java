package io.github.procfs4j.cli.compare;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.PValueMethod;

/**
 * The rank sum test of Wilcoxon, Mann and Whitney. Without ties it is that of Apache Commons
 * Statistics, which does not have an exact one with ties.
 */
final class RankSum {
  /** With more numbers in all, the exact distribution with ties is not computed. */
  static final int MOST_WITH_TIES = 24;

  private static final MannWhitneyUTest TEST = MannWhitneyUTest.withDefaults();

  /** The greatest number of distributions that are kept. */
  private static final int KEPT = 500;

  /** The distributions of figures with the same ties, which are those of most figures. */
  private final Map<Ties, double[]> distributions =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Ties, double[]> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * Which numbers are equal.
   *
   * @param bits a bit for each number in ascending order that is equal to the one before it
   * @param numbers how many numbers there are
   * @param first how many of them are in the first group
   */
  private record Ties(int bits, int numbers, int first) {}

  /**
   * The two-sided p value; NaN if a group is empty. It is exact, except for large groups with ties.
   */
  double p(double[] a, double[] b) {
    if (a.length == 0 || b.length == 0) {
      return Double.NaN;
    }
    double[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    double[] sorted = all.clone();
    Arrays.sort(sorted);
    boolean hasTies = IntStream.range(1, sorted.length).anyMatch(i -> sorted[i] == sorted[i - 1]);
    if (!hasTies || all.length > MOST_WITH_TIES) {
      return TEST.with(hasTies ? PValueMethod.ASYMPTOTIC : PValueMethod.AUTO)
          .test(a, b)
          .getPValue();
    }
    return withTies(all, a.length, sorted);
  }

  /**
   * Counts in how many of all divisions of the numbers the sum of the ranks of the first group is
   * as far from its mean. Ranks are doubled, so that those of ties are whole.
   */
  private double withTies(double[] all, int first, double[] sorted) {
    int[] ranks = doubledRanks(all);
    int total = Arrays.stream(ranks).sum();
    int bits = 0;
    for (int i = 1; i < sorted.length; i++) {
      bits |= sorted[i] == sorted[i - 1] ? 1 << i : 0;
    }
    double[] divisions =
        distributions.computeIfAbsent(
            new Ties(bits, all.length, first), any -> divisions(ranks, first, total));
    // Distances from the mean, times the number of all so that they are whole.
    long mean = (long) first * total;
    long seen = Math.abs(Arrays.stream(ranks, 0, first).asLongStream().sum() * all.length - mean);
    double asFar = 0;
    double of = 0;
    for (int sum = 0; sum <= total; sum++) {
      of += divisions[sum];
      if (Math.abs((long) sum * all.length - mean) >= seen) {
        asFar += divisions[sum];
      }
    }
    return asFar / of;
  }

  /** In how many divisions the first group has each sum of ranks. */
  private static double[] divisions(int[] ranks, int first, int total) {
    double[][] divisions = new double[first + 1][total + 1];
    divisions[0][0] = 1;
    int greatest = 0;
    for (int rank : ranks) {
      greatest += rank;
      for (int chosen = first; chosen > 0; chosen--) {
        double[] with = divisions[chosen];
        double[] without = divisions[chosen - 1];
        for (int sum = greatest; sum >= rank; sum--) {
          with[sum] += without[sum - rank];
        }
      }
    }
    return divisions[first];
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
}
