package io.github.procfs4j.cli.live;

import io.github.procfs4j.cli.report.Samples;
import io.github.procfs4j.cli.screens.Moment;
import io.github.procfs4j.cli.screens.Range;
import io.github.procfs4j.cli.screens.State;
import io.github.procfs4j.cli.screens.Status;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.recording.RecordingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A recording. If it is still being written, it is opened again when its file has grown; so that
 * this takes no more than a twentieth of the time, less often if it is long.
 */
final class RecordedTime implements Course, AutoCloseable {
  private static final int PART_FOR_OPENING = 20;
  private static final long SHORTEST_WAIT_NANOS = 500_000_000;

  private final Path file;
  private final long stepNanos;
  private Recording recording;
  private List<Track> tracks;
  private Replay replay;
  private long size;
  private long nextLook;
  private String problem = "";
  private @Nullable Moment shown;
  private boolean hasThreads;

  RecordedTime(Path file, long stepNanos) throws IOException {
    this.file = file;
    this.stepNanos = stepNanos;
    size = Files.size(file);
    recording = Recording.open(file);
    tracks = tracks(recording);
    replay = replay(recording);
  }

  private static List<Track> tracks(Recording recording) {
    return recording.sources().stream()
        .filter(source -> source.samples() > 0)
        .map(source -> track(recording, source))
        .toList();
  }

  private static Track track(Recording recording, RecordedSource source) {
    return new Track(source.name(), source.period().toNanos(), () -> recording.playback(source));
  }

  private Replay replay(Recording of) {
    return new Replay(
        stepNanos,
        false,
        Samples.orNaN(of.facts().pageSize()),
        Samples.orNaN(of.facts().ticksPerSecond()));
  }

  @Override
  public void update() {
    long now = System.nanoTime();
    if (recording.isComplete() || (nextLook != 0 && now - nextLook < 0)) {
      return;
    }
    try {
      long sizeNow = Files.size(file);
      if (sizeNow != size) {
        Recording next = Recording.open(file);
        Recording before = recording;
        recording = next;
        tracks = tracks(next);
        replay = replay(next);
        size = sizeNow;
        shown = null;
        before.close();
      }
      problem = "";
    } catch (IOException | RecordingException e) {
      problem = Objects.requireNonNullElse(e.getMessage(), e.toString());
    }
    long took = System.nanoTime() - now;
    nextLook = now + Math.max(SHORTEST_WAIT_NANOS, PART_FOR_OPENING * took);
  }

  @Override
  public Range range() {
    long last = recording.endNanos();
    return Range.of(
        Math.min(recording.startNanos() + stepNanos, last),
        last,
        stepNanos,
        !recording.isComplete());
  }

  @Override
  public Moment moment(State state) {
    Range range = range();
    long nanos =
        Math.clamp(state.at().orElse(range.lastNanos()), range.firstNanos(), range.lastNanos());
    Moment before = shown;
    if (before != null && before.nanos() == nanos && hasThreads == state.hasThreads()) {
      return before;
    }
    Optional<Instant> time = recording.instant(nanos);
    Moment now;
    try {
      now = replay.at(tracks, nanos, time, state.hasThreads());
    } catch (RecordingException e) {
      problem = Objects.requireNonNullElse(e.getMessage(), e.toString());
      now = Moment.unknown(nanos, time);
    }
    shown = now;
    hasThreads = state.hasThreads();
    return now;
  }

  @Override
  public Status status(boolean isUnicode) {
    String name = String.valueOf(file.getFileName());
    String host = recording.facts().host().map(of -> " of " + of).orElse("");
    return new Status(
        name + host, recording.isComplete() ? "latest" : "growing", "", problem, false, isUnicode);
  }

  @Override
  public String write() {
    return "this is a recording; procfs cut makes a part of it a recording of its own";
  }

  @Override
  public String news() {
    return "";
  }

  @Override
  public void close() throws IOException {
    recording.close();
  }
}
