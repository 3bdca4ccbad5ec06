package io.github.procfs4j.replay;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Eight bytes of a text at a time, the first one lowest. The array must have them: texts are
 * followed by eight zeros.
 */
final class EightBytes {
  /**
   * The number of bytes that are compared eight at a time before {@code mismatch} of the JDK takes
   * over, which is faster but slow to start.
   */
  private static final int NEAR = 32;

  /** In little-endian order on every machine. */
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private EightBytes() {}

  static long at(byte[] text, int at) {
    return (long) EIGHT_BYTES.get(text, at);
  }

  /** Sets eight bytes to zero. */
  static void clear(byte[] text, int at) {
    EIGHT_BYTES.set(text, at, 0L);
  }

  /** Whether {@code count} bytes are equal in both. */
  static boolean isSame(byte[] was, int at, byte[] now, int nowAt, int count) {
    int left = count;
    for (int i = 0; left > Long.BYTES; i += Long.BYTES, left -= Long.BYTES) {
      if (at(was, at + i) != at(now, nowAt + i)) {
        return false;
      }
    }
    int i = count - left;
    long difference = at(was, at + i) ^ at(now, nowAt + i);
    return left == 0 || difference << (Long.SIZE - Byte.SIZE * left) == 0;
  }

  /**
   * The first position, from {@code from} on, at which two texts differ; {@code limit} if they do
   * not differ before.
   *
   * @param moved how far the bytes of {@code now} are to the right of those that they equal
   */
  static int mismatch(byte[] was, int from, int limit, byte[] now, int moved) {
    int near = Math.min(limit, from + NEAR);
    int at = from;
    while (at < near) {
      long difference = at(was, at) ^ at(now, at + moved);
      if (difference != 0) {
        return Math.min(at + (Long.numberOfTrailingZeros(difference) >>> 3), limit);
      }
      at += Long.BYTES;
    }
    if (at >= limit) {
      return limit;
    }
    int far = Arrays.mismatch(was, at, limit, now, at + moved, limit + moved);
    return far < 0 ? limit : at + far;
  }
}
