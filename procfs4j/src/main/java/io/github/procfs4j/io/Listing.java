package io.github.procfs4j.io;

import java.util.Arrays;

/**
 * The numbers among the names of a directory, in the order in which it lists them: kept from
 * listing to listing, and grown when a listing does not fit.
 */
public final class Listing {
  private long[] numbers = new long[256];
  private int count;

  /** An empty listing. */
  public Listing() {}

  /** How many numbers there are. */
  public int count() {
    return count;
  }

  /** The {@code i}-th number. */
  public long number(int i) {
    return numbers[i];
  }

  void clear() {
    count = 0;
  }

  void add(long number) {
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * count);
    }
    numbers[count++] = number;
  }
}
