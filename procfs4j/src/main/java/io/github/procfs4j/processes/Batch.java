package io.github.procfs4j.processes;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.KeptFile;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The texts of the files of several tasks, all of which are read before any of them is compared.
 *
 * <p>Each system call evicts the program's instructions from the first-level cache. Alternating
 * between reading and comparing would fetch them again for each file; a loop that only reads and a
 * loop that only compares each stay in the cache. The texts of a task are adjacent, each preceded
 * by its length, so one comparison shows whether any of them changed.
 */
final class Batch {
  /** A multiple of the size of a processor's second-level cache. */
  private static final int ENOUGH = 32 << 10;

  /**
   * Space for another text while the batch is not full; the buffer grows if that text is longer.
   */
  private static final int ROOM = 8 << 10;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final Buffer buffer = new Buffer(ENOUGH + ROOM);

  /**
   * A copy of the first {@link #copied} bytes of the buffer on the heap, where comparing costs
   * less.
   */
  private byte[] bytes = new byte[0];

  private int copied;

  /**
   * For each text, where it begins; {@code lengths} has its length, or the negative error number.
   */
  private int[] begins = new int[0];

  private int[] lengths = new int[0];
  private int count;

  /** Removes all texts. */
  void clear() {
    count = 0;
    copied = 0;
    buffer.length(0);
  }

  /** Whether enough has been read for the separate loops to pay off. */
  boolean isFull() {
    return buffer.length() >= ENOUGH;
  }

  /** The total length of what has been read. */
  int length() {
    return buffer.length();
  }

  /** Reserves numbers for this many texts, and returns the first. */
  int reserve(int texts) {
    int first = count;
    count += texts;
    if (count > lengths.length) {
      begins = Arrays.copyOf(begins, 2 * count);
      lengths = Arrays.copyOf(lengths, 2 * count);
    }
    return first;
  }

  /** Appends a text from a file; returns its length, or the negative error number. */
  int read(int text, KeptFile file) {
    int at = buffer.length();
    buffer.skip(Integer.BYTES);
    int length = file.append(buffer);
    buffer.bytes().putInt(at, length);
    begins[text] = at + Integer.BYTES;
    lengths[text] = length;
    return length;
  }

  /** Appends a text that need not be read, because it cannot have changed. */
  void append(int text, byte[] known, int from, int length) {
    int at = buffer.length();
    buffer.skip(Integer.BYTES + length);
    buffer.bytes().putInt(at, length);
    begins[text] = at + Integer.BYTES;
    lengths[text] = length;
    buffer.bytes().put(begins[text], known, from, length);
  }

  /** Whether a text is equal to these bytes. */
  boolean isEqual(int text, byte[] known, int from, int length) {
    if (lengths[text] != length) {
      return false;
    }
    ByteBuffer texts = buffer.bytes();
    int at = begins[text];
    int i = 0;
    while (i + Long.BYTES <= length) {
      if (texts.getLong(at + i) != (long) LONGS.get(known, from + i)) {
        return false;
      }
      i += Long.BYTES;
    }
    while (i < length && texts.get(at + i) == known[from + i]) {
      i++;
    }
    return i == length;
  }

  /** Records an error number for a text that was not read. */
  void fail(int text, int error) {
    lengths[text] = error;
  }

  /** The length of a text, or the negative error number. */
  int length(int text) {
    return lengths[text];
  }

  /** The index in {@link #texts} at which a text begins. */
  int begin(int text) {
    return begins[text];
  }

  /** The memory that contains all texts. */
  ByteBuffer texts() {
    return buffer.bytes();
  }

  /** Whether the bytes from {@code begin} to {@code end} are equal to those kept before. */
  boolean isSame(int begin, int end, byte[] kept, int length) {
    return end - begin == length && Arrays.equals(bytes(), begin, end, kept, 0, length);
  }

  /**
   * Copies the bytes from {@code begin} to {@code end}: to {@code in} if they fit, otherwise to a
   * new array.
   */
  byte[] keep(int begin, int end, byte[] in) {
    int length = end - begin;
    byte[] kept = in.length < length ? new byte[length + length / 8] : in;
    System.arraycopy(bytes(), begin, kept, 0, length);
    return kept;
  }

  private byte[] bytes() {
    int length = buffer.length();
    if (copied < length) {
      if (bytes.length < length) {
        bytes = new byte[buffer.capacity()];
        copied = 0;
      }
      buffer.bytes().get(copied, bytes, copied, length - copied);
      copied = length;
    }
    return bytes;
  }
}
