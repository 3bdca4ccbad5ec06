package io.github.procfs4j.io;

import java.nio.ByteBuffer;

/**
 * Native memory that one text is read into, kept from sample to sample and grown when a text does
 * not fit.
 *
 * <p>After the text stands what an earlier, longer text left there.
 *
 * <p>The memory belongs to the garbage collector: a buffer shared by mistake between threads can
 * show garbage, but never memory that was freed.
 */
public final class Buffer {
  private static final int ALIGNMENT = 64;

  private final int firstCapacity;
  private ByteBuffer bytes;
  private int capacity;
  private int length;

  /** Where the memory begins, noted when needed; 0 if it was not. */
  long address;

  /** An empty buffer that holds texts of up to {@code capacity} bytes before it grows. */
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
   * The memory: the text, from index 0. Another one after the buffer grew. To be read at absolute
   * indices: channels move its position.
   */
  public ByteBuffer bytes() {
    return bytes;
  }

  /** A copy of the text. */
  public byte[] copy() {
    return copy(0, length);
  }

  /** A copy of so many bytes. */
  public byte[] copy(int from, int count) {
    byte[] copy = new byte[count];
    bytes.get(from, copy, 0, count);
    return copy;
  }

  /** How many bytes of text fit without growing. */
  public int capacity() {
    return capacity;
  }

  /** The length of the text, in bytes. */
  public int length() {
    return length;
  }

  /** States that the text is the first {@code length} bytes. */
  public void length(int length) {
    this.length = length;
  }

  /** Leaves so many bytes after the text as they are: what is appended stands after them. */
  public void skip(int bytes) {
    if (capacity - length < bytes) {
      grow(length);
    }
    length += bytes;
  }

  /** Doubles the capacity; the first {@code keep} bytes stay. */
  void grow(int keep) {
    resize(Math.multiplyExact(capacity, 2), keep);
  }

  /**
   * Gives back the memory that it has grown by, but for the first {@code keep} bytes, which stay.
   */
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
