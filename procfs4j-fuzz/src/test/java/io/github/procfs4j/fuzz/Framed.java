package io.github.procfs4j.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A recording without lengths and checksums, so that it remains a recording when it is mutated: a
 * byte with the version, and records, each with a type, its fields and {@link #END}. A byte of the
 * fields that could be mistaken for something else is preceded by {@link #ESCAPE}. A record of type
 * {@link #BLOCK} ends a block. If the first byte is 0 instead of a version, an unchanged file
 * follows.
 */
final class Framed {
  private static final int END = 0xff;
  private static final int ESCAPE = 0xfe;
  private static final int BLOCK = 0x7f;

  private static final int HEADER = 16;

  private Framed() {}

  /** The file that an input represents. */
  static byte[] file(byte[] input) {
    if (input.length == 0) {
      return input;
    }
    if (input[0] == 0) {
      return Arrays.copyOfRange(input, 1, input.length);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(
        ByteBuffer.allocate(HEADER)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put("procfs4j".getBytes(US_ASCII))
            .putInt(input[0])
            .array());
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (byte[] record : records(input, 1)) {
      if (record.length == 1 && record[0] == BLOCK) {
        block(block, file);
      } else {
        number(block, record[0] & 0xff);
        number(block, record.length - 1);
        block.write(record, 1, record.length - 1);
      }
    }
    block(block, file);
    return file.toByteArray();
  }

  /** The records that an input represents from there on: for each its type and its fields. */
  static List<byte[]> records(byte[] input, int from) {
    List<byte[]> records = new ArrayList<>();
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    for (int i = from; i <= input.length; i++) {
      int next = i == input.length ? END : input[i] & 0xff;
      if (next == ESCAPE && i + 1 < input.length) {
        record.write(input[++i]);
      } else if (next != END) {
        record.write(next);
      } else if (record.size() > 0) {
        records.add(record.toByteArray());
        record.reset();
      }
    }
    return records;
  }

  private static void block(ByteArrayOutputStream block, ByteArrayOutputStream file) {
    if (block.size() > 0) {
      file.writeBytes(MadeRecording.block(block.toByteArray()));
      block.reset();
    }
  }

  private static void number(ByteArrayOutputStream out, int number) {
    int rest = number;
    for (; rest > 0x7f; rest >>>= 7) {
      out.write((rest & 0x7f) | 0x80);
    }
    out.write(rest);
  }

  /** The input that represents a complete file. */
  static byte[] input(byte[] file, int version) {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    input.write(version);
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).position(HEADER);
    while (in.hasRemaining()) {
      int end = in.getInt();
      in.getInt(); // the checksum
      end += in.position();
      while (in.position() < end) {
        input.write(number(in));
        for (int left = number(in); left > 0; left--) {
          int next = in.get() & 0xff;
          if (next >= ESCAPE) {
            input.write(ESCAPE);
          }
          input.write(next);
        }
        input.write(END);
      }
      input.write(BLOCK);
      input.write(END);
    }
    return input.toByteArray();
  }

  private static int number(ByteBuffer in) {
    int number = 0;
    for (int shift = 0; ; shift += 7) {
      int next = in.get();
      number |= (next & 0x7f) << shift;
      if (next >= 0) {
        return number;
      }
    }
  }
}
