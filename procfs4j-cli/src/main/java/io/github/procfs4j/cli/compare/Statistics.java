package io.github.procfs4j.cli.compare;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The statistics of two groups of numbers; docs/compare.md gives the reasons for each. */
final class Statistics {
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
    double[] known = new double[numbers.length];
    int count = 0;
    for (double number : numbers) {
      if (!Double.isNaN(number)) {
        known[count++] = number;
      }
    }
    return Arrays.copyOf(known, count);
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
