package io.github.procfs4j.cli.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.output.FileProblems;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The samples of each family of metrics, which come interleaved and must be written one family
 * after the other. What does not fit in memory is in one temporary file that has no name any more.
 */
final class Families implements Closeable {
  private static final int PIECE = 1 << 16;
  private static final int FIRST_BYTES = 1 << 9;

  /** How much is kept in memory, of all families together. */
  private static final long MOST_KEPT = 1 << 24;

  private final Map<String, Family> families = new LinkedHashMap<>();
  private @Nullable FileChannel spilled;
  private long end;
  private long kept;

  private static final class Family {
    final String head;
    ByteBuffer bytes = ByteBuffer.allocate(FIRST_BYTES);

    /** The positions of full pieces in the temporary file, and their lengths. */
    final List<long[]> pieces = new ArrayList<>();

    Family(String head) {
      this.head = head;
    }
  }

  /** Adds a line to a family, which begins with {@code head}. */
  void add(String family, String head, byte[] line) throws IOException {
    Family known = families.get(family);
    if (known == null) {
      known = new Family(head);
      families.put(family, known);
    }
    if (line.length > PIECE) {
      spill(known);
      known.pieces.add(new long[] {write(ByteBuffer.wrap(line)), line.length});
      return;
    }
    makeRoom(known, line.length);
    known.bytes.put(line);
    kept += line.length;
    if (kept > MOST_KEPT) {
      for (Family each : families.values()) {
        spill(each);
        each.bytes = ByteBuffer.allocate(FIRST_BYTES);
      }
    }
  }

  private void makeRoom(Family family, int length) throws IOException {
    int needed = family.bytes.position() + length;
    if (needed > PIECE) {
      spill(family);
    } else if (needed > family.bytes.capacity()) {
      int capacity = Math.min(PIECE, Math.max(needed, 2 * family.bytes.capacity()));
      family.bytes = ByteBuffer.allocate(capacity).put(family.bytes.flip());
    }
    if (family.bytes.remaining() < length) {
      family.bytes = ByteBuffer.allocate(PIECE);
    }
  }

  private void spill(Family family) throws IOException {
    family.bytes.flip();
    int length = family.bytes.remaining();
    if (length > 0) {
      family.pieces.add(new long[] {write(family.bytes), length});
      kept -= length;
    }
    family.bytes.clear();
  }

  private long write(ByteBuffer bytes) throws IOException {
    try {
      return append(bytes);
    } catch (IOException e) {
      throw new FileSystemException(
          System.getProperty("java.io.tmpdir"),
          null,
          "for a temporary file: " + FileProblems.reason(e));
    }
  }

  private long append(ByteBuffer bytes) throws IOException {
    FileChannel channel = spilled;
    if (channel == null) {
      Path file = Files.createTempFile("procfs-", ".openmetrics");
      channel =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      spilled = channel;
    }
    long at = end;
    while (bytes.hasRemaining()) {
      end += channel.write(bytes, end);
    }
    return at;
  }

  /** Writes all families. */
  void writeTo(OutputStream out) throws IOException {
    byte[] piece = new byte[PIECE];
    for (Family family : families.values()) {
      out.write(family.head.getBytes(UTF_8));
      for (long[] place : family.pieces) {
        copy(place[0], place[1], piece, out);
      }
      int length = family.bytes.position();
      family.bytes.get(0, piece, 0, length);
      out.write(piece, 0, length);
    }
  }

  private void copy(long from, long length, byte[] piece, OutputStream out) throws IOException {
    FileChannel channel = spilled;
    long at = from;
    while (channel != null && at < from + length) {
      int wanted = (int) Math.min(piece.length, from + length - at);
      int read = channel.read(ByteBuffer.wrap(piece, 0, wanted), at);
      if (read < 0) {
        throw new IOException("a temporary file became shorter");
      }
      out.write(piece, 0, read);
      at += read;
    }
  }

  @Override
  public void close() throws IOException {
    if (spilled != null) {
      spilled.close();
    }
  }
}
