package io.github.procfs4j.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Numbers with weights, summed up. Immutable. Of no numbers at all, everything is NaN. */
public final class Distribution {
  private final double[] sorted;
  private final double[] weightUpTo;
  private final double mean;

  /** The distribution of {@code numbers}, each with its weight; NaN counts as missing. */
  public Distribution(double[] numbers, double[] weights) {
    int[] order =
        IntStream.range(0, numbers.length)
            .filter(i -> !Double.isNaN(numbers[i]) && weights[i] > 0)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> numbers[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    sorted = new double[order.length];
    weightUpTo = new double[order.length];
    double weight = 0;
    double sum = 0;
    for (int i = 0; i < order.length; i++) {
      sorted[i] = numbers[order[i]];
      weight += weights[order[i]];
      sum += sorted[i] * weights[order[i]];
      weightUpTo[i] = weight;
    }
    mean = sum / weight;
  }

  /** How many numbers there are. */
  public int size() {
    return sorted.length;
  }

  /** The lowest. */
  public double min() {
    return size() == 0 ? Double.NaN : sorted[0];
  }

  /** The weighted mean. */
  public double mean() {
    return mean;
  }

  /** The highest. */
  public double max() {
    return size() == 0 ? Double.NaN : sorted[size() - 1];
  }

  /**
   * The lowest number such that the numbers up to it have at least this share of the weight: always
   * one of the numbers, never between two.
   *
   * @param percent 0 to 100
   */
  public double percentile(double percent) {
    if (size() == 0) {
      return Double.NaN;
    }
    double wanted = weightUpTo[size() - 1] * percent / 100;
    int index = Arrays.binarySearch(weightUpTo, wanted);
    return sorted[Math.min(index < 0 ? -index - 1 : index, size() - 1)];
  }
}
