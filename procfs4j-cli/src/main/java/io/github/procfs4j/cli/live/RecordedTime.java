package io.github.procfs4j.cli.live;

import io.github.procfs4j.cli.report.Samples;
import io.github.procfs4j.cli.screens.Moment;
import io.github.procfs4j.cli.screens.Range;
import io.github.procfs4j.cli.screens.Series;
import io.github.procfs4j.cli.screens.State;
import io.github.procfs4j.cli.screens.Status;
import io.github.procfs4j.cli.screens.Subject;
import io.github.procfs4j.recording.MarkInbox;
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
import java.util.concurrent.atomic.AtomicReference;
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
  private int zoom = 1;
  private final AtomicReference<String> news = new AtomicReference<>("");
  private final Runnable changed;

  /**
   * Opens a recording.
   *
   * @param changed called by another thread when there are {@link #news}
   */
  RecordedTime(Path file, long stepNanos, Runnable changed) throws IOException {
    this.file = file;
    this.changed = changed;
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
        !recording.isComplete(),
        recording.marks());
  }

  @Override
  public Moment moment(State state) {
    Range range = range();
    long nanos =
        Math.clamp(state.at().orElse(range.lastNanos()), range.firstNanos(), range.lastNanos());
    Moment before = shown;
    boolean isSame = hasThreads == state.hasThreads() && zoom == state.zoom();
    if (before != null && before.nanos() == nanos && isSame) {
      return before;
    }
    Optional<Instant> time = recording.instant(nanos);
    Moment now;
    try {
      now = replay.at(tracks, new Owners(), nanos, time, state);
    } catch (RecordingException e) {
      problem = Objects.requireNonNullElse(e.getMessage(), e.toString());
      now = Moment.unknown(nanos, time);
    }
    shown = now;
    hasThreads = state.hasThreads();
    zoom = state.zoom();
    return now;
  }

  @Override
  public Series series(Subject subject) {
    try {
      return replay.series(tracks, subject, range().lastNanos());
    } catch (RecordingException e) {
      problem = Objects.requireNonNullElse(e.getMessage(), e.toString());
      return Series.NONE;
    }
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
  public String page() {
    String name = String.valueOf(file.getFileName());
    Path page = Pages.beside(name);
    Pages.write(file, name, page, news, changed);
    return "writing " + page;
  }

  /** Only the recorder of a recording that is being written adds to it. */
  @Override
  public String mark(long nanos, String text) {
    if (recording.isComplete()) {
      return "this recording is complete, so it gets no marks";
    }
    try {
      MarkInbox.send(file, text);
      return "marked the present, which the recorder takes over within a second";
    } catch (IOException | IllegalArgumentException e) {
      return Objects.requireNonNullElse(e.getMessage(), e.toString());
    }
  }

  @Override
  public String news() {
    return news.getAndSet("");
  }

  @Override
  public void close() throws IOException {
    recording.close();
  }
}
