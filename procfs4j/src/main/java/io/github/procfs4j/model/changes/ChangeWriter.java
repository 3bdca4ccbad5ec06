package io.github.procfs4j.model.changes;

import io.github.procfs4j.model.Reading;
import io.github.procfs4j.model.Sample;
import java.util.Arrays;

/**
 * Samples as changes, in bytes: the encoding of both histories in memory and recordings on disk.
 * {@link ChangeReader} reads it.
 *
 * <p>Everything is a {@link Varint}: seven bits for each byte, the lowest first, with the high bit
 * set in all bytes except the last. Numbers that may be negative are <em>zigzag</em> encoded: 0,
 * -1, 1, -2 become 0, 1, 2, 3. So a counter that grew by up to 63 takes two bytes: one for the
 * cell, and one for its growth.
 *
 * <pre>
 * sample   = key | gap | changes
 * key      = 0, start, duration, number of cells, the value of each cell (zigzag)
 * gap      = 1, start, duration
 * changes  = 2 + number of changes, start, duration, { cells skipped, difference (zigzag) } for each
 * start    = start of this sample - start of the one before - the interval before that (zigzag)
 * duration = end of the reading - its start
 * </pre>
 *
 * <p>If rows came or left since the previous sample, changes are relative to cells that {@link
 * ChangeReader#change} has set to 0.
 *
 * <p>Times are monotonic nanoseconds. In a key frame {@code start} is the time itself, and for the
 * next sample the interval before it counts as 0. A key frame resets everything: reading may begin
 * there. A gap is a failed sample, and is followed by a key frame.
 */
public final class ChangeWriter {
  static final int KEY = 0;
  static final int GAP = 1;
  static final int CHANGES = 2;

  /** The greatest size of a sample without its cells. */
  private static final int HEADER = 30;

  /** The greatest size of a cell: five bytes for its position, ten for its value. */
  private static final int CELL = 15;

  private byte[] bytes;
  private int size;
  private long lastStart;
  private long lastInterval;

  /**
   * Creates a writer with room for {@code capacity} bytes before it grows.
   *
   * @param capacity the initial size of the buffer, in bytes
   */
  public ChangeWriter(int capacity) {
    bytes = new byte[capacity];
  }

  /**
   * {@return the encoded samples, in the first {@link #size} bytes; a different array after it
   * grew}
   */
  public byte[] bytes() {
    return bytes;
  }

  /** {@return the number of bytes written} */
  public int size() {
    return size;
  }

  /** Drops the bytes, but not the times: the next samples continue the dropped ones. */
  public void clear() {
    size = 0;
  }

  /**
   * {@return whether a sample of this many changes, or cells if it is a key frame, is guaranteed to
   * fit without growing}
   *
   * @param cells the number of changes, or of cells for a key frame
   */
  public boolean hasRoom(int cells) {
    return bytes.length - size >= most(cells);
  }

  /**
   * {@return the greatest number of bytes of a sample with this many changes or cells}
   *
   * @param cells the number of changes, or of cells for a key frame
   */
  public static int most(int cells) {
    return HEADER + CELL * cells;
  }

  private void makeRoom(int cells) {
    if (!hasRoom(cells)) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + most(cells)));
    }
  }

  /**
   * Writes all cells of a sample.
   *
   * @param sample the sample, from which the next changes start
   */
  public void key(Reading sample) {
    int cells = sample.layout().cells();
    makeRoom(cells);
    lastStart = 0;
    lastInterval = 0;
    int at = Varint.put(bytes, size, KEY);
    at = times(at, sample.startNanos(), sample.endNanos());
    at = Varint.put(bytes, at, cells);
    for (int i = 0; i < cells; i++) {
      at = Varint.putZigzag(bytes, at, sample.value(i));
    }
    lastInterval = 0;
    size = at;
  }

  /**
   * Writes what changed since the last written sample, whose layout must be the same, or the
   * immediate predecessor of the layout of this sample. The layout itself is not written here;
   * readers must know it.
   *
   * @param sample the sample, which reports what changed since the previous one
   */
  public void changes(Sample sample) {
    int changes = sample.changes();
    makeRoom(changes);
    int at = Varint.put(bytes, size, CHANGES + changes);
    at = times(at, sample.startNanos(), sample.endNanos());
    int next = 0;
    for (int i = 0; i < changes; i++) {
      int cell = sample.changed(i);
      at = Varint.put(bytes, at, cell - next);
      at = Varint.putZigzag(bytes, at, sample.delta(i));
      next = cell + 1;
    }
    size = at;
  }

  /**
   * Writes that a sample failed at this time.
   *
   * @param startNanos the monotonic time when reading began, in nanoseconds
   * @param endNanos the monotonic time when it failed, in nanoseconds
   */
  public void gap(long startNanos, long endNanos) {
    makeRoom(0);
    size = times(Varint.put(bytes, size, GAP), startNanos, endNanos);
  }

  private int times(int at, long start, long end) {
    long interval = start - lastStart;
    int next = Varint.putZigzag(bytes, at, interval - lastInterval);
    lastStart = start;
    lastInterval = interval;
    return Varint.put(bytes, next, end - start);
  }
}
