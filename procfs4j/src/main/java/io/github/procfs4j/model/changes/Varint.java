package io.github.procfs4j.model.changes;

/**
 * Numbers in as many bytes as they need: seven bits for each byte, the lowest first, with the high
 * bit set in all bytes except the last. Numbers that may be negative are <em>zigzag</em> encoded:
 * 0, -1, 1, -2 become 0, 1, 2, 3.
 */
public final class Varint {
  /** The greatest number of bytes of a 64-bit number. */
  public static final int MOST = 10;

  private Varint() {}

  /**
   * Writes an unsigned number at a position.
   *
   * @param bytes the array to write to, with room for {@link #MOST} bytes from there on
   * @param at the index of the first byte
   * @param value the number, as a 64-bit pattern
   * @return the index after its last byte
   */
  public static int put(byte[] bytes, int at, long value) {
    long rest = value;
    int next = at;
    while ((rest & ~0x7fL) != 0) {
      bytes[next++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[next++] = (byte) rest;
    return next;
  }

  /**
   * Writes a number that may be negative at a position.
   *
   * @param bytes the array to write to, with room for {@link #MOST} bytes from there on
   * @param at the index of the first byte
   * @param value the number
   * @return the index after its last byte
   */
  public static int putZigzag(byte[] bytes, int at, long value) {
    return put(bytes, at, (value << 1) ^ (value >> 63));
  }

  /**
   * Reads numbers one after the other. Throws {@link IllegalArgumentException}, and no other
   * exception, for bytes that are not such numbers, because they may come from a file.
   */
  public static final class Reader {
    private byte[] bytes = new byte[0];
    private int at;
    private int limit;

    /** Creates a reader without bytes. */
    public Reader() {}

    /**
     * Continues with the bytes from {@code from} up to {@code to}.
     *
     * @param encoded the array with the bytes, which must not change until they have been read
     * @param from the index of the first byte
     * @param to the index after the last byte
     */
    public void feed(byte[] encoded, int from, int to) {
      bytes = encoded;
      at = from;
      limit = to;
    }

    /** {@return the position of the next number} */
    public int at() {
      return at;
    }

    /** {@return whether there are no more bytes} */
    public boolean isAtEnd() {
      return at == limit;
    }

    /** {@return the number of remaining bytes} */
    public int left() {
      return limit - at;
    }

    /**
     * Skips {@code count} bytes.
     *
     * @param count a number from 0 to {@link #left}
     */
    public void skip(int count) {
      if (count < 0 || count > limit - at) {
        throw new IllegalArgumentException(count + " bytes where " + left() + " are left");
      }
      at += count;
    }

    /** {@return the next number, as a 64-bit pattern} */
    public long next() {
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        if (at == limit) {
          throw new IllegalArgumentException("a number that is cut");
        }
        byte next = bytes[at++];
        value |= (long) (next & 0x7f) << shift;
        if (next >= 0) {
          if (shift == 63 && next > 1) {
            break;
          }
          return value;
        }
      }
      throw new IllegalArgumentException("a number of more than 64 bits");
    }

    /** {@return the next number, which may be negative} */
    public long nextZigzag() {
      long value = next();
      return (value >>> 1) ^ -(value & 1);
    }

    /**
     * {@return the next number, which must be at most {@code most}}
     *
     * @param most the greatest number that is valid here
     */
    public int nextUpTo(int most) {
      long value = next();
      if (value < 0 || value > most) {
        throw new IllegalArgumentException(
            Long.toUnsignedString(value)
                + (most < 0
                    ? ", where no number is valid"
                    : ", where at most " + most + " is valid"));
      }
      return (int) value;
    }
  }
}
