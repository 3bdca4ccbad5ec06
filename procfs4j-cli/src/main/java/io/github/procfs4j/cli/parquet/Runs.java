package io.github.procfs4j.cli.parquet;

import java.util.Arrays;

/** Numbers, of which equal ones that follow each other are kept once, with their count. */
final class Runs {
  private static final int FIRST = 16;

  private long[] numbers = new long[FIRST];
  private int[] counts = new int[FIRST];
  private int size;
  private long total;

  void add(long number, int count) {
    total += count;
    if (size > 0 && numbers[size - 1] == number) {
      counts[size - 1] += count;
      return;
    }
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * size);
      counts = Arrays.copyOf(counts, 2 * size);
    }
    numbers[size] = number;
    counts[size++] = count;
  }

  /** The number of runs. */
  int size() {
    return size;
  }

  /** The number of numbers. */
  long total() {
    return total;
  }

  long number(int run) {
    return numbers[run];
  }

  int count(int run) {
    return counts[run];
  }

  void clear() {
    size = 0;
    total = 0;
  }
}
