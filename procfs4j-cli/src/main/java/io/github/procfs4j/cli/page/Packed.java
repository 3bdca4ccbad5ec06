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

  /**
   * Returns packed values: IEEE 754 binary32, first the lowest bytes of all values, then the next
   * ones, and so on. Successive values have similar exponents, so this halves the size.
   */
  static String values(float[] values) {
    int length = values.length;
    byte[] bytes = new byte[4 * length];
    for (int i = 0; i < length; i++) {
      int bits = Float.floatToIntBits(values[i]);
      for (int plane = 0; plane < 4; plane++) {
        bytes[plane * length + i] = (byte) (bits >>> (8 * plane));
      }
    }
    return deflate(bytes);
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
