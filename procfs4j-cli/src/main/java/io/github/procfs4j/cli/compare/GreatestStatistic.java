package io.github.procfs4j.cli.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The step-down maxT procedure of Westfall and Young (1993; algorithm 4.1): runs are divided into
 * two groups in all other ways, too, and a difference counts only if it is greater than the
 * greatest one among all figures in nearly all other divisions. So it corrects for all that was
 * looked at, and it is exact with few runs, where the p value of no single figure could be small
 * enough.
 */
final class GreatestStatistic {
  /** Of more divisions than these, as many are chosen at random. */
  static final int MOST_DIVISIONS = 2_000;

  /** So many are chosen even if there are very many figures. */
  static final int FEWEST_DIVISIONS = 200;

  /** So many numbers are added up for any comparison, and further ones for each byte. */
  private static final double ADDITIONS = 2e8;

  private static final double ADDITIONS_A_BYTE = 100;

  /** So many figures are tested at a time: their sums fit in the fastest cache. */
  private static final int FIGURES = 256;

  /** For each run the values of all figures, less their medians. */
  private final double[][] values;

  /** What is added to each standard error, so that a figure that hardly varies is not infinite. */
  private final double[] least;

  /** The sums of the values and of their squares, which are those of all divisions. */
  private final double[] sums;

  private final double[] squares;

  /**
   * Creates a test of figures.
   *
   * @param values for each figure its value in each run; NaN if not known
   * @param resolutions the least difference of each figure that means anything
   * @param order the order of the figures
   */
  private GreatestStatistic(double[][] values, double[] resolutions, int[] order) {
    int runs = values[0].length;
    this.values = new double[runs][order.length];
    least = new double[order.length];
    sums = new double[order.length];
    squares = new double[order.length];
    for (int i = 0; i < order.length; i++) {
      double[] of = values[order[i]];
      double median = Statistics.median(of);
      for (int run = 0; run < runs; run++) {
        double value = of[run] - median;
        this.values[run][i] = value;
        sums[i] += value; // NaN if one of them is not known
        squares[i] += value * value;
      }
      least[i] = Math.max(resolutions[order[i]], 1e-9 * Math.abs(median)) + Double.MIN_NORMAL;
    }
  }

  /** How many divisions are chosen, so that the time is bounded by the length of the recordings. */
  static int most(long figures, int runs, long bytes) {
    double numbers = Math.max(1.0, (double) figures * runs);
    return (int)
        Math.clamp(
            (ADDITIONS + ADDITIONS_A_BYTE * bytes) / numbers, FEWEST_DIVISIONS, MOST_DIVISIONS);
  }

  /**
   * The adjusted p values.
   *
   * @param values for each figure its value in each run, first those of group a; NaN if not known
   * @param a the number of runs in group a
   * @param resolutions the least difference of each figure that means anything
   * @param most of more divisions than these, as many are chosen at random
   */
  static double[] adjusted(double[][] values, int a, double[] resolutions, int most, long seed) {
    if (values.length == 0) {
      return new double[0];
    }
    int[] given = IntStream.range(0, values.length).toArray();
    double[] seen =
        new GreatestStatistic(values, resolutions, given).statistics(first(values[0].length, a));
    int[] order =
        IntStream.range(0, seen.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> seen[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] ofOrder = Arrays.stream(order).mapToDouble(i -> seen[i]).toArray();
    GreatestStatistic ordered = new GreatestStatistic(values, resolutions, order);
    double[] parts = ordered.asGreat(ofOrder, divisions(values[0].length, a, most, seed));
    double[] adjusted = new double[seen.length];
    double greatest = 0;
    for (int i = order.length - 1; i >= 0; i--) {
      greatest = Math.max(greatest, parts[i]);
      adjusted[order[i]] = greatest;
    }
    return adjusted;
  }

  /** For each figure the part of divisions in which it or one before it is as great as seen. */
  private double[] asGreat(double[] seen, List<boolean[]> divisions) {
    int[] asGreat = new int[seen.length];
    double[] greatest = new double[divisions.size()];
    double[] statistics = new double[FIGURES];
    for (int from = 0; from < seen.length; from += FIGURES) {
      int to = Math.min(seen.length, from + FIGURES);
      for (int division = 0; division < divisions.size(); division++) {
        statistics(divisions.get(division), from, to, statistics);
        double most = greatest[division];
        for (int i = from; i < to; i++) {
          most = Math.max(most, statistics[i - from]);
          if (most >= seen[i] * (1 - 1e-9)) {
            asGreat[i]++;
          }
        }
        greatest[division] = most;
      }
    }
    return Arrays.stream(asGreat).mapToDouble(count -> (double) count / divisions.size()).toArray();
  }

  private static boolean[] first(int runs, int a) {
    boolean[] first = new boolean[runs];
    Arrays.fill(first, 0, a, true);
    return first;
  }

  /** All divisions, or some that chance chooses; the first is that of the groups. */
  private static List<boolean[]> divisions(int runs, int a, int most, long seed) {
    boolean isAll = Statistics.divisions(a, runs - a) <= most;
    boolean[] division = first(runs, a);
    SplittableRandom random = new SplittableRandom(seed);
    List<boolean[]> divisions = new ArrayList<>();
    do {
      divisions.add(division.clone());
    } while (isAll ? next(division) : divisions.size() < most && shuffle(division, random));
    return divisions;
  }

  /** The statistics of all figures. */
  private double[] statistics(boolean[] isA) {
    double[] statistics = new double[sums.length];
    statistics(isA, 0, sums.length, statistics);
    return statistics;
  }

  /**
   * The absolute t statistics of some figures with a common variance; 0 if one of the groups is
   * empty.
   */
  private void statistics(boolean[] isA, int from, int to, double[] statistics) {
    Arrays.fill(statistics, 0, to - from, 0);
    int a = 0;
    for (int run = 0; run < isA.length; run++) {
      if (isA[run]) {
        a++;
        double[] of = values[run];
        for (int i = from; i < to; i++) {
          statistics[i - from] += of[i];
        }
      }
    }
    for (int i = from; i < to; i++) {
      double sumOfA = statistics[i - from];
      statistics[i - from] =
          Double.isNaN(sums[i])
              ? statisticOfKnown(i, isA)
              : statistic(i, a, sumOfA, isA.length - a, sums[i] - sumOfA, squares[i]);
    }
  }

  /** The same of a figure of which some values are not known. */
  private double statisticOfKnown(int figure, boolean[] isA) {
    int a = 0;
    int b = 0;
    double sumOfA = 0;
    double sumOfB = 0;
    double squaresOfKnown = 0;
    for (int run = 0; run < isA.length; run++) {
      double value = values[run][figure];
      if (!Double.isNaN(value)) {
        squaresOfKnown += value * value;
        if (isA[run]) {
          a++;
          sumOfA += value;
        } else {
          b++;
          sumOfB += value;
        }
      }
    }
    return statistic(figure, a, sumOfA, b, sumOfB, squaresOfKnown);
  }

  private double statistic(
      int figure, int a, double sumOfA, int b, double sumOfB, double sumOfSquares) {
    if (a == 0 || b == 0 || a + b < 3) {
      return 0;
    }
    double within = Math.max(0, sumOfSquares - sumOfA * sumOfA / a - sumOfB * sumOfB / b);
    double error = Math.sqrt(within / (a + b - 2) * (1.0 / a + 1.0 / b));
    return Math.abs(sumOfB / b - sumOfA / a) / (error + least[figure]);
  }

  /**
   * The next division with as many in the first group: the first one must have them all in front.
   */
  private static boolean next(boolean[] division) {
    int last = division.length - 1;
    int ones = 0;
    while (last >= 0 && division[last]) {
      ones++;
      last--;
    }
    while (last >= 0 && !division[last]) {
      last--;
    }
    if (last < 0) {
      return false;
    }
    division[last] = false;
    Arrays.fill(division, last + 1, division.length, false);
    Arrays.fill(division, last + 1, last + 2 + ones, true);
    return true;
  }

  private static boolean shuffle(boolean[] division, SplittableRandom random) {
    for (int i = division.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      boolean swapped = division[i];
      division[i] = division[other];
      division[other] = swapped;
    }
    return true;
  }
}
