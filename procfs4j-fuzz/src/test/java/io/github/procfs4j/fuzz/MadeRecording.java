package io.github.procfs4j.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.processes.WaitTable;
import io.github.procfs4j.processes.WaitTableColumns;
import io.github.procfs4j.processes.Waits;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A recording that is written record by record, with valid lengths and checksums: anything that
 * docs/recording-format.md allows, not only what a writer would do.
 */
final class MadeRecording {
  static final int FACT = 1;
  static final int SOURCE = 2;
  static final int COLUMN = 3;
  static final int LAYOUT = 4;
  static final int SAMPLES = 5;
  static final int LATE = 6;
  static final int FAILURE = 7;
  static final int CLOCK = 8;
  static final int SHAPE = 10;
  static final int SLOTS = 11;
  static final int ROWS = 12;
  static final int MARK = 13;

  private static final int BLOCK = 1 << 20;
  private static final int BLOCK_HEADER = 8;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final ByteArrayOutputStream block = new ByteArrayOutputStream();
  private int sources;
  private int columns;

  /** Creates an empty recording. */
  MadeRecording() {
    file.writeBytes("procfs4j".getBytes(US_ASCII));
    file.writeBytes(new byte[] {2, 0, 0, 0, 0, 0, 0, 0});
  }

  /** Fields of a record, or a part of them. */
  static final class Fields {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Fields number(long number) {
      long rest = number;
      for (; (rest & ~0x7f) != 0; rest >>>= 7) {
        bytes.write((int) ((rest & 0x7f) | 0x80));
      }
      bytes.write((int) rest);
      return this;
    }

    Fields numbers(long... numbers) {
      Arrays.stream(numbers).forEach(this::number);
      return this;
    }

    Fields signed(long number) {
      return number((number << 1) ^ (number >> 63));
    }

    Fields strings(String... strings) {
      for (String string : strings) {
        byte[] utf8 = string.getBytes(UTF_8);
        number(utf8.length);
        bytes.writeBytes(utf8);
      }
      return this;
    }

    /** Adds this many bytes, each of them a number below 128. */
    Fields repeat(int number, int count) {
      byte[] all = new byte[count];
      Arrays.fill(all, (byte) number);
      bytes.writeBytes(all);
      return this;
    }

    Fields add(Fields more) {
      return raw(more.toBytes());
    }

    Fields raw(byte[] more) {
      bytes.writeBytes(more);
      return this;
    }

    byte[] toBytes() {
      return bytes.toByteArray();
    }

    int size() {
      return bytes.size();
    }
  }

  /** The approximate number of bytes. */
  int size() {
    return file.size() + block.size();
  }

  /** Adds a record, which may be one of those that are counted. */
  MadeRecording record(int type, byte[] fields) {
    sources += type == SOURCE ? 1 : 0;
    columns += type == COLUMN ? 1 : 0;
    return record(type, new Fields().raw(fields));
  }

  MadeRecording record(int type, Fields fields) {
    block.writeBytes(new Fields().numbers(type, fields.size()).add(fields).bytes.toByteArray());
    if (block.size() >= BLOCK) {
      endBlock();
    }
    return this;
  }

  /** Adds a source; returns its number. */
  int source(String name) {
    record(SOURCE, new Fields().numbers(sources, 1_000_000_000).strings(name, "", ""));
    return sources++;
  }

  /** Adds columns; returns the number of the first one. */
  int columns(List<Column> described) {
    int first = columns;
    for (Column column : described) {
      record(
          COLUMN,
          new Fields()
              .strings(column.name(), column.unit().name())
              .numbers(column.unit().factor(), column.unit().decimals())
              .strings(column.kind().text())
              .number(column.signed() ? 1 : 0)
              .strings("", "", "", ""));
      columns++;
    }
    return first;
  }

  /**
   * A layout with one table whose rows all have these columns.
   *
   * @param labels the names of the labels
   * @param rows the labels of each row
   */
  MadeRecording layout(
      int source,
      String table,
      List<String> labels,
      int first,
      int count,
      List<List<String>> rows) {
    return layout(source, List.of(new MadeTable(table, labels, first, count, rows)));
  }

  /**
   * A table whose rows all have these columns. Rows with the same labels are numbered.
   *
   * @param labels the names of the labels
   * @param first the first column
   * @param count the number of columns
   * @param rows the labels of each row
   */
  record MadeTable(
      String name, List<String> labels, int first, int count, List<List<String>> rows) {}

  /** A layout with these tables. */
  MadeRecording layout(int source, List<MadeTable> made) {
    Map<String, Integer> strings = new LinkedHashMap<>();
    Fields tables = new Fields().number(made.size());
    int cells = 0;
    for (MadeTable table : made) {
      tables.numbers(number(strings, table.name), table.labels.size());
      table.labels.forEach(label -> tables.number(number(strings, label)));
      tables.number(table.count);
      for (int i = 0; i < table.count; i++) {
        tables.number(table.first + i);
      }
      tables.number(table.rows.size());
      Map<List<String>, Integer> repeats = new HashMap<>();
      for (List<String> row : table.rows) {
        row.forEach(label -> tables.number(number(strings, label)));
        tables.number(repeats.merge(row, 1, Integer::sum) - 1);
        for (int i = 0; i < table.count; i++) {
          // Cells are counted from the previous one in the row, in its first column from 0.
          tables.number(i == 0 ? 1 + 2L * cells : 1);
        }
        cells += table.count;
      }
    }
    Fields all = new Fields().numbers(source, cells, strings.size());
    strings.keySet().forEach(all::strings);
    return record(LAYOUT, all.add(tables));
  }

  private static int number(Map<String, Integer> strings, String string) {
    return strings.computeIfAbsent(string, missing -> strings.size());
  }

  /** A recording with a source for each name, in which everything has that name. */
  static byte[] called(List<String> names) {
    MadeRecording made = new MadeRecording();
    for (String name : names) {
      made.record(FACT, new Fields().strings(name, name));
      made.record(MARK, new Fields().signed(2_000_000_000).strings(name));
      int source = made.sources++;
      made.record(SOURCE, new Fields().numbers(source, 1_000_000_000).strings(name, name, name));
      int first = made.columns;
      for (String kind : List.of("counter", "gauge")) {
        made.record(
            COLUMN,
            new Fields()
                .strings(name + kind, name)
                .numbers(1, 0)
                .strings(kind)
                .number(0)
                .strings(name, name, name, name));
        made.columns++;
      }
      made.layout(source, name, List.of(name), first, 2, List.of(List.of(name)));
      made.samples(source, key(0, 2, 1)).samples(source, still(4, true));
      made.record(FAILURE, new Fields().number(source).signed(1).strings(name, name));
    }
    return made.file();
  }

  /** A recording of waits, in which each label has each of the names once. */
  static byte[] waits(List<String> names) {
    MadeRecording made = new MadeRecording();
    int source = made.source(Waits.PREFIX + "*");
    int first =
        made.columns(
            List.of(
                WaitTableColumns.THREAD_RUNNING,
                WaitTableColumns.THREAD_RUN_DELAY,
                WaitTableColumns.THREAD_ELAPSED,
                WaitTableColumns.WAIT_SAMPLES,
                WaitTableColumns.WAITS_SAMPLES));
    List<List<String>> threads = new ArrayList<>();
    List<List<String>> waits = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      String id = Integer.toString(i);
      threads.add(List.of(id, id, "5", name, name));
      waits.add(List.of(id, id, "5", name, name, name, name, name, name));
    }
    made.layout(
        source,
        List.of(
            new MadeTable("waits", List.of(), first + 4, 1, List.of(List.of())),
            new MadeTable("thread", WaitTable.THREAD.labels(), first, 3, threads),
            new MadeTable("wait", WaitTable.WAIT.labels(), first + 3, 1, waits)));
    int cells = 1 + 4 * names.size();
    made.samples(source, key(0, cells, 1)).samples(source, still(4, true));
    made.samples(source, key(9_000_000_000L, cells, 2)).samples(source, still(2, true));
    return made.file();
  }

  /** Samples of a source. */
  MadeRecording samples(int source, Fields samples) {
    return record(SAMPLES, new Fields().number(source).add(samples));
  }

  /** A key frame with this many cells, all with the same value. */
  static Fields key(long start, int cells, int value) {
    return new Fields().number(0).signed(start).numbers(1, cells).repeat(2 * value, cells);
  }

  /** Samples without changes, the first one a second after the previous sample. */
  static Fields still(int count, boolean isAfterKey) {
    Fields samples = new Fields();
    for (int i = 0; i < count; i++) {
      samples.number(2).signed(isAfterKey && i == 0 ? 1_000_000_000 : 0).number(1);
    }
    return samples;
  }

  /** The file. */
  byte[] file() {
    endBlock();
    return file.toByteArray();
  }

  private void endBlock() {
    if (block.size() > 0) {
      file.writeBytes(block(block.toByteArray()));
      block.reset();
    }
  }

  /** Records as a block, with its length and checksum. */
  static byte[] block(byte[] records) {
    ByteBuffer whole =
        ByteBuffer.allocate(BLOCK_HEADER + records.length).order(ByteOrder.LITTLE_ENDIAN);
    whole.putInt(records.length).putInt(0).put(records);
    CRC32C checksum = new CRC32C();
    checksum.update(whole.array(), 0, Integer.BYTES);
    checksum.update(records);
    return whole.putInt(Integer.BYTES, (int) checksum.getValue()).array();
  }
}
