package io.github.procfs4j.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.model.changes.Varint;

/**
 * Reads what a {@link RecordWriter} wrote: the records of a block, or the fields of a record.
 * Throws {@link IllegalArgumentException} for any other bytes.
 */
final class RecordReader {
  private final byte[] bytes;
  private final Varint.Reader in = new Varint.Reader();

  RecordReader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    in.feed(bytes, from, to);
  }

  boolean isAtEnd() {
    return in.isAtEnd();
  }

  int at() {
    return in.at();
  }

  int left() {
    return in.left();
  }

  long number() {
    return in.next();
  }

  long signed() {
    return in.nextZigzag();
  }

  /** Reads a monotonic time. */
  long time() {
    return Format.time(signed());
  }

  /** Reads a number that is too small for sums of several of them to overflow soon. */
  long length() {
    long length = number();
    if (length < 0 || length > Format.MOST_NANOS) {
      throw new IllegalArgumentException(
          Long.toUnsignedString(length) + " is more than " + Format.MOST_NANOS);
    }
    return length;
  }

  int upTo(int most) {
    return in.nextUpTo(most);
  }

  /**
   * Reads a number of things, each of which takes at least one byte, so there cannot be more of
   * them than bytes.
   */
  int count() {
    return in.nextUpTo(in.left());
  }

  String string() {
    return string(Integer.MAX_VALUE);
  }

  /** Reads a string of at most this many bytes. */
  String string(int most) {
    int length = count();
    if (length > most) {
      throw new IllegalArgumentException(
          "a string of " + length + " bytes, where " + most + " are the most");
    }
    String string = new String(bytes, in.at(), length, UTF_8);
    in.skip(length);
    return string;
  }

  /** Reads a length, and returns a reader of the bytes that follow with that length. */
  RecordReader body() {
    return body(count());
  }

  /** Returns a reader of the bytes that follow with this length. */
  RecordReader body(int length) {
    int from = in.at();
    in.skip(length);
    return new RecordReader(bytes, from, from + length);
  }
}
