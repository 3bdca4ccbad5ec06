package io.github.procfs4j.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.model.changes.Varint;
import java.util.Arrays;

/** A growing array of bytes for the payload of a block, or for one of its records. */
final class RecordWriter {
  private byte[] bytes;
  private int size;

  /** Creates a writer with room for a usual block. */
  RecordWriter() {
    this(1 << 12);
  }

  /** Creates a writer with room for this many bytes before it grows. */
  RecordWriter(int room) {
    bytes = new byte[room];
  }

  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  RecordWriter number(long value) {
    makeRoom(Varint.MOST);
    size = Varint.put(bytes, size, value);
    return this;
  }

  RecordWriter signed(long value) {
    makeRoom(Varint.MOST);
    size = Varint.putZigzag(bytes, size, value);
    return this;
  }

  RecordWriter string(String value) {
    byte[] encoded = value.getBytes(UTF_8);
    number(encoded.length);
    return raw(encoded, encoded.length);
  }

  RecordWriter raw(byte[] source, int length) {
    makeRoom(length);
    System.arraycopy(source, 0, bytes, size, length);
    size += length;
    return this;
  }

  private void makeRoom(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
