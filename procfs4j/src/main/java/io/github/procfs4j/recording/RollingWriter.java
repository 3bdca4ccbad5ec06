package io.github.procfs4j.recording;

import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a recording that goes on for ever and keeps the newest of it.
 *
 * <p>When the file holds enough, a second recording is begun beside it, and from then on both are
 * told of each sample. When the second holds enough by itself, it takes the place of the first, by
 * one rename(2). So at any instant there is one whole recording under the name of the file, whoever
 * is killed; it is never rewritten, and whoever has it open reads on.
 *
 * <p>The file holds at least what was to be kept, once there was so much, and at most twice that.
 */
public final class RollingWriter implements RecordingSink {
  /** What the name of the second file ends with. */
  private static final String NEXT = ".next";

  private final Path file;
  private final List<Recorder.Track> tracks;
  private final Map<String, String> facts;
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
      RecordingWriter first,
      List<Recorder.Track> tracks,
      Map<String, String> facts,
      long keptNanos,
      long mostBytes,
      Clocks clocks) {
    this.file = first.file();
    this.tracks = tracks;
    this.facts = new LinkedHashMap<>(facts);
    this.keptNanos = keptNanos;
    this.mostBytes = mostBytes;
    this.clocks = clocks;
    current = first;
    currentBegan = clocks.nanoTime();
    isTold = new boolean[tracks.size()];
  }

  /**
   * Begins a recording of what the recorder of these tracks will sample. Beside it will stand a
   * file whose name ends with {@code .next}, too, which is replaced if there is one, and deleted in
   * the end.
   *
   * @param file the file, which must not exist unless {@code replaces}
   * @param replaces whether a regular file that exists is replaced by a new one
   * @param facts as for {@link RecordingWriter#create}; what is begun later says by itself when it
   *     was {@code created}
   * @param keptNanos for how long samples are kept at least; {@link Long#MAX_VALUE} for ever
   * @param mostBytes how much both files together may take, of which the last third is kept at
   *     least; {@link Long#MAX_VALUE} for any. A second's samples are always kept.
   * @throws java.nio.file.FileAlreadyExistsException if it exists and is not to be replaced
   */
  public static RollingWriter create(
      Path file,
      boolean replaces,
      List<Recorder.Track> tracks,
      Map<String, String> facts,
      long keptNanos,
      long mostBytes)
      throws IOException {
    return create(file, replaces, tracks, facts, keptNanos, mostBytes, Clocks.OF_THIS_MACHINE);
  }

  static RollingWriter create(
      Path file,
      boolean replaces,
      List<Recorder.Track> tracks,
      Map<String, String> facts,
      long keptNanos,
      long mostBytes,
      Clocks clocks)
      throws IOException {
    // Of a link, the file that it leads to is replaced.
    Path place = Files.exists(file) ? file.toRealPath() : file;
    RollingWriter writer =
        new RollingWriter(
            RecordingWriter.create(place, replaces, tracks, facts, clocks),
            List.copyOf(tracks),
            facts,
            keptNanos,
            mostBytes,
            clocks);
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
    facts.put("created", clocks.instant().toString());
    try {
      next = RecordingWriter.create(next(file), true, tracks, facts, clocks);
    } catch (IOException e) {
      throw new UncheckedIOException(next(file) + ": " + e.getMessage(), e);
    }
    nextBegan = clocks.nanoTime();
    Arrays.fill(isTold, false);
  }

  private void replaceBy(RecordingWriter second) {
    second.flushAll(); // or else what the first has written already would be lost with it
    try {
      Files.move(second.file(), file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    droppedBytes += current.size();
    current.abandon();
    current = second;
    currentBegan = nextBegan;
    next = null;
  }

  /** How many bytes were written in all. */
  private long size() {
    return droppedBytes + current.size() + (next == null ? 0 : next.size());
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public boolean isInPlace() {
    return current.isAt(file);
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
        second.abandon();
        Files.deleteIfExists(second.file());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      current.close();
    }
  }
}
