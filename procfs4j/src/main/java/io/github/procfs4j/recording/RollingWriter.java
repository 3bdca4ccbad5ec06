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
 * <p>When the file contains enough, a second recording is started beside it, and from then on each
 * sample goes to both. When the second one contains enough by itself, it replaces the first with
 * one rename(2). So at any instant there is one complete recording under the name of the file, even
 * if the writer is killed; it is never rewritten, and a reader that has opened it can continue
 * reading.
 *
 * <p>Both are created and written as by {@link RecordingWriter}. If another user has removed the
 * second file, or put something else in the place of the first, nothing is replaced: a {@link
 * RecordingException} is thrown, and the first file keeps its content.
 *
 * <p>Once enough has been recorded, the file contains at least what is to be kept, and at most
 * twice that.
 */
public final class RollingWriter implements RecordingSink {
  /** The end of the name of the second file. */
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

  /**
   * For each source, whether the second recording has received a sample or the reason of a failure.
   */
  private final boolean[] hasReceived;

  /** The number of bytes that were written and are no longer kept. */
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
    hasReceived = new boolean[tracks.size()];
  }

  /**
   * Begins a recording of what the recorder of these tracks will sample. A second file is created
   * beside it, and deleted in the end. Its name is that of the first followed by {@code .next}; if
   * that name exists, the existing file is not touched, and the second file gets an unpredictable
   * name, {@code .procfs-} and 16 digits. If {@code replaces}, a second file left over by a killed
   * recorder is removed.
   *
   * @param file the file, which must not exist unless {@code replaces}
   * @param replaces whether an existing regular file is replaced by a new one, unless another
   *     process is recording to it
   * @param tracks the tracks of the recorder, in the same order
   * @param facts as for {@link RecordingWriter#create}; each later recording states its own time
   *     {@code created}
   * @param kept the minimum time for which samples are kept
   * @param mostBytes the size that both files together may have, of which at least the last third
   *     is kept; {@link Long#MAX_VALUE} for no limit. The samples of the last second are always
   *     kept
   * @return the writer, which is the listener of the recorder, and which the caller closes
   * @throws java.nio.file.FileAlreadyExistsException if the file exists and must not be replaced
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
    RecordingWriter.reportSizeTo(tracks, writer::size);
    return writer;
  }

  /**
   * {@return the path of the second of the two files}
   *
   * @param file the path of the recording
   */
  public static Path next(Path file) {
    return file.resolveSibling(file.getFileName() + NEXT);
  }

  @Override
  public synchronized void sampled(int source, Sampler<?> sampler) {
    current.sampled(source, sampler);
    if (next != null) {
      next.sampled(source, sampler);
      hasReceived[source] = true;
    }
  }

  @Override
  public synchronized void failed(int source, Sampler<?> sampler, Outcome outcome, boolean isNews) {
    current.failed(source, sampler, outcome, isNews);
    if (next != null) {
      next.failed(source, sampler, outcome, isNews || !hasReceived[source]);
      hasReceived[source] = true;
    }
  }

  @Override
  public synchronized void abandoned(int source, long startNanos, long endNanos, String problem) {
    current.abandoned(source, startNanos, endNanos, problem);
    if (next != null) {
      next.abandoned(source, startNanos, endNanos, problem);
    }
  }

  @Override
  public synchronized boolean mark(long nanos, String text) {
    boolean isWritten = current.mark(nanos, text);
    if (next != null) {
      next.mark(nanos, text);
    }
    return isWritten;
  }

  @Override
  public synchronized void late(int source, long ticks) {
    current.late(source, ticks);
    if (next != null) {
      next.late(source, ticks);
    }
  }

  @Override
  public synchronized void idleUntil(long nanoTime) {
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
    Arrays.fill(hasReceived, false);
  }

  private void replaceBy(RecordingWriter second) {
    second.flushAll(); // otherwise what has already been written to the first would be lost with it
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
  private synchronized long size() {
    return droppedBytes + current.size() + (next == null ? 0 : next.size());
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public synchronized boolean isInPlace() {
    return current.isInPlace();
  }

  @Override
  public synchronized long bytes() {
    return current.bytes();
  }

  @Override
  public synchronized long samples() {
    return current.samples();
  }

  @Override
  public synchronized long late() {
    return current.late();
  }

  @Override
  public synchronized void close() {
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
  public synchronized String toString() {
    return "RollingWriter["
        + Printable.line(file.toString())
        + (keptNanos == Long.MAX_VALUE ? "" : ", keeps " + Duration.ofNanos(keptNanos))
        + (mostBytes == Long.MAX_VALUE ? "" : ", at most " + mostBytes + " bytes")
        + (isClosed ? ", closed" : "")
        + "]";
  }
}
