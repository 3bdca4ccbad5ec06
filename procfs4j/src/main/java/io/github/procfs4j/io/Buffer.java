package io.github.procfs4j.io;

import java.nio.ByteBuffer;

/**
 * Native memory into which a text is read, reused from sample to sample, and grown when a text does
 * not fit.
 *
 * <p>The bytes after the text are left over from earlier, longer texts.
 *
 * <p>The memory belongs to the garbage collector: a buffer shared by mistake between threads can
 * show garbage, but never freed memory.
 */
public final class Buffer {
  private static final int ALIGNMENT = 64;

  private final int firstCapacity;
  private ByteBuffer bytes;
  private int capacity;
  private int length;

  /** The address of the memory, determined when needed; 0 before that. */
  long address;

  /** Creates an empty buffer for texts of up to {@code capacity} bytes before it grows. */
  public Buffer(int capacity) {
    firstCapacity = capacity;
    this.capacity = capacity;
    this.bytes = allocate(capacity);
  }

  private static ByteBuffer allocate(int capacity) {
    ByteBuffer room = ByteBuffer.allocateDirect(Math.addExact(capacity, ALIGNMENT));
    return room.slice((ALIGNMENT - room.alignmentOffset(0, ALIGNMENT)) % ALIGNMENT, capacity);
  }

  /**
   * The memory, with the text from index 0; another object after the buffer grew. Read it only at
   * absolute indices, because channels move its position.
   */
  public ByteBuffer bytes() {
    return bytes;
  }

  /** A copy of the text. */
  public byte[] copy() {
    return copy(0, length);
  }

  /** A copy of {@code count} bytes. */
  public byte[] copy(int from, int count) {
    byte[] copy = new byte[count];
    bytes.get(from, copy, 0, count);
    return copy;
  }

  /** The number of bytes that fit without growing. */
  public int capacity() {
    return capacity;
  }

  /** The length of the text, in bytes. */
  public int length() {
    return length;
  }

  /** Sets the length: the text is the first {@code length} bytes. */
  public void length(int length) {
    this.length = length;
  }

  /**
   * Leaves this many bytes after the text unchanged and makes them part of it; the next text is
   * appended after them.
   */
  public void skip(int bytes) {
    if (capacity - length < bytes) {
      grow(length);
    }
    length += bytes;
  }

  /** Doubles the capacity, and keeps the first {@code keep} bytes. */
  void grow(int keep) {
    resize(Math.multiplyExact(capacity, 2), keep);
  }

  /** Frees the memory by which it has grown, and keeps the first {@code keep} bytes. */
  void shrink(int keep) {
    resize(Math.max(firstCapacity, keep), keep);
  }

  private void resize(int to, int keep) {
    ByteBuffer other = allocate(to);
    other.put(0, bytes, 0, keep);
    bytes = other;
    address = 0;
    capacity = to;
  }
}
