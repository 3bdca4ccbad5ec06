package io.github.procfs4j.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Makes the recording of a simulated host from a real one: the same bytes, except for the name of
 * the host and the wall clock. It knows the format from docs/recording-format.md, not from the
 * library.
 */
final class SimulatedHost {
  private static final int HEADER = 16;
  private static final int BLOCK_HEADER = 8;
  private static final int FACT = 1;
  private static final int CLOCK = 8;

  private final byte[] from;
  private int at;

  private SimulatedHost(byte[] from) {
    this.from = from;
  }

  /** Returns a recording that was made by another host, so many seconds later. */
  static byte[] of(byte[] recording, String host, long secondsLater) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(recording, 0, HEADER);
    ByteBuffer in = ByteBuffer.wrap(recording).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = HEADER; at < recording.length; ) {
      int end = at + BLOCK_HEADER + in.getInt(at);
      byte[] records =
          new SimulatedHost(Arrays.copyOfRange(recording, at + BLOCK_HEADER, end))
              .records(host, secondsLater);
      byte[] length =
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(records.length).array();
      CRC32C crc = new CRC32C();
      crc.update(length);
      crc.update(records);
      out.writeBytes(length);
      out.writeBytes(
          ByteBuffer.allocate(4)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt((int) crc.getValue())
              .array());
      out.writeBytes(records);
      at = end;
    }
    return out.toByteArray();
  }

  private byte[] records(String host, long secondsLater) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (at < from.length) {
      long type = number();
      int length = (int) number();
      int end = at + length;
      byte[] body =
          switch ((int) type) {
            case FACT -> fact(host, end);
            case CLOCK -> clock(secondsLater, end);
            default -> Arrays.copyOfRange(from, at, end);
          };
      at = end;
      number(out, type);
      number(out, body.length);
      out.writeBytes(body);
    }
    return out.toByteArray();
  }

  private byte[] fact(String host, int end) {
    int begin = at;
    int length = (int) number();
    String name = new String(from, at, length, UTF_8);
    if (!name.equals("host")) {
      return Arrays.copyOfRange(from, begin, end);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String text : new String[] {name, host}) {
      number(out, text.getBytes(UTF_8).length);
      out.writeBytes(text.getBytes(UTF_8));
    }
    return out.toByteArray();
  }

  private byte[] clock(long secondsLater, int end) {
    int begin = at;
    number();
    int afterTime = at;
    long zigzag = number();
    long seconds = (zigzag >>> 1) ^ -(zigzag & 1);
    long later = seconds + secondsLater;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(from, begin, afterTime - begin);
    number(out, (later << 1) ^ (later >> 63));
    out.write(from, at, end - at);
    return out.toByteArray();
  }

  private long number() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = from[at++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static void number(ByteArrayOutputStream out, long number) {
    long left = number;
    for (; (left & ~0x7fL) != 0; left >>>= 7) {
      out.write((int) ((left & 0x7f) | 0x80));
    }
    out.write((int) left);
  }
}
