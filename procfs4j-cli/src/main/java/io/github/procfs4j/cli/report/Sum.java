package io.github.procfs4j.cli.report;

/**
 * A sum to which numbers are added and from which they are subtracted again. It has twice the
 * precision, so that it is correct after large numbers have been subtracted.
 */
final class Sum {
  private double high;
  private double low;
  private int count;

  /** Adds a number, unless it is NaN. */
  void add(double number) {
    if (!Double.isNaN(number)) {
      count++;
      plus(number);
    }
  }

  /** Subtracts a number that was added, unless it is NaN. */
  void subtract(double number) {
    if (!Double.isNaN(number)) {
      count--;
      plus(-number);
    }
  }

  /** Adds a number that is not NaN, or subtracts one, of which {@link #total} is asked for. */
  void plus(double number) {
    double sum = high + number;
    double part = sum - high;
    low +=
        high
            - (sum - part)
            + (number - part); // the exact rounding error of the sum (Knuth, TAOCP 4.2.2)
    high = sum;
  }

  /** The sum; NaN if it contains no number. */
  double value() {
    return count == 0 ? Double.NaN : high + low;
  }

  /** The sum; 0 if it contains no number. */
  double total() {
    return high + low;
  }

  /** Removes all numbers. */
  void clear() {
    high = 0;
    low = 0;
    count = 0;
  }
}
