package io.github.procfs4j.recording;

import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;

/** Writes parts of recordings as a new recording: cuts one, or merges several. */
public final class RecordingCopy {
  private static final long BLOCK_NANOS = 1_000_000_000;

  /**
   * A part of a recording.
   *
   * @param recording the recording
   * @param sources the sources that are copied
   * @param fromNanos samples that began before this monotonic time are left out
   * @param toNanos samples that began after this time are left out
   * @param shiftNanos what is added to all times, if its monotonic clock was another one
   */
  public record Part(
      Recording recording,
      List<RecordedSource> sources,
      long fromNanos,
      long toNanos,
      long shiftNanos) {
    /** Copies the list. */
    public Part {
      Objects.requireNonNull(recording, "recording");
      sources = List.copyOf(Objects.requireNonNull(sources, "sources"));
    }

    boolean has(long nanos) {
      return nanos >= fromNanos && nanos <= toNanos;
    }
  }

  /**
   * A source of the copy.
   *
   * @param repeat the number of earlier sources of the same part with the same name
   */
  private record Key(String name, int repeat) {}

  private final List<Part> parts;

  /** For each part, the numbers in the copy of its sources, by their numbers in the part. */
  private final IdentityHashMap<Part, Map<Integer, Integer>> numbers = new IdentityHashMap<>();

  private final List<RecordingWriter.Written> sources = new ArrayList<>();

  private RecordingCopy(List<Part> parts) {
    this.parts = List.copyOf(parts);
    Map<Key, Integer> known = new HashMap<>();
    for (Part part : parts) {
      Map<String, Integer> repeats = new HashMap<>();
      Map<Integer, Integer> here = new HashMap<>();
      numbers.put(part, here);
      for (RecordedSource source : part.sources) {
        Key key = new Key(source.name(), repeats.merge(source.name(), 1, Integer::sum));
        here.put(source.index(), known.getOrDefault(key, sources.size()));
        if (known.putIfAbsent(key, sources.size()) == null) {
          sources.add(
              new RecordingWriter.Written(
                  new Source(
                      source.name(),
                      source.purpose(),
                      Source.Mode.SAMPLED,
                      "",
                      "",
                      "",
                      source.reference()),
                  source.period()));
        }
      }
    }
  }

  /**
   * Writes parts of recordings to a new file. Their samples, skipped ticks, failures and marks are
   * those of the parts; facts are as given. A source in several parts continues after a gap. The
   * copy is complete if all its recordings are.
   *
   * @param parts the parts, in the order of time where they have sources in common
   * @param facts the facts of the copy
   * @param file the file, which must not exist unless {@code replaces}
   * @param replaces whether an existing regular file is replaced
   * @return the number of samples that were copied
   * @throws IllegalArgumentException if there are no parts, or a source has samples in several of
   *     them at the same time
   * @throws RecordingException if a recording cannot be read, or the file cannot be written
   * @throws IOException if the file cannot be created, or was removed or replaced meanwhile
   */
  public static long write(List<Part> parts, RecordingFacts facts, Path file, boolean replaces)
      throws IOException {
    Objects.requireNonNull(parts, "parts");
    Objects.requireNonNull(facts, "facts");
    Objects.requireNonNull(file, "file");
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("there are no parts to copy");
    }
    RecordingCopy copy = new RecordingCopy(parts);
    copy.checkOrder();
    CopiedClocks clocks = new CopiedClocks(parts.getFirst());
    RecordingWriter writer = RecordingWriter.of(file, replaces, copy.sources, facts, clocks);
    boolean isDone = false;
    try {
      copy.write(writer, clocks);
      if (parts.stream().allMatch(part -> part.recording.isComplete())) {
        writer.close();
      } else {
        writer.closeIncomplete();
      }
      isDone = true;
    } finally {
      if (!isDone) {
        writer.delete();
      }
    }
    writer.checkInPlace();
    return writer.samples();
  }

  private int number(Part part, RecordedSource source) {
    return Objects.requireNonNull(Objects.requireNonNull(numbers.get(part)).get(source.index()));
  }

  private void checkOrder() {
    Map<Integer, Long> ends = new HashMap<>();
    for (Part part : parts) {
      for (RecordedSource source : part.sources) {
        Cursor cursor = new Cursor(part, source, 0);
        if (cursor.next()) {
          int number = number(part, source);
          Long end = ends.get(number);
          if (end != null && end > cursor.sample.startNanos()) {
            throw new IllegalArgumentException(
                source.name() + " was sampled in both at the same time");
          }
          long last = cursor.sample.endNanos();
          while (parts.size() > 1 && cursor.next()) {
            last = cursor.sample.endNanos();
          }
          ends.put(number, last);
        }
      }
    }
  }

  private void write(RecordingWriter writer, CopiedClocks clocks) {
    PriorityQueue<Cursor> cursors =
        new PriorityQueue<>(
            Comparator.comparingLong((Cursor cursor) -> cursor.sample.startNanos())
                .thenComparingInt(cursor -> cursor.number));
    for (Part part : parts) {
      for (Mark mark : part.recording.marks()) {
        if (part.has(mark.nanos())) {
          writer.addMark(mark.nanos() + part.shiftNanos, mark.text());
        }
      }
      for (RecordedSource source : part.sources) {
        int number = number(part, source);
        source.failures().stream()
            .filter(failure -> part.has(failure.nanos()))
            .forEach(
                failure ->
                    writer.addFailure(
                        number,
                        failure.nanos() + part.shiftNanos,
                        failure.outcome(),
                        failure.problem()));
        part.recording.lateTicks(source).stream()
            .filter(late -> part.has(late.nanos()))
            .forEach(late -> writer.addLate(number, late.nanos() + part.shiftNanos, late.ticks()));
        Cursor cursor = new Cursor(part, source, number);
        if (cursor.next()) {
          cursors.add(cursor);
        }
      }
    }
    long[] ends = new long[sources.size()];
    boolean[] hasSample = new boolean[sources.size()];
    long flushed = cursors.isEmpty() ? 0 : cursors.peek().sample.startNanos();
    for (Cursor cursor = cursors.poll(); cursor != null; cursor = cursors.poll()) {
      PlayedSample sample = cursor.sample;
      clocks.at(cursor.part, sample.startNanos());
      if (sample.startNanos() - flushed >= BLOCK_NANOS) {
        writer.flushAll();
        flushed = sample.startNanos();
      }
      int number = cursor.number;
      if (hasSample[number] && cursor.isAfterGap()) {
        writer.addGap(number, ends[number], sample.startNanos());
      }
      writer.add(number, sample);
      ends[number] = sample.endNanos();
      hasSample[number] = true;
      if (cursor.next()) {
        cursors.add(cursor);
      }
    }
  }

  /** The samples of a source in a part. */
  private static final class Cursor {
    final Part part;
    final int number;
    final PlayedSample sample;
    private final Playback played;
    private boolean isFirst = true;
    private boolean isAfterGap;

    Cursor(Part part, RecordedSource source, int number) {
      this.part = part;
      this.number = number;
      played = part.recording.playback(source);
      sample = new PlayedSample(played, part.shiftNanos);
    }

    boolean next() {
      while (played.next()) {
        if (played.startNanos() > part.toNanos) {
          return false;
        }
        if (played.startNanos() >= part.fromNanos) {
          isAfterGap = isFirst || played.isAfterGap();
          isFirst = false;
          sample.take();
          return true;
        }
      }
      return false;
    }

    /** Whether samples are missing before this one, or those before are of another part. */
    boolean isAfterGap() {
      return isAfterGap;
    }
  }

  /** The clocks of the recordings at the time of the sample that is being copied. */
  private static final class CopiedClocks implements Clocks {
    private Part part;
    private long nanos;

    CopiedClocks(Part first) {
      part = first;
      nanos = Math.max(first.fromNanos, first.recording.startNanos()) + first.shiftNanos;
    }

    void at(Part now, long time) {
      part = now;
      nanos = time;
    }

    @Override
    public boolean areKnown() {
      return part.recording.instant(nanos - part.shiftNanos).isPresent();
    }

    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public Instant instant() {
      return part.recording.instant(nanos - part.shiftNanos).orElseThrow();
    }
  }
}
