package io.github.procfs4j.cli.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Writes structures in the compact protocol of Apache Thrift, as the headers of Parquet are. */
final class Thrift {
  static final int I32 = 5;
  static final int BINARY = 8;
  static final int STRUCT = 12;
  private static final int TRUE = 1;
  private static final int FALSE = 2;
  private static final int I64 = 6;
  private static final int LIST = 9;

  /** Sizes of lists from this one on, and steps of fields above it, are written separately. */
  private static final int LONG_FORM = 15;

  private final Bytes out;

  /** The last field of the structure, and of those that contain it. */
  private int[] fields = new int[8];

  private int depth;

  Thrift(Bytes out) {
    this.out = out;
  }

  private void field(int id, int type) {
    int step = id - fields[depth];
    if (step <= 0 || step > LONG_FORM) {
      throw new IllegalArgumentException("field " + id + " after " + fields[depth]);
    }
    out.add(step << 4 | type);
    fields[depth] = id;
  }

  Thrift i32(int id, int number) {
    field(id, I32);
    out.zigzag(number);
    return this;
  }

  Thrift i64(int id, long number) {
    field(id, I64);
    out.zigzag(number);
    return this;
  }

  Thrift flag(int id, boolean isTrue) {
    field(id, isTrue ? TRUE : FALSE);
    return this;
  }

  Thrift binary(int id, byte[] bytes) {
    field(id, BINARY);
    return binary(bytes);
  }

  Thrift text(int id, String text) {
    return binary(id, text.getBytes(UTF_8));
  }

  /** Begins a list, whose elements follow. */
  Thrift list(int id, int type, int size) {
    field(id, LIST);
    if (size < LONG_FORM) {
      out.add(size << 4 | type);
    } else {
      out.add(LONG_FORM << 4 | type);
      out.varint(size);
    }
    return this;
  }

  /** An element of a list of numbers. */
  Thrift i32(int number) {
    out.zigzag(number);
    return this;
  }

  /** An element of a list of texts. */
  Thrift text(String text) {
    return binary(text.getBytes(UTF_8));
  }

  private Thrift binary(byte[] bytes) {
    out.varint(bytes.length);
    out.add(bytes, 0, bytes.length);
    return this;
  }

  /** Begins a structure that is a field. */
  Thrift begin(int id) {
    field(id, STRUCT);
    return begin();
  }

  /** Begins a structure that is an element of a list. */
  Thrift begin() {
    depth++;
    if (depth == fields.length) {
      fields = Arrays.copyOf(fields, 2 * depth);
    }
    fields[depth] = 0;
    return this;
  }

  /** Ends a structure. */
  Thrift end() {
    out.add(0);
    depth--;
    return this;
  }
}
