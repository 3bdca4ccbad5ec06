package io.github.procfs4j.cli.protobuf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** A message of protocol buffers to which fields are appended, in the order of the calls. */
public final class Message {
  private static final int NUMBER = 0;
  private static final int REAL = 1;
  private static final int BYTES = 2;

  private byte[] bytes = new byte[64];
  private int size;

  /** Creates an empty message. */
  public Message() {}

  /** Removes all fields; keeps the memory. */
  public Message clear() {
    size = 0;
    return this;
  }

  /** Its length in bytes. */
  public int size() {
    return size;
  }

  /** Drops what follows this many bytes. */
  public void truncate(int to) {
    size = to;
  }

  private void varint(long number) {
    long rest = number;
    while ((rest & ~0x7fL) != 0) {
      add((byte) (rest | 0x80));
      rest >>>= 7;
    }
    add((byte) rest);
  }

  private void add(byte b) {
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * size);
    }
    bytes[size++] = b;
  }

  private void add(byte[] more, int length) {
    if (bytes.length < size + length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + length, 2 * size));
    }
    System.arraycopy(more, 0, bytes, size, length);
    size += length;
  }

  /** Appends a field of a type without a sign, or of {@code int32} or {@code int64}. */
  public Message number(int field, long number) {
    varint(((long) field << 3) | NUMBER);
    varint(number);
    return this;
  }

  /** Appends a field of the type {@code sint32} or {@code sint64}. */
  public Message signed(int field, long number) {
    return number(field, (number << 1) ^ (number >> 63));
  }

  /** Appends a field of the type {@code double}. */
  public Message real(int field, double number) {
    varint(((long) field << 3) | REAL);
    long bits = Double.doubleToLongBits(number);
    for (int i = 0; i < Long.BYTES; i++) {
      add((byte) (bits >>> (Byte.SIZE * i)));
    }
    return this;
  }

  /** Appends a field of the type {@code string}. */
  public Message text(int field, String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    varint(((long) field << 3) | BYTES);
    varint(utf8.length);
    add(utf8, utf8.length);
    return this;
  }

  /** Appends a message as a field. */
  public Message message(int field, Message message) {
    varint(((long) field << 3) | BYTES);
    return delimited(message);
  }

  /** Appends a message that its length precedes, as in a stream of messages. */
  public Message delimited(Message message) {
    varint(message.size);
    add(message.bytes, message.size);
    return this;
  }

  /** Appends fields that have been {@linkplain #toBytes encoded}. */
  public Message encoded(byte[] fields) {
    add(fields, fields.length);
    return this;
  }

  /** Its fields, encoded. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /** Writes its fields. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }
}
