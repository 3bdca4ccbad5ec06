package io.github.procfs4j.io;

import java.util.Arrays;

/**
 * The numbers among the names of a directory, in ascending order: kept from listing to listing, and
 * grown when a listing does not fit.
 */
public final class Listing {
  /** A number of so many digits fits a {@code long}; longer ones are names of something else. */
  static final int MOST_DIGITS = 18;

  private long[] numbers = new long[256];
  private int count;
  private boolean isAscending = true;

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

  /** Forgets all numbers. */
  public void clear() {
    count = 0;
    isAscending = true;
  }

  /** Adds a number. */
  public void add(long number) {
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * count);
    }
    isAscending &= count == 0 || numbers[count - 1] < number;
    numbers[count++] = number;
  }

  /** Puts them in order, which the kernel's own listing of /proc is in, and others are not. */
  public void sort() {
    if (!isAscending) {
      Arrays.sort(numbers, 0, count);
      isAscending = true;
    }
  }
}
