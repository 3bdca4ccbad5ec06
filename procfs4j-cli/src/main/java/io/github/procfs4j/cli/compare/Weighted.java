package io.github.procfs4j.cli.compare;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Numbers with their weights, of which quantiles are wanted. */
final class Weighted {
  private float[] values = new float[64];
  private float[] weights = new float[64];
  private int size;

  void add(double value, double weight) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
      weights = Arrays.copyOf(weights, size * 2);
    }
    values[size] = (float) value;
    weights[size++] = (float) weight;
  }

  /**
   * The least number up to which there is this part of all weight; NaN if there is none.
   *
   * @param part from 0 to 1
   */
  double quantile(double part) {
    int[] order =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double all = 0;
    for (int i = 0; i < size; i++) {
      all += weights[i];
    }
    double sum = 0;
    for (int i : order) {
      sum += weights[i];
      if (sum >= part * all) {
        return values[i];
      }
    }
    return size == 0 ? Double.NaN : values[order[size - 1]];
  }
}
