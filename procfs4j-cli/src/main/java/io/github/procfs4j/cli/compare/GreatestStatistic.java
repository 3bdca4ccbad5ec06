package io.github.procfs4j.cli.compare;

import java.util.Arrays;
import java.util.Comparator;
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

  private final double[][] values;

  /** What is added to each standard error, so that a figure that hardly varies is not infinite. */
  private final double[] least;

  /** The sums of the values and of their squares, which are those of all divisions. */
  private final double[] sums;

  private final double[] squares;

  private GreatestStatistic(double[][] values, double[] least) {
    this.values = values;
    this.least = least;
    sums = Arrays.stream(values).mapToDouble(GreatestStatistic::sum).toArray();
    squares =
        Arrays.stream(values)
            .map(of -> Arrays.stream(of).map(value -> value * value).toArray())
            .mapToDouble(GreatestStatistic::sum)
            .toArray();
  }

  /** The sum of numbers; NaN if one of them is not known. */
  private static double sum(double[] numbers) {
    double sum = 0;
    for (double number : numbers) {
      sum += number;
    }
    return sum;
  }

  /**
   * The adjusted p values.
   *
   * @param values for each figure its value in each run, first those of group a; NaN if not known
   * @param a the number of runs in group a
   * @param resolutions the least difference of each figure that means anything
   */
  static double[] adjusted(double[][] values, int a, double[] resolutions, long seed) {
    if (values.length == 0) {
      return new double[0];
    }
    double[][] centered = new double[values.length][];
    double[] least = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double median = Statistics.median(values[i]);
      centered[i] = Arrays.stream(values[i]).map(value -> value - median).toArray();
      least[i] = Math.max(resolutions[i], 1e-9 * Math.abs(median)) + Double.MIN_NORMAL;
    }
    return new GreatestStatistic(centered, least).adjusted(a, seed);
  }

  private double[] adjusted(int a, long seed) {
    int runs = values[0].length;
    boolean[] seenDivision = new boolean[runs];
    Arrays.fill(seenDivision, 0, a, true);
    double[] seen = new double[values.length];
    for (int i = 0; i < seen.length; i++) {
      seen[i] = statistic(i, seenDivision);
    }
    int[] order =
        IntStream.range(0, seen.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> seen[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] asGreat = new int[seen.length];
    boolean isAll = Statistics.divisions(a, runs - a) <= MOST_DIVISIONS;
    boolean[] division = seenDivision.clone();
    SplittableRandom random = new SplittableRandom(seed);
    int divisions = 0;
    do {
      divisions++;
      double greatest = 0;
      for (int i : order) {
        greatest = Math.max(greatest, statistic(i, division));
        if (greatest >= seen[i] * (1 - 1e-9)) {
          asGreat[i]++;
        }
      }
    } while (isAll ? next(division) : divisions < MOST_DIVISIONS && shuffle(division, random));
    double[] adjusted = new double[seen.length];
    double most = 0;
    for (int i = order.length - 1; i >= 0; i--) {
      most = Math.max(most, (double) asGreat[order[i]] / divisions);
      adjusted[order[i]] = most;
    }
    return adjusted;
  }

  /** The absolute t statistic with a common variance; 0 if one of the groups is empty. */
  private double statistic(int figure, boolean[] isA) {
    double[] of = values[figure];
    if (Double.isNaN(sums[figure])) {
      return statisticOfKnown(figure, isA);
    }
    int a = 0;
    double sumOfA = 0;
    for (int i = 0; i < of.length; i++) {
      if (isA[i]) {
        a++;
        sumOfA += of[i];
      }
    }
    return statistic(figure, a, sumOfA, of.length - a, sums[figure] - sumOfA, squares[figure]);
  }

  /** The same, where some values are not known. */
  private double statisticOfKnown(int figure, boolean[] isA) {
    double[] of = values[figure];
    int a = 0;
    int b = 0;
    double sumOfA = 0;
    double sumOfB = 0;
    double squaresOfKnown = 0;
    for (int i = 0; i < of.length; i++) {
      double value = of[i];
      if (!Double.isNaN(value)) {
        squaresOfKnown += value * value;
        if (isA[i]) {
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
