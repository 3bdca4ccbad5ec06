package io.github.procfs4j.replay;

/**
 * The forms in which the kernel prints a number, or a letter that changes like a number. Only this
 * class defines which bytes are such a number.
 *
 * <p>{@link #read} reads a number from a byte array, byte by byte: obvious, strict and not fast.
 * {@link LearnedText} is fast, and has to agree with it.
 */
enum NumberForm {
  /** {@code %lu}: decimal digits, 0 to 2^64 - 1; leading zeros are allowed and ignored. */
  UNSIGNED,
  /** {@code %ld}: the same with an optional minus, -2^63 to 2^63 - 1. */
  SIGNED,
  /** {@code %lx}: hexadecimal digits of either case without a prefix, 0 to 2^64 - 1. */
  HEXADECIMAL,
  /**
   * A minus and decimal digits, -2^63 to 0: found in place of {@code %lu} if the kernel printed a
   * counter as signed. The number is kept as printed.
   */
  NEGATIVE,
  /**
   * {@code %lu.%02lu}: digits, optionally followed by a point and any number of digits. The value
   * is in hundredths; further digits are dropped. Imitations of procfs print one decimal, or none.
   */
  HUNDREDTHS,
  /**
   * {@code %ld.%06ld}: an optional minus, digits, a point, exactly six digits; the value is in
   * millionths.
   */
  MILLIONTHS,
  /** {@code %u.%03u}: digits, a point, and exactly three digits; the value is in thousandths. */
  THOUSANDTHS,
  /** {@code %c}: one letter, for the state of a process; the value is its ASCII code. */
  LETTER,
  /**
   * One letter, a blank and, in parentheses, what it means, in lower case letters and blanks:
   * {@code S (sleeping)}; the value is the letter's ASCII code.
   */
  EXPLAINED_LETTER;

  /** Whether its numbers may be negative. */
  boolean isSigned() {
    return this == SIGNED || this == NEGATIVE || this == MILLIONTHS;
  }

  /** The result of {@link #read}. One object is reused for many reads. */
  static final class Found {
    /** The number, as a 64-bit pattern. */
    long value;

    /** Where it ends, or the first byte that does not belong to it. */
    int end;
  }

  /**
   * Reads one number of this form that begins at {@code start} and ends at {@code limit} at the
   * latest.
   *
   * @return whether there is one that fits in 64 bits. A number that is followed by a letter, point
   *     or similar character counts too: the parser decides what may follow
   */
  boolean read(byte[] text, int start, int limit, Found found) {
    return switch (this) {
      case UNSIGNED -> digits(text, start, limit, 10, found);
      case HEXADECIMAL -> digits(text, start, limit, 16, found);
      case SIGNED, NEGATIVE, MILLIONTHS -> {
        boolean negative = start < limit && text[start] == '-';
        int from = negative ? start + 1 : start;
        boolean read =
            this == MILLIONTHS
                ? fixed(text, from, limit, 6, 1_000_000, found)
                : digits(text, from, limit, 10, found);
        if (negative) {
          found.value = -found.value;
        }
        yield read && (negative ? found.value <= 0 : found.value >= 0 && this != NEGATIVE);
      }
      case HUNDREDTHS -> hundredths(text, start, limit, found);
      case THOUSANDTHS -> fixed(text, start, limit, 3, 1_000, found);
      case LETTER -> letter(text, start, limit, found);
      case EXPLAINED_LETTER ->
          letter(text, start, limit, found) && explanation(text, found.end, limit, found);
    };
  }

  private static boolean letter(byte[] text, int start, int limit, Found found) {
    found.end = start;
    if (start >= limit || !isLetter(text[start])) {
      return false;
    }
    found.value = text[start];
    found.end = start + 1;
    return true;
  }

  private static boolean explanation(byte[] text, int start, int limit, Found found) {
    if (limit - start < 2 || text[start] != ' ' || text[start + 1] != '(') {
      return false;
    }
    int from = start + 2;
    int at = from;
    while (at < limit && (text[at] == ' ' || (isLetter(text[at]) && text[at] >= 'a'))) {
      at++;
    }
    found.end = at + 1;
    return at > from && at < limit && text[at] == ')';
  }

  private static boolean isLetter(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }

  private static boolean fixed(
      byte[] text, int start, int limit, int decimals, int scale, Found found) {
    if (!digits(text, start, limit, 10, found)) {
      return false;
    }
    long whole = found.value;
    int point = found.end;
    if (point >= limit || text[point] != '.') {
      return false;
    }
    if (!digits(text, point + 1, limit, 10, found) || found.end != point + 1 + decimals) {
      return false;
    }
    return scale(whole, scale, found.value, found);
  }

  private static boolean hundredths(byte[] text, int start, int limit, Found found) {
    if (!digits(text, start, limit, 10, found)) {
      return false;
    }
    long whole = found.value;
    int fraction = 0;
    if (found.end < limit && text[found.end] == '.') {
      int first = found.end + 1;
      int at = first;
      for (; at < limit && text[at] >= '0' && text[at] <= '9'; at++) {
        int place = at == first ? 10 : at == first + 1 ? 1 : 0;
        fraction += (text[at] - '0') * place;
      }
      if (at == first) {
        return false;
      }
      found.end = at;
    }
    return scale(whole, 100, fraction, found);
  }

  private static boolean scale(long whole, int scale, long fraction, Found found) {
    long scaled = whole * scale;
    found.value = scaled + fraction;
    return Math.unsignedMultiplyHigh(whole, scale) == 0
        && Long.compareUnsigned(found.value, scaled) >= 0;
  }

  private static boolean digits(byte[] text, int start, int limit, int radix, Found found) {
    long value = 0;
    int at = start;
    while (at < limit) {
      int digit = Character.digit(text[at], radix);
      if (digit < 0) {
        break;
      }
      long shifted = value * radix;
      if (Math.unsignedMultiplyHigh(value, radix) != 0
          || Long.compareUnsigned(shifted + digit, shifted) < 0) {
        found.end = at;
        return false;
      }
      value = shifted + digit;
      at++;
    }
    found.value = value;
    found.end = at;
    return at > start;
  }
}
