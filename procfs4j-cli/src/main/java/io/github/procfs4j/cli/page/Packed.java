package io.github.procfs4j.cli.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.DeflaterOutputStream;

/**
 * Arrays as text for unpack.js: bytes in an order that compresses well, in the zlib format (RFC
 * 1950), in Base64.
 */
final class Packed {

  private Packed() {}

  /**
   * Returns packed times: the differences in microseconds, beginning from zero, as variable-length
   * integers with seven bits for each byte, lowest first, and the sign in the lowest bit.
   */
  static String times(double[] seconds) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(2 * seconds.length + 8);
    long last = 0;
    for (double time : seconds) {
      long now = Math.round(time * 1e6);
      long delta = now - last;
      last = now;
      long rest = (delta << 1) ^ (delta >> 63);
      for (; (rest & ~0x7f) != 0; rest >>>= 7) {
        bytes.write(((int) rest & 0x7f) | 0x80);
      }
      bytes.write((int) rest);
    }
    return deflate(bytes.toByteArray());
  }

  /** Arrays of one length that are packed together, one after the other. */
  static final class Block {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 12);

    /**
     * Adds values: IEEE 754 binary32, as runs of equal ones if that is shorter. First, as a number,
     * how many runs there are, 0 if there are as many as values; then their lengths; then the
     * lowest bytes of all values, then the next ones, and so on. Successive values have similar
     * exponents, so this halves the size.
     */
    void add(float[] values) {
      int runs = 0;
      for (int i = 0; i < values.length; i++) {
        runs += isNew(values, i) ? 1 : 0;
      }
      if (runs > values.length / 2) {
        number(0);
        planes(values, values.length);
        return;
      }
      number(runs);
      float[] distinct = new float[runs];
      int run = 0;
      int start = 0;
      for (int i = 0; i < values.length; i++) {
        if (isNew(values, i)) {
          if (run > 0) {
            number(i - start);
          }
          distinct[run++] = values[i];
          start = i;
        }
      }
      if (run > 0) {
        number(values.length - start);
      }
      planes(distinct, runs);
    }

    private static boolean isNew(float[] values, int i) {
      return i == 0 || Float.floatToIntBits(values[i]) != Float.floatToIntBits(values[i - 1]);
    }

    private void number(int number) {
      int rest = number;
      for (; rest > 0x7f; rest >>>= 7) {
        bytes.write((rest & 0x7f) | 0x80);
      }
      bytes.write(rest);
    }

    private void planes(float[] values, int length) {
      byte[] planes = new byte[4 * length];
      for (int i = 0; i < length; i++) {
        int bits = Float.floatToIntBits(values[i]);
        for (int plane = 0; plane < 4; plane++) {
          planes[plane * length + i] = (byte) (bits >>> (8 * plane));
        }
      }
      bytes.writeBytes(planes);
    }

    /** The arrays as text. */
    String text() {
      return deflate(bytes.toByteArray());
    }
  }

  private static String deflate(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4 + 64);
    try (DeflaterOutputStream zip = new DeflaterOutputStream(out)) {
      zip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return Base64.getEncoder().encodeToString(out.toByteArray());
  }
}
