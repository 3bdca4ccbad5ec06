package io.github.procfs4j.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;

/** Recordings composed from pieces, and split into them. */
final class Pieces {
  private Pieces() {}

  static byte[] header(int version) {
    return ByteBuffer.allocate(16)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("procfs4j".getBytes(US_ASCII))
        .putInt(version)
        .array();
  }

  static byte[] block(byte[]... records) {
    byte[] all = join(records);
    ByteBuffer block = ByteBuffer.allocate(8 + all.length).order(ByteOrder.LITTLE_ENDIAN);
    block.putInt(all.length).putInt(0).put(all);
    CRC32C crc = new CRC32C();
    crc.update(block.array(), 0, 4);
    crc.update(all);
    return block.putInt(4, (int) crc.getValue()).array();
  }

  static byte[] record(int type, UnaryOperator<RecordWriter> fields) {
    RecordWriter body = fields.apply(new RecordWriter());
    RecordWriter record = new RecordWriter().number(type).number(body.size());
    record.raw(body.bytes(), body.size());
    return Arrays.copyOf(record.bytes(), record.size());
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** The end of each complete block, preceded by the end of the header. */
  static List<Integer> ends(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    List<Integer> ends = new ArrayList<>();
    int at = 16;
    ends.add(at);
    while (at < file.length) {
      at += 8 + in.getInt(at);
      ends.add(at);
    }
    return ends;
  }

  static byte[] source(int number, String name) {
    return record(2, out -> out.number(number).number(7).string(name).string("").string(""));
  }

  static byte[] column(String name) {
    return record(
        3,
        out ->
            out.string(name)
                .string("count")
                .number(1)
                .number(0)
                .string("gauge")
                .number(0)
                .string("")
                .string("")
                .string("")
                .string(""));
  }

  /** The layout of one row without labels, with this many columns, beginning with the first. */
  static byte[] layout(int source, int columns) {
    return record(
        4,
        out -> {
          out.number(source).number(columns).number(1).string("t");
          out.number(1).number(0).number(0).number(columns);
          for (int i = 0; i < columns; i++) {
            out.number(i);
          }
          out.number(1).number(0);
          for (int i = 0; i < columns; i++) {
            out.number(1);
          }
          return out;
        });
  }

  /** The shape of rows with an identifying label, a describing one and the first column. */
  static byte[] shape() {
    return record(
        10,
        out ->
            out.number(0)
                .string("t")
                .number(2)
                .string("id")
                .string("comm")
                .number(1)
                .number(1)
                .number(0));
  }

  /** Slots with rows of the first shape. */
  static byte[] slots(int stride, String... rows) {
    return record(
        11,
        out -> {
          out.number(0).number(stride).number(0).number(rows.length);
          for (String row : rows) {
            out.number(0).number(1).string(row).string("").number(0);
          }
          return out.number(0);
        });
  }
}
