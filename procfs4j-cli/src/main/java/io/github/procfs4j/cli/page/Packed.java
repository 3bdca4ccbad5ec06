package io.github.procfs4j.cli.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.DeflaterOutputStream;

/**
 * Arrays as text, for unpack.js to read: bytes in an order that compresses well, in the zlib format
 * (RFC 1950), in Base64.
 */
final class Packed {

  private Packed() {}

  /**
   * Returns times packed: the microseconds from each to the next, from zero to the first, as
   * variable-length integers of seven bits a byte, least first, the sign in the lowest bit.
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
   * Returns values packed: IEEE 754 binary32, the lowest bytes of all of them first, then the next
   * ones, then the highest. Neighbours in time have exponents alike, so this halves the size.
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
