package io.github.procfs4j.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a source, kept as what changed: time and memory are proportional to what happened,
 * not to the size of the file.
 *
 * <p>Samples are encoded ({@link ChangeWriter}) into chunks. A chunk begins with a key frame, all
 * cells, and belongs to one layout. The first chunks are allocated with the history, so that
 * sampling allocates nothing while they last; after that a history either grows, a chunk at a time,
 * or, if it was {@linkplain #keeping bounded}, drops its oldest chunk and writes over it.
 */
public final class History {
  private static final int CHUNK = 1 << 16;
  private static final int FIRST_CHUNKS = 16;

  private final int mostChunks;
  private final ArrayDeque<Chunk> free = new ArrayDeque<>();
  private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
  private @Nullable Chunk current;
  private long samples;
  private long dropped;

  private boolean gap;

  /** One object serves again and again, so that a bounded history allocates nothing. */
  private static final class Chunk {
    final ChangeWriter changes = new ChangeWriter(CHUNK);
    @Nullable Layout layout;
    int samples;

    /** Whether a failed sample stands between the chunk before and this one. */
    boolean isAfterGap;
  }

  private History(int firstChunks, int mostChunks) {
    this.mostChunks = mostChunks;
    for (int i = 0; i < firstChunks; i++) {
      free.add(new Chunk());
    }
  }

  /** A history that keeps everything, and allocates nothing for the first mebibyte of changes. */
  public static History keepingAll() {
    return new History(FIRST_CHUNKS, Integer.MAX_VALUE);
  }

  /**
   * A history that keeps the latest changes in about so many bytes, allocated at once, and at least
   * the latest 64 KiB of them.
   */
  public static History keeping(long bytes) {
    int most = Math.toIntExact(Math.max(2, bytes / CHUNK));
    return new History(most, most);
  }

  /** Adds a sample. */
  public void append(Sample sample) {
    Chunk chunk = current;
    if (chunk != null
        && sample.isContinuation()
        && chunk.layout == sample.layout()
        && chunk.changes.hasRoom(sample.changes())) {
      chunk.changes.changes(sample);
    } else {
      chunk = begin(sample.layout());
      chunk.changes.key(sample);
    }
    chunk.samples++;
    samples++;
  }

  /** Adds that a sample failed: no rate will span this time. */
  public void appendGap() {
    gap = true;
    current = null;
  }

  private Chunk begin(Layout layout) {
    Chunk chunk;
    if (chunks.size() >= mostChunks) {
      chunk = chunks.removeFirst();
      samples -= chunk.samples;
      dropped += chunk.samples;
    } else {
      chunk = Objects.requireNonNullElseGet(free.poll(), Chunk::new);
    }
    chunk.changes.clear();
    chunk.layout = layout;
    chunk.samples = 0;
    chunk.isAfterGap = gap;
    gap = false;
    chunks.addLast(chunk);
    current = chunk;
    return chunk;
  }

  /** How many samples are kept. */
  public long samples() {
    return samples;
  }

  /** How many of the oldest samples were dropped, as the history is bounded. */
  public long dropped() {
    return dropped;
  }

  /** How many bytes the kept changes take. */
  public long bytes() {
    long bytes = 0;
    for (Chunk chunk : chunks) {
      bytes += chunk.changes.size();
    }
    return bytes;
  }

  /**
   * The kept samples from the oldest to the newest of now; to be used up before sampling goes on.
   */
  public Playback playback() {
    return new ChunkPlayback(new ArrayList<>(chunks));
  }

  /**
   * The numbers of one row and column over time.
   *
   * @return the series, empty if no kept sample has that row and column
   */
  public TimeSeries series(Row row, Column column) {
    return TimeSeries.of(playback(), row, column);
  }

  private static final class ChunkPlayback implements Playback {
    private final List<Chunk> chunks;
    private final ChangeReader reader = new ChangeReader();
    private int next;
    private int left;
    private @Nullable Chunk chunk;
    private boolean isFirst;

    ChunkPlayback(List<Chunk> chunks) {
      this.chunks = chunks;
    }

    @Override
    public boolean next() {
      isFirst = false;
      while (left == 0) {
        if (next == chunks.size()) {
          chunk = null;
          return false;
        }
        Chunk following = chunks.get(next++);
        chunk = following;
        left = following.samples;
        reader.feed(following.changes.bytes(), 0, following.changes.size());
        isFirst = true;
      }
      left--;
      return reader.next(layout().cells());
    }

    @Override
    public boolean isAfterGap() {
      return isFirst && current().isAfterGap;
    }

    private Chunk current() {
      if (chunk == null) {
        throw new NoSuchElementException("there is no sample here");
      }
      return chunk;
    }

    @Override
    public Layout layout() {
      return Objects.requireNonNull(current().layout);
    }

    @Override
    public long value(int cell) {
      return reader.value(cell);
    }

    @Override
    public long startNanos() {
      return reader.startNanos();
    }

    @Override
    public long endNanos() {
      return reader.endNanos();
    }
  }
}
