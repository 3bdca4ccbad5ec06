package io.github.procfs4j.process;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.KeptFile;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The texts of the files of several tasks, read one after the other before any of them is looked
 * at.
 *
 * <p>With each call the kernel pushes a program's instructions out of the processor's first cache.
 * To read and to compare by turns has them fetched again for each file; a loop that only reads, and
 * one that only compares, each stay there. The texts of a task stand side by side, each behind its
 * length, so that whether any of them changed is one comparison.
 */
final class Batch {
  /** As much as the second cache of a processor holds several times over. */
  private static final int ENOUGH = 32 << 10;

  /** Room for one more text where there is not yet enough; it grows where that is longer. */
  private static final int ROOM = 8 << 10;

  private final Buffer buffer = new Buffer(ENOUGH + ROOM);

  /** The first {@link #copied} bytes of it on the heap, where comparing costs less. */
  private byte[] bytes = new byte[0];

  private int copied;

  /** Of each text where it begins, and its length, or the negative error number. */
  private int[] begins = new int[0];

  private int[] lengths = new int[0];
  private int count;

  /** Forgets all texts. */
  void clear() {
    count = 0;
    copied = 0;
    buffer.length(0);
  }

  /** Whether enough is read for the loops to pay off. */
  boolean isFull() {
    return buffer.length() >= ENOUGH;
  }

  /** How long all is that was read so far. */
  int length() {
    return buffer.length();
  }

  /** Keeps the numbers of so many texts: the first of them. */
  int reserve(int texts) {
    int first = count;
    count += texts;
    if (count > lengths.length) {
      begins = Arrays.copyOf(begins, 2 * count);
      lengths = Arrays.copyOf(lengths, 2 * count);
    }
    return first;
  }

  /** Reads a text behind the others: its length, or the negative error number. */
  int read(int text, KeptFile file) {
    int at = buffer.length();
    buffer.skip(Integer.BYTES);
    int length = file.append(buffer);
    buffer.bytes().putInt(at, length);
    begins[text] = at + Integer.BYTES;
    lengths[text] = length;
    return length;
  }

  /** States that there is no text. */
  void fail(int text, int error) {
    lengths[text] = error;
  }

  /** The length of a text, or the negative error number. */
  int length(int text) {
    return lengths[text];
  }

  /** Where a text begins in the {@link #texts}. */
  int begin(int text) {
    return begins[text];
  }

  /** The memory that holds all of them. */
  ByteBuffer texts() {
    return buffer.bytes();
  }

  /** Whether what was read from {@code begin} to {@code end} is what was kept before. */
  boolean isSame(int begin, int end, byte[] kept, int length) {
    return end - begin == length && Arrays.equals(bytes(), begin, end, kept, 0, length);
  }

  /**
   * Keeps what was read from {@code begin} to {@code end}: {@code in} if it fits, or in a new
   * array.
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
