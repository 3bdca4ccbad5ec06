package io.github.procfs4j.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.zip.CRC32C;

/**
 * The constants of the file format, which docs/recording-format.md specifies.
 *
 * <p>A file is a header and blocks. A block is its length, a checksum, and records, each of which
 * says its type and length: what a reader does not know it can skip. Integers outside of varints
 * are little-endian.
 */
final class Format {
  static final byte[] MAGIC = "procfs4j".getBytes(US_ASCII);
  static final int VERSION = 1;

  /** Magic, version, and four bytes of zero. */
  static final int HEADER = 16;

  /** Length of the payload and CRC-32C of length and payload, four bytes each. */
  static final int BLOCK_HEADER = 8;

  /** No block of ours is longer; a length beyond it is damage. */
  static final int LONGEST_BLOCK = 1 << 28;

  static final int FACTS = 1;
  static final int STRINGS = 2;
  static final int COLUMNS = 3;
  static final int SOURCE = 4;
  static final int LAYOUT = 5;
  static final int SAMPLES = 6;
  static final int LATE = 7;
  static final int FAILURE = 8;
  static final int CLOCK = 9;
  static final int END = 10;

  private Format() {}

  /** The checksum of a block: over the four bytes of its length, then its payload. */
  static int checksum(byte[] length, byte[] payload, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(length, 0, length.length);
    crc.update(payload, from, to - from);
    return (int) crc.getValue();
  }
}
