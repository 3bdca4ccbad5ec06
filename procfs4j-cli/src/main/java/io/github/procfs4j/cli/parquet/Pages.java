package io.github.procfs4j.cli.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** The pages of a column in a row group: a dictionary, if it has one, and the values. */
final class Pages implements Closeable {
  private static final int UNCOMPRESSED = 0;
  private static final int GZIP = 2;
  private static final int DATA_PAGE = 0;
  private static final int DICTIONARY_PAGE = 2;

  /** The fastest level: what repeats has been encoded already. */
  private static final int LEVEL = Deflater.BEST_SPEED;

  /** The header of gzip (RFC 1952): no name, no time, any system. */
  private static final byte[] GZIP_HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private final Deflater deflater = new Deflater(LEVEL, true);
  private final byte[] deflated = new byte[1 << 16];

  private final Bytes entries = new Bytes();
  private final Bytes shortEntries = new Bytes();
  private final Bytes data = new Bytes();
  private final Bytes shortData = new Bytes();
  private int countOfEntries;
  private int encoding;
  private long rows;
  private long nulls;
  private byte @Nullable [] least;
  private byte @Nullable [] greatest;

  /**
   * A column in a row group, as the footer describes it.
   *
   * @param offset where its pages begin in the file
   * @param dataOffset where the page of its values begins
   * @param plainSize the number of bytes of its pages before they were compressed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Column(
      int encoding,
      int codec,
      long rows,
      long nulls,
      long offset,
      long dataOffset,
      long size,
      long plainSize,
      byte @Nullable [] least,
      byte @Nullable [] greatest) {
    boolean hasDictionary() {
      return dataOffset > offset;
    }
  }

  /** Begins with the rows that have a value, and those that have none. */
  void begin(Runs levels, Encodings encodings) {
    entries.clear();
    data.clear();
    countOfEntries = 0;
    least = null;
    greatest = null;
    rows = levels.total();
    nulls = 0;
    for (int run = 0; run < levels.size(); run++) {
      nulls += levels.number(run) == 0 ? levels.count(run) : 0;
    }
    Bytes encoded = new Bytes();
    encodings.hybrid(levels, 1, encoded);
    data.int32(encoded.size());
    data.add(encoded);
  }

  void dictionary(int count, Bytes plain) {
    countOfEntries = count;
    entries.add(plain);
  }

  void values(int encodedAs, Bytes encoded) {
    encoding = encodedAs;
    data.add(encoded);
  }

  void limits(byte[] smallest, byte[] largest) {
    least = smallest;
    greatest = largest;
  }

  /** Writes the pages. */
  Column write(OutputStream out, long offset) throws IOException {
    compress(entries, shortEntries);
    compress(data, shortData);
    boolean isCompressed = shortEntries.size() + shortData.size() < entries.size() + data.size();
    long size = 0;
    long plainSize = 0;
    if (countOfEntries > 0) {
      Bytes header = new Bytes();
      begin(header, DICTIONARY_PAGE, entries, isCompressed ? shortEntries : entries)
          .begin(7)
          .i32(1, countOfEntries)
          .i32(2, Encodings.PLAIN)
          .end()
          .end();
      plainSize += header.size() + entries.size();
      size += write(out, header, isCompressed ? shortEntries : entries);
    }
    long dataOffset = offset + size;
    Bytes header = new Bytes();
    begin(header, DATA_PAGE, data, isCompressed ? shortData : data)
        .begin(5)
        .i32(1, Math.toIntExact(rows))
        .i32(2, encoding)
        .i32(3, Encodings.RLE)
        .i32(4, Encodings.RLE)
        .end()
        .end();
    plainSize += header.size() + data.size();
    size += write(out, header, isCompressed ? shortData : data);
    return new Column(
        encoding,
        isCompressed ? GZIP : UNCOMPRESSED,
        rows,
        nulls,
        offset,
        dataOffset,
        size,
        plainSize,
        least,
        greatest);
  }

  private static Thrift begin(Bytes header, int type, Bytes plain, Bytes stored) {
    return new Thrift(header).begin().i32(1, type).i32(2, plain.size()).i32(3, stored.size());
  }

  private static long write(OutputStream out, Bytes header, Bytes body) throws IOException {
    header.writeTo(out);
    body.writeTo(out);
    return (long) header.size() + body.size();
  }

  private void compress(Bytes from, Bytes to) {
    to.clear();
    if (from.size() == 0) {
      return;
    }
    to.add(GZIP_HEADER, 0, GZIP_HEADER.length);
    deflater.reset();
    deflater.setInput(from.array(), 0, from.size());
    deflater.finish();
    while (!deflater.finished()) {
      to.add(deflated, 0, deflater.deflate(deflated));
    }
    CRC32 crc = new CRC32();
    crc.update(from.array(), 0, from.size());
    to.int32((int) crc.getValue());
    to.int32(from.size());
  }

  @Override
  public void close() {
    deflater.end();
  }
}
