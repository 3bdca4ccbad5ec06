package io.github.procfs4j.cli.parquet;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.procfs4j.tables.Chunks;
import io.github.procfs4j.tables.Field;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of Parquet (parquet.apache.org, format version 2): rows in groups, in each the values of a
 * column together, in one page, encoded by what is shortest and compressed with gzip. The footer
 * describes them.
 */
public final class ParquetFile implements Closeable {
  private static final byte[] MAGIC = "PAR1".getBytes(US_ASCII);
  private static final int VERSION = 2;

  /** A group ends with the chunk that makes it this long. */
  private static final long MOST_ROWS = 1 << 18;

  /**
   * A group ends with the chunk that makes its columns take this much memory: with a small heap, a
   * 32nd of it, since several files are written at once.
   */
  private static final long MOST_MEMORY = Math.min(12 << 20, Runtime.getRuntime().maxMemory() / 32);

  private final OutputStream out;
  private final String creator;
  private final List<ColumnBuffer> columns;
  private final List<List<Pages.Column>> groups = new ArrayList<>();
  private final Pages pages = new Pages();
  private long offset;
  private long rowsOfGroup;
  private long rows;

  /**
   * Begins a file.
   *
   * @param creator the program and its version, as Parquet wants it: {@code NAME version NUMBER}
   * @param fields the columns
   * @param out the file, which remains the caller's
   */
  public ParquetFile(String creator, List<Field> fields, OutputStream out) throws IOException {
    this.creator = creator;
    this.out = out;
    ColumnBuffer.Workspace workspace = new ColumnBuffer.Workspace();
    columns = fields.stream().map(field -> new ColumnBuffer(field, workspace)).toList();
    out.write(MAGIC);
    offset = MAGIC.length;
  }

  /** Adds rows, whose fields are the columns. */
  public void add(Chunks chunk) throws IOException {
    long memory = 0;
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).add(chunk, i);
      memory += columns.get(i).memory();
    }
    rowsOfGroup += chunk.size();
    if (rowsOfGroup >= MOST_ROWS || memory >= MOST_MEMORY) {
      flush();
    }
  }

  private void flush() throws IOException {
    List<Pages.Column> group = new ArrayList<>();
    for (ColumnBuffer column : columns) {
      column.flush(pages);
      Pages.Column written = pages.write(out, offset);
      offset += written.size();
      group.add(written);
    }
    groups.add(group);
    rows += rowsOfGroup;
    rowsOfGroup = 0;
  }

  /** Writes the rest and the footer. */
  public void end() throws IOException {
    if (rowsOfGroup > 0) {
      flush();
    }
    Bytes footer = new Bytes();
    describe(new Thrift(footer));
    footer.int32(footer.size());
    footer.add(MAGIC, 0, MAGIC.length);
    footer.writeTo(out);
    offset += footer.size();
    out.flush();
  }

  private void describe(Thrift thrift) {
    thrift.begin().i32(1, VERSION).list(2, Thrift.STRUCT, columns.size() + 1);
    thrift.begin().text(4, "rows").i32(5, columns.size()).end();
    for (ColumnBuffer column : columns) {
      ColumnType.describe(column.field(), thrift);
    }
    thrift.i64(3, rows).list(4, Thrift.STRUCT, groups.size());
    groups.forEach(group -> describe(group, thrift));
    thrift.text(6, creator).list(7, Thrift.STRUCT, columns.size());
    for (int i = 0; i < columns.size(); i++) {
      thrift.begin().begin(1).end().end(); // limits are in the usual order of the type
    }
    thrift.end();
  }

  private void describe(List<Pages.Column> group, Thrift thrift) {
    thrift.begin().list(1, Thrift.STRUCT, group.size());
    long size = 0;
    long plainSize = 0;
    for (int i = 0; i < group.size(); i++) {
      Pages.Column column = group.get(i);
      thrift.begin().i64(2, column.offset()).begin(3);
      describe(columns.get(i).field(), column, thrift);
      thrift.end().end();
      size += column.size();
      plainSize += column.plainSize();
    }
    thrift.i64(2, plainSize).i64(3, group.getFirst().rows()).i64(6, size).end();
  }

  private static void describe(Field field, Pages.Column column, Thrift thrift) {
    thrift.i32(1, ColumnType.physical(field));
    thrift.list(2, Thrift.I32, column.hasDictionary() ? 3 : 2);
    thrift.i32(Encodings.RLE).i32(column.encoding());
    if (column.hasDictionary()) {
      thrift.i32(Encodings.PLAIN); // its entries
    }
    thrift.list(3, Thrift.BINARY, 1).text(field.name());
    thrift.i32(4, column.codec()).i64(5, column.rows());
    thrift.i64(6, column.plainSize()).i64(7, column.size()).i64(9, column.dataOffset());
    if (column.hasDictionary()) {
      thrift.i64(11, column.offset());
    }
    thrift.begin(12).i64(3, column.nulls());
    byte[] least = column.least();
    byte[] greatest = column.greatest();
    if (least != null && greatest != null) {
      thrift.binary(5, greatest).binary(6, least);
    }
    thrift.end();
  }

  /** The number of rows so far. */
  public long rows() {
    return rows + rowsOfGroup;
  }

  /** The number of bytes so far. */
  public long bytes() {
    return offset;
  }

  /** Frees what compresses. The file is complete only after {@link #end}. */
  @Override
  public void close() {
    pages.close();
  }
}
