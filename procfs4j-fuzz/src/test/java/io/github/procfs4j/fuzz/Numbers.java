package io.github.procfs4j.fuzz;

import io.github.procfs4j.model.Reading;

/**
 * Checks that the numbers read are those of a text, in order, without using the library to parse
 * it.
 */
final class Numbers {
  private final byte[] text;
  private int at;

  private Numbers(byte[] text) {
    this.text = text;
  }

  /** Checks that each cell is a number in the text after that of the previous cell. */
  static void hold(byte[] text, Reading reading) {
    Numbers numbers = new Numbers(text);
    for (int cell = 0; cell < reading.layout().cells(); cell++) {
      long value = reading.value(cell);
      int places = reading.layout().column(cell).unit().decimals();
      while (!numbers.moveBehind(value, places)) {
        numbers.at++;
        if (numbers.at >= text.length) {
          throw new AssertionError(
              "cell %d, %s of %s, is %d, which stands nowhere behind the one before"
                  .formatted(
                      cell, reading.layout().column(cell), reading.layout().row(cell), value));
        }
      }
    }
  }

  /**
   * Whether a number, in any form, begins here; if so, skips it. It may have more decimals than its
   * column, which are dropped, or fewer, which are zeros.
   */
  private boolean moveBehind(long value, int places) {
    if (at >= text.length) {
      return false;
    }
    if (isLetter(text[at]) && text[at] == value) {
      at++;
      return true;
    }
    boolean isNegative = text[at] == '-';
    int from = isNegative ? at + 1 : at;
    long decimal = 0;
    int end = from;
    while (end < text.length && isDigit(text[end])) {
      decimal = decimal * 10 + text[end++] - '0';
    }
    if (end > from) {
      long whole = decimal;
      int decimals = end;
      if (end < text.length && text[end] == '.') {
        decimals = end + 1;
        while (decimals < text.length && isDigit(text[decimals])) {
          decimal = decimal * 10 + text[decimals++] - '0';
        }
      }
      if (decimals > end && signed(decimal, isNegative) == value) {
        at = decimals;
        return true;
      }
      if (signed(whole, isNegative) == value) {
        at = end;
        return true;
      }
      long scaled = whole; // with all decimals there may be too many digits for a long
      for (int i = 0; i < places; i++) {
        int digit = end + 1 + i;
        scaled = scaled * 10 + (digit < decimals ? text[digit] - '0' : 0);
      }
      if (places > 0 && signed(scaled, isNegative) == value) {
        at = decimals;
        return true;
      }
    }
    return isHexadecimal(value);
  }

  private boolean isHexadecimal(long value) {
    long hexadecimal = 0;
    int end = at;
    while (end < text.length && Character.digit(text[end], 16) >= 0) {
      hexadecimal = hexadecimal << 4 | Character.digit(text[end++], 16);
    }
    if (end > at && hexadecimal == value) {
      at = end;
      return true;
    }
    return false;
  }

  private static long signed(long value, boolean isNegative) {
    return isNegative ? -value : value;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isLetter(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }
}
