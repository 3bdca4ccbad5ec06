package io.github.procfs4j.io;

import java.util.Arrays;

/**
 * The numbers among the names of a directory, in ascending order: reused from listing to listing,
 * and grown when a listing does not fit.
 */
public final class Listing {
  /**
   * Numbers with this many digits fit in a {@code long}; longer ones are names of something else.
   */
  static final int MOST_DIGITS = 18;

  private long[] numbers = new long[256];
  private int count;
  private boolean isAscending = true;

  /** Creates an empty listing. */
  public Listing() {}

  /** The number of entries. */
  public int count() {
    return count;
  }

  /** The {@code i}-th entry. */
  public long number(int i) {
    return numbers[i];
  }

  /** Removes all entries. */
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

  /** Sorts the entries. The kernel's own listing of /proc is sorted, others are not. */
  public void sort() {
    if (!isAscending) {
      Arrays.sort(numbers, 0, count);
      isAscending = true;
    }
  }
}
