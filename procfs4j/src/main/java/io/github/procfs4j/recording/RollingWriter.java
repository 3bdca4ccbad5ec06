package io.github.procfs4j.recording;

import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes an endless recording and keeps its newest part.
 *
 * <p>When the file holds enough, a second recording is started beside it, and from then on each
 * sample goes to both. When the second holds enough by itself, it replaces the first with one
 * rename(2). So at any instant there is one complete recording under the name of the file, even if
 * the writer is killed; it is never rewritten, and a reader that has it open can read on.
 *
 * <p>Both are created and written as by {@link RecordingWriter}. If another user has taken away the
 * second file, or put something else in the place of the first, nothing is replaced: that is thrown
 * as {@link RecordingException}, and what the first file holds stays.
 *
 * <p>The file holds at least what was to be kept, once there was so much, and at most twice that.
 */
public final class RollingWriter implements RecordingSink {
  /** What the name of the second file ends with. */
  private static final String NEXT = ".next";

  private final Path file;
  private final RecordingFacts facts;
  private final long keptNanos;
  private final long mostBytes;
  private final Clocks clocks;

  private RecordingWriter current;
  private long currentBegan;
  private @Nullable RecordingWriter next;
  private long nextBegan;

  /** Of each source, whether the second recording was told of a sample: why it failed, if so. */
  private final boolean[] isTold;

  /** How much was written that is not kept any more. */
  private long droppedBytes;

  private boolean isClosed;

  private RollingWriter(
      Path file,
      RecordingWriter first,
      List<Recorder.Track> tracks,
      RecordingFacts facts,
      Duration kept,
      long mostBytes,
      Clocks clocks) {
    this.file = file;
    this.facts = facts;
    keptNanos = TimeUnit.NANOSECONDS.convert(kept);
    this.mostBytes = mostBytes;
    this.clocks = clocks;
    current = first;
    currentBegan = clocks.nanoTime();
    isTold = new boolean[tracks.size()];
  }

  /**
   * Begins a recording of what the recorder of these tracks will sample. Beside it will stand a
   * second file, which is deleted in the end. Its name is that of the first and {@code .next}; if
   * something has that name, it is left alone, and the second file takes a name that cannot be
   * foresee, {@code .procfs-} and 16 digits. If {@code replaces}, one that a recorder which was
   * killed has left is removed.
   *
   * @param file the file, which must not exist unless {@code replaces}
   * @param replaces whether a regular file that exists is replaced by a new one, unless it is being
   *     recorded to
   * @param facts as for {@link RecordingWriter#create}; what is begun later says by itself when it
   *     was {@code created}
   * @param kept for how long samples are kept at least; any time that is longer than the recording
   *     is for ever
   * @param mostBytes how much both files together may take, of which the last third is kept at
   *     least; {@link Long#MAX_VALUE} for any. A second's samples are always kept.
   * @throws java.nio.file.FileAlreadyExistsException if it exists and is not to be replaced
   */
  public static RollingWriter create(
      Path file,
      boolean replaces,
      List<Recorder.Track> tracks,
      RecordingFacts facts,
      Duration kept,
      long mostBytes)
      throws IOException {
    Objects.requireNonNull(kept, "kept");
    Objects.requireNonNull(tracks, "tracks");
    return create(file, replaces, tracks, facts, kept, mostBytes, Clocks.OF_THIS_MACHINE);
  }

  static RollingWriter create(
      Path file,
      boolean replaces,
      List<Recorder.Track> tracks,
      RecordingFacts facts,
      Duration kept,
      long mostBytes,
      Clocks clocks)
      throws IOException {
    RollingWriter writer =
        new RollingWriter(
            file,
            RecordingWriter.create(file, replaces, tracks, facts, clocks),
            List.copyOf(tracks),
            facts,
            kept,
            mostBytes,
            clocks);
    if (replaces) {
      writer.current.removeLeftOver(next(file));
    }
    RecordingWriter.tell(tracks, writer::size);
    return writer;
  }

  /** Where the second of two files stands. */
  public static Path next(Path file) {
    return file.resolveSibling(file.getFileName() + NEXT);
  }

  @Override
  public void sampled(int source, Sampler<?> sampler) {
    current.sampled(source, sampler);
    if (next != null) {
      next.sampled(source, sampler);
      isTold[source] = true;
    }
  }

  @Override
  public void failed(int source, Sampler<?> sampler, Outcome outcome, boolean isNews) {
    current.failed(source, sampler, outcome, isNews);
    if (next != null) {
      next.failed(source, sampler, outcome, isNews || !isTold[source]);
      isTold[source] = true;
    }
  }

  @Override
  public void abandoned(int source, long startNanos, long endNanos, String problem) {
    current.abandoned(source, startNanos, endNanos, problem);
    if (next != null) {
      next.abandoned(source, startNanos, endNanos, problem);
    }
  }

  @Override
  public void late(int source, long ticks) {
    current.late(source, ticks);
    if (next != null) {
      next.late(source, ticks);
    }
  }

  @Override
  public void idleUntil(long nanoTime) {
    current.idleUntil(nanoTime);
    RecordingWriter second = next;
    if (second != null) {
      second.idleUntil(nanoTime);
      if (isEnough(second, nextBegan)) {
        replaceBy(second);
      }
    }
    if (next == null && isEnough(current, currentBegan)) {
      begin();
    }
  }

  private boolean isEnough(RecordingWriter writer, long began) {
    return clocks.nanoTime() - began >= keptNanos
        || writer.bytes() + writer.longestBlock() >= mostBytes / 3;
  }

  private void begin() {
    RecordingFacts now = facts.with(RecordingFacts.CREATED, clocks.instant().toString());
    try {
      next = current.second(next(file), now);
    } catch (IOException e) {
      throw new RecordingException(e);
    }
    nextBegan = clocks.nanoTime();
    Arrays.fill(isTold, false);
  }

  private void replaceBy(RecordingWriter second) {
    second.flushAll(); // or else what the first has written already would be lost with it
    try {
      second.replace(current);
    } catch (IOException e) {
      throw new RecordingException(e);
    }
    droppedBytes += current.size();
    current.abandon();
    current = second;
    currentBegan = nextBegan;
    next = null;
  }

  /** The total number of bytes written. */
  private long size() {
    return droppedBytes + current.size() + (next == null ? 0 : next.size());
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public boolean isInPlace() {
    return current.isInPlace();
  }

  @Override
  public long bytes() {
    return current.bytes();
  }

  @Override
  public long samples() {
    return current.samples();
  }

  @Override
  public long late() {
    return current.late();
  }

  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    try {
      RecordingWriter second = next;
      if (second != null) {
        second.delete();
      }
    } catch (IOException e) {
      throw new RecordingException(e);
    } finally {
      current.close();
    }
  }

  /** Such as {@code RollingWriter[day.procfs, keeps PT1H]}. */
  @Override
  public String toString() {
    return "RollingWriter["
        + Printable.line(file.toString())
        + (keptNanos == Long.MAX_VALUE ? "" : ", keeps " + Duration.ofNanos(keptNanos))
        + (mostBytes == Long.MAX_VALUE ? "" : ", at most " + mostBytes + " bytes")
        + (isClosed ? ", closed" : "")
        + "]";
  }
}
