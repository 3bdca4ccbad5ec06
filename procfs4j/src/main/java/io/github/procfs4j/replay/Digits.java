package io.github.procfs4j.replay;

import io.github.procfs4j.replay.NumberForm.Found;

/**
 * Reads numbers eight digits at a time, with the result that {@link NumberForm} has.
 *
 * <p>A <em>word</em> is eight bytes of a text from which the digit zero was subtracted: the bytes
 * of its leading digits are 0 to 9, the first one lowest. Numbers too long for this, and anything
 * that is not a number, are left to the plain form.
 */
final class Digits {
  private static final int[] POWERS = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
  };

  private Digits() {}

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** The word that begins at this position. */
  static long word(byte[] text, int at) {
    return EightBytes.at(text, at) ^ 0x3030303030303030L;
  }

  /** The number of leading digits of a word. */
  static int count(long word) {
    // Adding 0x76 sets the high bit of every byte above 9. It carries only out of bytes whose high
    // bit was set, that is, into bytes after the first one that is not a digit, which do not count.
    long others = (word + 0x7676767676767676L | word) & 0x8080808080808080L;
    return Long.numberOfTrailingZeros(others) >>> 3;
  }

  /** The number in the first {@code count} digits of a word, of which there is at least one. */
  static long value(long word, int count) {
    return value(word << (Long.SIZE - Byte.SIZE * count));
  }

  /** The number in the eight digits of a word. */
  private static long value(long word) {
    long pairs = (word * 10 + (word >>> 8)) & 0x00ff00ff00ff00ffL;
    long fours = (pairs * 100 + (pairs >>> 16)) & 0x0000ffff0000ffffL;
    return (fours * 10_000 + (fours >>> 32)) & 0xffffffffL;
  }

  /** As {@link NumberForm#read}, for a text that is followed by eight zeros. */
  static boolean read(NumberForm form, byte[] text, int start, int limit, Found found) {
    return switch (form) {
      case UNSIGNED, SIGNED -> unsigned(text, start, found) || form.read(text, start, limit, found);
      case HUNDREDTHS -> hundredths(text, start, found) || form.read(text, start, limit, found);
      case HEXADECIMAL -> hexadecimal(text, start, found) || form.read(text, start, limit, found);
      default -> form.read(text, start, limit, found);
    };
  }

  /** Reads an unsigned number of up to 15 digits; returns false for a longer number, or none. */
  private static boolean unsigned(byte[] text, int start, Found found) {
    long word = word(text, start);
    int digits = count(word);
    if (digits == 0) {
      return false;
    }
    if (digits < Long.BYTES) {
      found.value = value(word, digits);
      found.end = start + digits;
      return true;
    }
    long value = value(word);
    word = word(text, start + Long.BYTES);
    digits = count(word);
    if (digits == Long.BYTES) {
      return false;
    }
    if (digits > 0) {
      value = value * POWERS[digits] + value(word, digits);
    }
    found.value = value;
    found.end = start + Long.BYTES + digits;
    return true;
  }

  /** Reads a number with two decimals in the same way. */
  private static boolean hundredths(byte[] text, int start, Found found) {
    if (!unsigned(text, start, found)) {
      return false;
    }
    int point = found.end;
    if (text[point] != '.'
        || !isDigit(text[point + 1])
        || !isDigit(text[point + 2])
        || isDigit(text[point + 3])) {
      return false;
    }
    found.value = found.value * 100 + text[point + 1] * 10 + text[point + 2] - '0' * 11;
    found.end = point + 3;
    return true;
  }

  /** Reads a hexadecimal number of up to 16 digits; returns false for a longer one, or none. */
  private static boolean hexadecimal(byte[] text, int start, Found found) {
    long value = 0;
    int end = start;
    for (int digit = nibble(text[end]); digit >= 0; digit = nibble(text[end])) {
      value = value << 4 | digit;
      end++;
    }
    found.value = value;
    found.end = end;
    return end > start && end - start <= 16;
  }

  /** The value of a hexadecimal digit; negative if it is not one. */
  private static int nibble(byte b) {
    int digit = b - '0';
    if (digit >= 0 && digit <= 9) {
      return digit;
    }
    int letter = (b | 0x20) - 'a';
    return letter >= 0 && letter <= 5 ? letter + 10 : -1;
  }
}
