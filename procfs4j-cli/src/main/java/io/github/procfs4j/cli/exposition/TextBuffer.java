package io.github.procfs4j.cli.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** An exposition that grows: a text in UTF-8, or messages. */
public final class TextBuffer {
  private static final int FIRST_BYTES = 1 << 14;
  private static final int LONGEST_NUMBER = 32;
  private static final int TEN = 10;

  private final byte[] digits = new byte[LONGEST_NUMBER];
  private byte[] bytes = new byte[FIRST_BYTES];
  private int length;

  /** Creates an empty text. */
  public TextBuffer() {}

  /** Its length in bytes. */
  int length() {
    return length;
  }

  /** Drops all of it, and keeps the memory. */
  public void clear() {
    length = 0;
  }

  /** Drops what follows this many bytes. */
  void truncate(int to) {
    length = to;
  }

  /** Appends bytes. */
  public void put(byte[] more) {
    reserve(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }

  /** Appends a text. */
  public void put(String text) {
    put(text.getBytes(UTF_8));
  }

  void put(char character) {
    reserve(1);
    bytes[length++] = (byte) character;
  }

  /**
   * Appends a number that is not negative.
   *
   * @param places how many of its digits are decimals, at most 18; zeros at their end are left out
   */
  void put(long number, int places) {
    long left = number;
    int decimals = places;
    while (decimals > 0 && left % TEN == 0) {
      left /= TEN;
      decimals--;
    }
    int at = digits.length;
    int written = 0;
    do {
      if (written == decimals && decimals > 0) {
        digits[--at] = '.';
      }
      digits[--at] = (byte) ('0' + left % TEN);
      left /= TEN;
      written++;
    } while (left > 0 || written <= decimals);
    reserve(digits.length - at);
    System.arraycopy(digits, at, bytes, length, digits.length - at);
    length += digits.length - at;
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }

  /** The text. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }
}
