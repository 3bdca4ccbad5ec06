package io.github.procfs4j.model;

import java.util.Arrays;

/** Statistics of weighted numbers. Immutable. Without any numbers, all of them are NaN. */
public final class Distribution {
  private final double[] distinct;
  private final double[] weightUpTo;
  private final int size;
  private final double mean;

  /**
   * The distribution of {@code numbers}, each with its weight; NaN counts as missing.
   *
   * @param numbers the numbers, in any order
   * @param weights the weight of each number, at the same index; numbers without a positive weight
   *     do not count
   */
  public Distribution(double[] numbers, double[] weights) {
    double[] kept = new double[numbers.length];
    int count = 0;
    double weight = 0;
    double sum = 0;
    for (int i = 0; i < numbers.length; i++) {
      if (isCounted(numbers[i], weights[i])) {
        kept[count++] = numbers[i];
        weight += weights[i];
        sum += numbers[i] * weights[i];
      }
    }
    size = count;
    mean = sum / weight;
    Arrays.sort(kept, 0, count);
    int different = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || Double.compare(kept[i], kept[different - 1]) != 0) {
        kept[different++] = kept[i];
      }
    }
    distinct = Arrays.copyOf(kept, different);
    weightUpTo = new double[different];
    for (int i = 0; i < numbers.length; i++) {
      if (isCounted(numbers[i], weights[i])) {
        weightUpTo[Arrays.binarySearch(distinct, numbers[i])] += weights[i];
      }
    }
    for (int i = 1; i < different; i++) {
      weightUpTo[i] += weightUpTo[i - 1];
    }
  }

  private static boolean isCounted(double number, double weight) {
    return !Double.isNaN(number) && weight > 0;
  }

  /** {@return the number of numbers} */
  public int size() {
    return size;
  }

  /** {@return the lowest number} */
  public double min() {
    return size == 0 ? Double.NaN : distinct[0];
  }

  /** {@return the weighted mean} */
  public double mean() {
    return mean;
  }

  /** {@return the highest number} */
  public double max() {
    return size == 0 ? Double.NaN : distinct[distinct.length - 1];
  }

  /**
   * {@return the lowest number such that the numbers up to it have at least this share of the
   * weight} It is always one of the numbers, never a value between two.
   *
   * @param percent 0 to 100
   * @throws IllegalArgumentException if it is below 0 or above 100
   */
  public double percentile(double percent) {
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException(percent + " is not a percentage from 0 to 100");
    }
    if (size == 0) {
      return Double.NaN;
    }
    double wanted = weightUpTo[weightUpTo.length - 1] * percent / 100;
    int index = Arrays.binarySearch(weightUpTo, wanted);
    return distinct[Math.min(index < 0 ? -index - 1 : index, distinct.length - 1)];
  }

  /** Such as {@code Distribution[60 numbers, 0.5 to 9.0, mean 3.2]}. */
  @Override
  public String toString() {
    return "Distribution["
        + size
        + " numbers"
        + (size == 0 ? "" : ", " + min() + " to " + max() + ", mean " + mean)
        + "]";
  }
}
