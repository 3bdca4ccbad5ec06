package io.github.procfs4j.model;

import java.util.Arrays;

/**
 * Samples as changes, in bytes: the one encoding of histories in memory and of recordings on disk.
 * {@link ChangeReader} reads it back.
 *
 * <p>Everything is a {@link Varint}: seven bits a byte, the lowest first, the high bit set in all
 * but the last byte. Where a number may be negative, it is <em>zigzag</em>: 0, -1, 1, -2 become 0,
 * 1, 2, 3. So a counter that grew by up to 63 costs two bytes: one for which cell it is, one for by
 * how much it grew.
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
 * <p>Where rows came or left since the sample before, changes count from cells that {@link
 * ChangeReader#change} has set to 0.
 *
 * <p>Times are monotonic nanoseconds. In a key frame {@code start} is the time itself, and the
 * interval before counts as 0 for the sample that follows. A key frame resets everything: reading
 * may begin at one. A gap is a sample that failed: whatever follows it is a key frame.
 */
public final class ChangeWriter {
  static final int KEY = 0;
  static final int GAP = 1;
  static final int CHANGES = 2;

  /** What a sample costs at most besides its cells. */
  private static final int HEADER = 30;

  /** What a cell costs at most: five bytes for where it is, ten for its value. */
  private static final int CELL = 15;

  private byte[] bytes;
  private int size;
  private long lastStart;
  private long lastInterval;

  /** A writer with room for so many bytes before it grows. */
  public ChangeWriter(int capacity) {
    bytes = new byte[capacity];
  }

  /** The encoded samples, in the first {@link #size} bytes; another array after it grew. */
  public byte[] bytes() {
    return bytes;
  }

  /** How many bytes are written. */
  public int size() {
    return size;
  }

  /** Drops the bytes, not the times: samples written on continue those that were dropped. */
  public void clear() {
    size = 0;
  }

  /**
   * Whether a sample of this many changes, or cells if it is a key frame, is sure to fit without
   * growing.
   */
  public boolean hasRoom(int cells) {
    return bytes.length - size >= most(cells);
  }

  /** How many bytes a sample of this many changes or cells takes at most. */
  public static int most(int cells) {
    return HEADER + CELL * cells;
  }

  private void makeRoom(int cells) {
    if (!hasRoom(cells)) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + most(cells)));
    }
  }

  /** Writes all cells of a sample. */
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
   * Writes what changed since the sample written before, which has the same layout, or the one
   * whose immediate successor this sample's is: who reads it has to know, as that is not written
   * here.
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

  /** Writes that a sample failed at this time. */
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
