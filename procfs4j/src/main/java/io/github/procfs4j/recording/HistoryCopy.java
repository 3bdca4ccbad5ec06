package io.github.procfs4j.recording;

import io.github.procfs4j.model.Playback;
import io.github.procfs4j.sampling.Recorder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * Writes what the histories of samplers contain as a recording, as if it had been recorded from the
 * beginning.
 */
public final class HistoryCopy {
  private static final long BLOCK_NANOS = 1_000_000_000;

  private HistoryCopy() {}

  /**
   * What was not sampled of a source. What was noticed before its oldest sample is not written.
   *
   * @param late the ticks that were skipped
   * @param failures the failed samples, such as the first ones of each reason
   */
  public record Missing(List<LateTicks> late, List<RecordedSource.Failure> failures) {
    /** Copies the lists. */
    public Missing {
      late = List.copyOf(Objects.requireNonNull(late, "late"));
      failures = List.copyOf(Objects.requireNonNull(failures, "failures"));
    }
  }

  /**
   * Writes the samples in the histories of these samplers to a new file, in the order of time. A
   * failed sample is a gap. No sample may be taken meanwhile, so the thread that samples calls
   * this.
   *
   * @param tracks the samplers, each with a history, and their periods
   * @param missing for each of them what was not sampled, which histories do not contain; empty if
   *     that is not known
   * @param clocks times of the wall clock by monotonic time, as {@link Recording#clocks} returns
   *     them; empty if they are not known
   * @param marks the marks; those in the time of the samples and after it are written, of which
   *     there may be {@value Mark#MOST}
   * @param facts facts that a reader should know about the recording
   * @param file the file, which must not exist unless {@code replaces}
   * @param replaces whether an existing regular file is replaced, as by {@link
   *     RecordingWriter#create}
   * @return the number of samples that were written
   * @throws IllegalArgumentException if something is missing of another number of samplers
   * @throws IllegalStateException if one of the samplers has no history
   * @throws java.util.ConcurrentModificationException if a sample is taken meanwhile; there is then
   *     no file
   * @throws RecordingException if the file cannot be written
   * @throws IOException if the file cannot be created
   */
  public static long write(
      List<Recorder.Track> tracks,
      List<Missing> missing,
      NavigableMap<Long, Instant> clocks,
      List<Mark> marks,
      RecordingFacts facts,
      Path file,
      boolean replaces)
      throws IOException {
    Objects.requireNonNull(tracks, "tracks");
    Objects.requireNonNull(missing, "missing");
    Objects.requireNonNull(clocks, "clocks");
    Objects.requireNonNull(marks, "marks");
    Objects.requireNonNull(facts, "facts");
    Objects.requireNonNull(file, "file");
    if (!missing.isEmpty() && missing.size() != tracks.size()) {
      throw new IllegalArgumentException(
          "something is missing of %d samplers, not of %d"
              .formatted(missing.size(), tracks.size()));
    }
    PriorityQueue<Cursor> cursors =
        new PriorityQueue<>(
            Comparator.comparingLong((Cursor cursor) -> cursor.sample.startNanos())
                .thenComparingInt(cursor -> cursor.number));
    for (int i = 0; i < tracks.size(); i++) {
      Cursor cursor = new Cursor(i, tracks.get(i).sampler().history().playback());
      if (cursor.next()) {
        cursors.add(cursor);
      }
    }
    KnownClocks known = new KnownClocks(clocks);
    if (!cursors.isEmpty()) {
      known.nanos = cursors.peek().sample.startNanos();
    }
    RecordingWriter writer =
        RecordingWriter.of(file, replaces, RecordingWriter.Written.of(tracks), facts, known);
    boolean isDone = false;
    try {
      long first = known.nanos;
      if (!missing.isEmpty()) {
        cursors.forEach(one -> write(missing.get(one.number), one, writer));
      }
      write(cursors, tracks.size(), writer, known);
      marks.stream()
          .filter(mark -> mark.nanos() >= first)
          .forEach(mark -> writer.addMark(mark.nanos(), mark.text()));
      writer.close();
      isDone = true;
    } finally {
      if (!isDone) {
        writer.delete();
      }
    }
    return writer.samples();
  }

  private static void write(Missing missing, Cursor first, RecordingWriter writer) {
    long begin = first.sample.startNanos();
    for (RecordedSource.Failure failure : missing.failures) {
      if (failure.nanos() >= begin) {
        writer.addFailure(first.number, failure.nanos(), failure.outcome(), failure.problem());
      }
    }
    for (LateTicks late : missing.late) {
      if (late.nanos() >= begin) {
        writer.addLate(first.number, late.nanos(), late.ticks());
      }
    }
  }

  private static void write(
      PriorityQueue<Cursor> cursors, int sources, RecordingWriter writer, KnownClocks clocks) {
    long[] ends = new long[sources];
    long flushed = clocks.nanos;
    for (Cursor cursor = cursors.poll(); cursor != null; cursor = cursors.poll()) {
      PlayedSample sample = cursor.sample;
      clocks.nanos = sample.startNanos();
      if (sample.startNanos() - flushed >= BLOCK_NANOS) {
        writer.flushAll();
        flushed = sample.startNanos();
      }
      if (cursor.isAfterGap) {
        writer.addGap(cursor.number, ends[cursor.number], sample.startNanos());
      }
      writer.add(cursor.number, sample);
      ends[cursor.number] = sample.endNanos();
      if (cursor.next()) {
        cursors.add(cursor);
      }
    }
  }

  /** The samples of a history. */
  private static final class Cursor {
    final int number;
    final PlayedSample sample;
    boolean isAfterGap;
    private final Playback played;
    private boolean isFirst = true;

    Cursor(int number, Playback played) {
      this.number = number;
      this.played = played;
      sample = new PlayedSample(played, 0);
    }

    boolean next() {
      if (!played.next()) {
        return false;
      }
      isAfterGap = !isFirst && played.isAfterGap();
      isFirst = false;
      sample.take();
      return true;
    }
  }

  /** The clocks at the time of the sample that is being written. */
  private static final class KnownClocks implements Clocks {
    private final NavigableMap<Long, Instant> known;
    private long nanos;

    KnownClocks(NavigableMap<Long, Instant> known) {
      this.known = new TreeMap<>(known);
    }

    @Override
    public boolean areKnown() {
      return !known.isEmpty();
    }

    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public Instant instant() {
      Map.Entry<Long, Instant> noted = known.floorEntry(nanos);
      noted = noted == null ? known.firstEntry() : noted;
      return noted.getValue().plusNanos(nanos - noted.getKey());
    }
  }
}
