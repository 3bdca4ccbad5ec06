package io.github.procfs4j.cli.parquet;

import java.security.SecureRandom;
import java.util.Arrays;

/** The different numbers of a column, in the order in which they come. */
final class Dictionary {
  private static final int FIRST = 1 << 10;

  /**
   * Spreads numbers that differ little. The author of a recording cannot choose numbers that get
   * the same place, because it is another odd number in each process.
   */
  private static final long SPREAD = new SecureRandom().nextLong() | 1;

  private long[] numbers = new long[FIRST];
  private int size;

  /** The indexes of numbers, by their hashes; -1 where there is none. */
  private int[] indexes = new int[2 * FIRST];

  Dictionary() {
    clear();
  }

  void clear() {
    size = 0;
    if (numbers.length > FIRST) { // the next column may have few numbers, as may thousands after it
      numbers = new long[FIRST];
      indexes = new int[2 * FIRST];
    }
    Arrays.fill(indexes, -1);
  }

  int size() {
    return size;
  }

  long number(int index) {
    return numbers[index];
  }

  /** The index of a number, which is added if it is new. */
  int index(long number) {
    int slot = slot(number);
    if (indexes[slot] >= 0) {
      return indexes[slot];
    }
    if (size == numbers.length) {
      grow();
      slot = slot(number);
    }
    numbers[size] = number;
    indexes[slot] = size;
    return size++;
  }

  private int slot(long number) {
    int mask = indexes.length - 1;
    int slot = (int) ((number * SPREAD) >>> Long.numberOfLeadingZeros(mask));
    while (indexes[slot] >= 0 && numbers[indexes[slot]] != number) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    numbers = Arrays.copyOf(numbers, 2 * size);
    indexes = new int[4 * size];
    Arrays.fill(indexes, -1);
    for (int i = 0; i < size; i++) {
      indexes[slot(numbers[i])] = i;
    }
  }
}
