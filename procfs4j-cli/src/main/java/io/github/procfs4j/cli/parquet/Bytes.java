package io.github.procfs4j.cli.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes to which numbers are appended in the forms of Parquet and Thrift. */
final class Bytes {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] array = new byte[256];
  private int size;

  int size() {
    return size;
  }

  /** The bytes, of which only the first {@link #size} count. */
  byte[] array() {
    return array;
  }

  void clear() {
    size = 0;
  }

  private void reserve(int more) {
    if (array.length - size < more) {
      array = Arrays.copyOf(array, Math.max(Math.addExact(size, more), 2 * array.length));
    }
  }

  void add(int b) {
    reserve(1);
    array[size++] = (byte) b;
  }

  void add(byte[] bytes, int from, int length) {
    reserve(length);
    System.arraycopy(bytes, from, array, size, length);
    size += length;
  }

  void add(Bytes other) {
    add(other.array, 0, other.size);
  }

  /** Four bytes, the least significant one first. */
  void int32(int number) {
    reserve(Integer.BYTES);
    INTS.set(array, size, number);
    size += Integer.BYTES;
  }

  /** Eight bytes, the least significant one first. */
  void int64(long number) {
    reserve(Long.BYTES);
    LONGS.set(array, size, number);
    size += Long.BYTES;
  }

  /** Seven bits in each byte (ULEB128). */
  void varint(long number) {
    reserve(10);
    long rest = number;
    while ((rest & ~0x7fL) != 0) {
      array[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[size++] = (byte) rest;
  }

  /** A number with a sign: 0, -1, 1, -2 become 0, 1, 2, 3. */
  void zigzag(long number) {
    varint((number << 1) ^ (number >> 63));
  }

  /**
   * Packs numbers without gaps, from the least significant bit of each byte on.
   *
   * @param count a multiple of 8
   * @param width the number of bits of each; the others must be zero
   */
  void packed(long[] numbers, int from, int count, int width) {
    long pending = 0;
    int bits = 0;
    for (int i = from; i < from + count; i++) {
      pending |= numbers[i] << bits;
      int used = bits + width;
      if (used < Long.SIZE) {
        bits = used;
      } else {
        int64(pending);
        bits = used - Long.SIZE;
        pending = bits == 0 ? 0 : numbers[i] >>> (width - bits);
      }
    }
    for (; bits > 0; bits -= Byte.SIZE) {
      add((int) pending);
      pending >>>= Byte.SIZE;
    }
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(array, 0, size);
  }
}
