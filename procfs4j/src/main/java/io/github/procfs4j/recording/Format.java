package io.github.procfs4j.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The constants of the file format, which docs/recording-format.md specifies.
 *
 * <p>A file is a header and blocks. A block consists of its length, a checksum, and records. Each
 * record begins with its type and length, so that a reader can skip types that it does not know.
 * Integers outside of varints are little-endian.
 */
final class Format {
  static final byte[] MAGIC = "procfs4j".getBytes(US_ASCII);
  static final int VERSION = 2;

  /** Magic, version, and four zero bytes. */
  static final int HEADER = 16;

  /** The length of the records and the checksum, four bytes each. */
  static final int BLOCK_HEADER = 8;

  /** A larger length means that the file is damaged. */
  static final int LONGEST_BLOCK = 1 << 26;

  /**
   * More sources mean that the file is damaged; limited because reports and readers process each of
   * them.
   */
  static final int MOST_SOURCES = 4096;

  /**
   * More shapes of one source mean that the file is damaged; limited because each new row is
   * compared with them.
   */
  static final int MOST_SHAPES = 1024;

  /**
   * More tables of one source, in all its layouts together, mean that the file is damaged; limited
   * because a report has a section for each, an export a file, and looking for one takes as long as
   * there are others.
   */
  static final int MOST_TABLES = 256;

  /**
   * More columns of one source, in all its tables and layouts together, mean that the file is
   * damaged. The line {@code intr} of {@code stat} has one for each interrupt number, some 70,000
   * on the largest machines.
   */
  static final int MOST_COLUMNS = 1 << 18;

  /** More labels of one table, in all its layouts together, mean that the file is damaged. */
  static final int MOST_LABELS = 64;

  /**
   * The greatest length of a layout that a writer writes, and of the names of its columns: a block
   * has room for both and for a key.
   */
  static final int LONGEST_LAYOUT = 1 << 24;

  /**
   * 146 years. Times further from 0 mean that the file is damaged; limited so that the difference
   * of any two of them is a number.
   */
  static final long MOST_NANOS = (1L << 62) - 1;

  /** The number of cells that a layout of slots may have in any recording. */
  private static final long ALWAYS_CELLS = 1 << 18;

  /** The number of additional cells for each byte of the recording before it. */
  private static final int CELLS_A_BYTE = 2;

  static final int FACT = 1;
  static final int SOURCE = 2;
  static final int COLUMN = 3;
  static final int LAYOUT = 4;
  static final int SAMPLES = 5;
  static final int LATE = 6;
  static final int FAILURE = 7;
  static final int CLOCK = 8;
  static final int END = 9;
  static final int SHAPE = 10;
  static final int SLOTS = 11;
  static final int ROWS = 12;
  static final int MARK = 13;

  /** An integer in the four bytes at an index. */
  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private Format() {}

  /**
   * The checksum of the block in the first {@code size} bytes, computed over its length and its
   * records.
   */
  static int checksum(byte[] block, int size) {
    CRC32C crc = new CRC32C();
    crc.update(block, 0, Integer.BYTES);
    crc.update(block, BLOCK_HEADER, size - BLOCK_HEADER);
    return (int) crc.getValue();
  }

  /** Returns a monotonic time, or throws an exception if it is not possible. */
  static long time(long nanos) {
    if (nanos < -MOST_NANOS || nanos > MOST_NANOS) {
      throw new IllegalArgumentException("a time of " + nanos + " ns, more than 146 years");
    }
    return nanos;
  }

  /**
   * The greatest number of cells that the changes of a sample may refer to at this position of a
   * recording. Rows in slots claim cells that take no space in the file; beyond this number they
   * have to start over with a key frame, which has at least a byte for each cell.
   */
  static long mostCells(long bytes) {
    return ALWAYS_CELLS + CELLS_A_BYTE * bytes;
  }
}
