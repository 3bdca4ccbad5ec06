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

  private MemorySegment segment;
  private ByteBuffer bytes;
  private int capacity;
  private int length;

  /** An empty buffer that holds texts of up to {@code capacity} bytes before it grows. */
  public Buffer(int capacity) {
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
    int larger = Math.multiplyExact(capacity, 2);
    MemorySegment wider = allocate(larger);
    MemorySegment.copy(segment, 0, wider, 0, keep);
    segment = wider;
    bytes = wider.asByteBuffer();
    capacity = larger;
  }
}
