package io.github.procfs4j.cli.report;

/**
 * A sum of numbers that come and go again. It is kept with twice the digits, so that what is left
 * when large ones have gone is right.
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

  /** Takes away a number that was added. */
  void subtract(double number) {
    if (!Double.isNaN(number)) {
      count--;
      plus(-number);
    }
  }

  private void plus(double number) {
    double sum = high + number;
    double part = sum - high;
    low += high - (sum - part) + (number - part); // what the sum lost, exactly (Knuth, TAOCP 4.2.2)
    high = sum;
  }

  /** All that are in it; NaN if there is none. */
  double value() {
    return count == 0 ? Double.NaN : high + low;
  }

  /** Takes away all. */
  void clear() {
    high = 0;
    low = 0;
    count = 0;
  }
}
