package io.github.procfs4j.bench;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/**
 * A text that changes like those of procfs: some of its numbers change, everything else remains.
 *
 * <p>A number usually keeps its width, like a counter; occasionally it gains a digit, or loses the
 * one that it has gained. A number that is padded with blanks then replaces one of them, because
 * the kernel pads to a width.
 */
final class ChangingText {
  /**
   * One of this many changes makes a number one digit longer; its next change undoes that. This is
   * more often than on a real machine, where none of 8,400 changes did, in nine files read 50 times
   * a second.
   */
  private static final int WIDTH_CHANGES = 500;

  /** Longer numbers are not changed, because they would not fit in a long. */
  private static final int MOST_DIGITS = 17;

  /** A number of the text: its original position, and its current value. */
  private static final class Digits {
    final int start;
    final int end;
    final int decimals;
    final int firstDigits;
    int digits;
    long value;

    Digits(byte[] text, int start, int end) {
      this.start = start;
      this.end = end;
      int point = end;
      for (int i = start; i < end; i++) {
        if (text[i] == '.') {
          point = i;
        } else {
          value = value * 10 + text[i] - '0';
          digits++;
        }
      }
      decimals = Math.max(0, end - point - 1);
      firstDigits = digits;
    }

    void change(SplittableRandom random) {
      boolean isWide = digits > firstDigits;
      if (isWide || random.nextInt(WIDTH_CHANGES) == 0) {
        digits = isWide ? firstDigits : firstDigits + 1;
        value = random.nextLong(power(digits - 1), power(digits));
      } else if (digits == 1) {
        value = (value + random.nextInt(1, 10)) % 10;
      } else {
        long grown = value + random.nextInt(1, digits == 2 ? 10 : 100);
        value = grown < power(digits) ? grown : grown - power(digits) + power(digits - 1);
      }
    }

    private static long power(int digits) {
      long power = 1;
      for (int i = 0; i < digits; i++) {
        power *= 10;
      }
      return power;
    }
  }

  private final byte[] first;
  private final List<Digits> numbers = new ArrayList<>();
  private final int[] order;
  private final SplittableRandom random = new SplittableRandom(1);
  private byte[] bytes;

  /**
   * Creates a changing text from an original one.
   *
   * @param isNumber which of its decimal numbers may change, by their positions: others are parts
   *     of names, or control how the text is parsed
   */
  ChangingText(byte[] text, IntPredicate isNumber) {
    first = text.clone();
    bytes = first;
    int at = 0;
    while (at < text.length) {
      int start = at;
      boolean isAfterWord = start > 0 && Character.isLetterOrDigit(text[start - 1]);
      while (at < text.length && isDigit(text[at])) {
        at++;
      }
      if (at == start) {
        at++;
        continue;
      }
      if (at + 1 < text.length && text[at] == '.' && isDigit(text[at + 1])) {
        at++;
        while (at < text.length && isDigit(text[at])) {
          at++;
        }
      }
      if (!isAfterWord && at - start <= MOST_DIGITS && isNumber.test(start)) {
        numbers.add(new Digits(text, start, at));
      }
    }
    order = new int[numbers.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** The number of numbers that may change. */
  int numbers() {
    return numbers.size();
  }

  /** The number of numbers in this share: at least one, unless the share is 0. */
  int count(double share) {
    return share == 0 ? 0 : Math.max(1, (int) Math.round(share * numbers.size()));
  }

  /** Changes this share of the numbers, different ones each time. */
  void change(double share) {
    int count = count(share);
    for (int i = 0; i < count; i++) {
      int other = random.nextInt(i, order.length);
      int chosen = order[other];
      order[other] = order[i];
      order[i] = chosen;
      numbers.get(chosen).change(random);
    }
    if (count > 0) {
      bytes = print();
    }
  }

  /** The current text. */
  byte[] bytes() {
    return bytes;
  }

  private byte[] print() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(first.length + 16);
    int at = 0;
    for (Digits number : numbers) {
      boolean hasBlanks = number.start - at >= 2 && isPad(number.start);
      int eaten = hasBlanks ? number.digits - number.firstDigits : 0;
      out.write(first, at, number.start - at - eaten);
      String digits = Long.toString(number.value);
      digits = "0".repeat(number.digits - digits.length()) + digits;
      int point = digits.length() - number.decimals;
      for (int i = 0; i < digits.length(); i++) {
        if (i == point && number.decimals > 0) {
          out.write('.');
        }
        out.write(digits.charAt(i));
      }
      at = number.end;
    }
    out.write(first, at, first.length - at);
    return out.toByteArray();
  }

  private boolean isPad(int start) {
    return first[start - 1] == ' ' && first[start - 2] == ' ';
  }
}
