package io.github.procfs4j.io;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Native memory that one text is read into, kept from sample to sample and grown when a text does
 * not fit.
 *
 * <p>Behind the text stands what an earlier, longer text left there.
 *
 * <p>The memory belongs to the garbage collector (an automatic arena): a buffer shared by mistake
 * between threads can show garbage, but never memory that was freed.
 */
public final class Buffer {
  private static final int ALIGNMENT = 64;

  private final int firstCapacity;
  private MemorySegment segment;
  private ByteBuffer bytes;
  private int capacity;
  private int length;

  /** An empty buffer that holds texts of up to {@code capacity} bytes before it grows. */
  public Buffer(int capacity) {
    firstCapacity = capacity;
    this.capacity = capacity;
    this.segment = allocate(capacity);
    this.bytes = segment.asByteBuffer();
  }

  private static MemorySegment allocate(int capacity) {
    return Arena.ofAuto().allocate(capacity, ALIGNMENT);
  }

  /** The memory: the text, from offset 0. Another segment after the buffer grew. */
  public MemorySegment segment() {
    return segment;
  }

  /** The same memory as a byte buffer, for channels. */
  ByteBuffer bytes() {
    return bytes;
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

  /** Leaves so many bytes behind the text as they are: what is appended stands behind them. */
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
    MemorySegment other = allocate(to);
    MemorySegment.copy(segment, 0, other, 0, keep);
    segment = other;
    bytes = other.asByteBuffer();
    capacity = to;
  }
}
