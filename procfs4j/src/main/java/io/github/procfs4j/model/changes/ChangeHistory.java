package io.github.procfs4j.model.changes;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Sample;
import io.github.procfs4j.model.TimeSeries;
import io.github.procfs4j.model.slots.LayoutChange;
import io.github.procfs4j.model.slots.SlotLayout;
import io.github.procfs4j.model.slots.Slots;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The history of this library, and what only a sampler asks of one: to keep its samples.
 *
 * <p>Samples are encoded ({@link ChangeWriter}) into chunks. A chunk contains stretches. A stretch
 * begins with a key frame, that is, with all cells, and each further sample continues the previous
 * one: its layout is the same or the immediate successor. For successors only the differences are
 * kept, not each layout. The first chunks are allocated with the history, so that sampling
 * allocates nothing until they are full. After that a history grows, one chunk at a time, or, if it
 * is bounded, overwrites its oldest chunk.
 */
public final class ChangeHistory implements History {
  private static final int CHUNK = 1 << 16;
  private static final int FIRST_CHUNKS = 16;
  private static final Layout NOTHING = new Layout.Builder().build();

  private final int mostChunks;
  private final long mostBytes;

  /** How long samples are kept. */
  private final long keptNanos;

  private final ArrayDeque<Chunk> free = new ArrayDeque<>();
  private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();

  /** The stretch that the next sample may continue; null after a failed sample. */
  private @Nullable Stretch current;

  /** The layout of the previous sample. */
  private Layout layout = NOTHING;

  /** The sampler whose samples are kept, which may be garbage collected if it is never closed. */
  private @Nullable WeakReference<Sample> owner;

  /** The number of calls that have added something. */
  private long appended;

  private long samples;
  private long dropped;

  private boolean gap;

  /** Whether a chunk has grown because of a long key frame. */
  private boolean hasGrown;

  /** Samples, each of which continues the previous one; the first is a key frame. */
  private static final class Stretch {
    Layout layout = NOTHING;
    final List<Turn> turns = new ArrayList<>();
    int samples;

    /** Whether there was a failed sample between the previous stretch and this one. */
    boolean isAfterGap;
  }

  /** The layout changes with this sample of a stretch. */
  private record Turn(int sample, LayoutChange change) {}

  /** A chunk and its stretches are reused, so that a bounded history allocates nothing. */
  private static final class Chunk {
    final ChangeWriter changes = new ChangeWriter(CHUNK);
    final List<Stretch> stretches = new ArrayList<>(List.of(new Stretch()));
    int used;

    /** When its first sample began. */
    long beganNanos;

    Stretch begin(Layout layout, boolean isAfterGap) {
      if (used == stretches.size()) {
        stretches.add(new Stretch());
      }
      Stretch stretch = stretches.get(used++);
      stretch.layout = layout;
      stretch.samples = 0;
      stretch.isAfterGap = isAfterGap;
      return stretch;
    }

    long samples() {
      long samples = 0;
      for (int i = 0; i < used; i++) {
        samples += stretches.get(i).samples;
      }
      return samples;
    }

    void clear() {
      changes.clear();
      for (int i = 0; i < used; i++) {
        stretches.get(i).layout = NOTHING;
        stretches.get(i).turns.clear();
      }
      used = 0;
    }
  }

  private ChangeHistory(int firstChunks, int mostChunks, long mostBytes, long keptNanos) {
    this.mostChunks = mostChunks;
    this.mostBytes = mostBytes;
    this.keptNanos = keptNanos;
    for (int i = 0; i < firstChunks; i++) {
      free.add(new Chunk());
    }
  }

  /** As {@link History#keepingAll}. */
  public static ChangeHistory keepingAll() {
    return new ChangeHistory(FIRST_CHUNKS, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /** As {@link History#keeping}. */
  public static ChangeHistory keeping(long bytes) {
    int most = mostChunks(bytes);
    return new ChangeHistory(most, most, bytes, Long.MAX_VALUE);
  }

  /** As {@link History#keeping(Duration, long)}. */
  public static ChangeHistory keeping(Duration time, long bytes) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("a history of " + time);
    }
    return new ChangeHistory(0, mostChunks(bytes), bytes, TimeUnit.NANOSECONDS.convert(time));
  }

  private static int mostChunks(long bytes) {
    return Math.toIntExact(Math.max(2, bytes / CHUNK));
  }

  /**
   * {@return this history}
   *
   * @throws IllegalArgumentException if it was not made by this library
   */
  public static ChangeHistory of(History history) {
    if (history instanceof ChangeHistory known) {
      return known;
    }
    Objects.requireNonNull(history, "history");
    throw new IllegalArgumentException(
        "a history that is not from History.keepingAll or History.keeping: " + history);
  }

  /**
   * Reserves this history for the samples of one sampler, which calls this before its first sample:
   * numbers of two sources in one history would be taken for one series.
   *
   * @param sampler the sampler
   * @throws IllegalArgumentException if it is reserved for another one
   */
  public synchronized void reserveFor(Sample sampler) {
    Objects.requireNonNull(sampler, "sampler");
    if (owner == null) {
      owner = new WeakReference<>(sampler);
    } else if (!owner.refersTo(sampler)) {
      Sample first = owner.get();
      throw new IllegalArgumentException(
          "a history keeps the samples of one sampler: of "
              + (first == null ? "one that is gone" : first)
              + ", not of "
              + sampler);
    }
  }

  /**
   * Adds a sample.
   *
   * @param sample the next sample of the source, which is copied
   */
  @SuppressWarnings("ReferenceEquality") // a deeper comparison would cost more than it saves
  public synchronized void append(Sample sample) {
    Stretch stretch = current;
    Chunk chunk = chunks.peekLast();
    Layout next = sample.layout();
    if (stretch != null
        && chunk != null
        && sample.isContinuation()
        && (next == layout || next.isSuccessorOf(layout))
        && chunk.changes.hasRoom(sample.changes())) {
      if (next != layout && next instanceof SlotLayout slots) {
        stretch.turns.add(new Turn(stretch.samples, slots.change()));
      }
      chunk.changes.changes(sample);
    } else {
      if (chunk == null || !chunk.changes.hasRoom(next.cells())) {
        chunk = nextChunk(sample.startNanos());
      }
      stretch = chunk.begin(next, gap);
      chunk.changes.key(sample);
      hasGrown |= chunk.changes.bytes().length > CHUNK;
      gap = false;
      current = stretch;
    }
    layout = next;
    stretch.samples++;
    samples++;
    appended++;
  }

  /** Adds a failed sample: no rate will span this time. */
  public synchronized void appendGap() {
    appended++;
    gap = true;
    current = null;
    layout = NOTHING;
  }

  private Chunk nextChunk(long nanos) {
    Chunk chunk = null;
    // The oldest is needed until the second one alone reaches far enough back.
    while (chunks.size() > 1 && nanos - second().beganNanos >= keptNanos) {
      chunk = dropOldest();
    }
    if (chunk == null) {
      chunk = chunks.size() >= mostChunks ? dropOldest() : free.poll();
    }
    while (hasGrown && chunks.size() > 1 && allocated() > mostBytes) {
      chunk = dropOldest();
    }
    if (chunk == null) {
      chunk = new Chunk();
    }
    chunk.beganNanos = nanos;
    chunks.addLast(chunk);
    return chunk;
  }

  private Chunk second() {
    // An iterator would be garbage: sampling allocates nothing.
    Chunk oldest = chunks.removeFirst();
    Chunk second = chunks.getFirst();
    chunks.addFirst(oldest);
    return second;
  }

  private Chunk dropOldest() {
    Chunk chunk = chunks.removeFirst();
    samples -= chunk.samples();
    dropped += chunk.samples();
    chunk.clear();
    return chunk;
  }

  private long allocated() {
    long bytes = 0;
    for (Chunk chunk : chunks) {
      bytes += chunk.changes.bytes().length;
    }
    return bytes;
  }

  @Override
  public synchronized long samples() {
    return samples;
  }

  @Override
  public synchronized long dropped() {
    return dropped;
  }

  @Override
  public synchronized long bytes() {
    long bytes = 0;
    for (Chunk chunk : chunks) {
      bytes += chunk.changes.size();
    }
    return bytes;
  }

  @Override
  public synchronized Playback playback() {
    return new ChunkPlayback(new ArrayList<>(chunks), appended);
  }

  @Override
  public synchronized TimeSeries series(Row row, Column column) {
    Objects.requireNonNull(row, "row");
    return TimeSeries.of(playback(), row, column);
  }

  @Override
  public synchronized String toString() {
    return "History[" + samples + " samples in " + bytes() + " bytes, " + dropped + " dropped]";
  }

  private final class ChunkPlayback implements Playback {
    private final List<Chunk> chunks;
    private final ChangeReader reader = new ChangeReader();
    private int nextChunk;
    private int nextStretch;
    private int left;
    private @Nullable Chunk chunk;
    private @Nullable Stretch stretch;
    private int nextTurn;
    private boolean isFirst;

    /** What the history contained when this playback began. */
    private final long end;

    /** The slots of the current layout, after the first turn of the stretch. */
    private @Nullable Slots slots;

    ChunkPlayback(List<Chunk> chunks, long end) {
      this.chunks = chunks;
      this.end = end;
    }

    @Override
    public boolean next() {
      synchronized (ChangeHistory.this) {
        if (appended != end) {
          throw new ConcurrentModificationException(
              "a sample was added to the history while it was played back");
        }
        return move();
      }
    }

    private boolean move() {
      isFirst = left == 0;
      reader.beginChanges();
      if (left == 0 && !nextStretch()) {
        return false;
      }
      Stretch here = current();
      if (nextTurn < here.turns.size()
          && here.turns.get(nextTurn).sample == here.samples - left
          && here.layout instanceof SlotLayout first) {
        turn(here.turns.get(nextTurn++).change, first);
      }
      left--;
      return reader.next(here.layout.cells());
    }

    private void turn(LayoutChange change, SlotLayout first) {
      Slots turned = slots;
      if (turned == null) {
        turned = Slots.of(first);
        slots = turned;
      }
      turned.apply(change);
      reader.change(change, turned.stride(), turned.cells());
    }

    private boolean nextStretch() {
      if (chunk == null || nextStretch == chunk.used) {
        if (nextChunk == chunks.size()) {
          stretch = null;
          return false;
        }
        chunk = chunks.get(nextChunk++);
        nextStretch = 0;
        reader.feed(chunk.changes.bytes(), 0, chunk.changes.size());
      }
      stretch = chunk.stretches.get(nextStretch++);
      left = stretch.samples;
      nextTurn = 0;
      slots = null;
      return true;
    }

    @Override
    public boolean isAfterGap() {
      return isFirst && current().isAfterGap;
    }

    private Stretch current() {
      if (stretch == null) {
        throw new NoSuchElementException("there is no sample here");
      }
      return stretch;
    }

    private int cells() {
      Stretch here = current();
      return slots == null ? here.layout.cells() : slots.cells();
    }

    @Override
    public Layout layout() {
      Layout first = current().layout;
      return slots == null ? first : slots.layout();
    }

    @Override
    public long value(int cell) {
      return reader.value(Objects.checkIndex(cell, cells()));
    }

    @Override
    public boolean changed(IntConsumer cell) {
      current();
      return reader.changed(cell);
    }

    @Override
    public void copyTo(long[] cells) {
      current();
      reader.copyTo(cells);
    }

    @Override
    public long startNanos() {
      current();
      return reader.startNanos();
    }

    @Override
    public long endNanos() {
      current();
      return reader.endNanos();
    }

    /** The current sample, with a line for each row. */
    @Override
    public String toString() {
      return text();
    }
  }
}
