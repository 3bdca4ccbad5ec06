package io.github.procfs4j.recording;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Snapshot;
import java.nio.file.Path;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * The samples of a source in a recording, one after the other, with one typed view that shows each
 * of them in turn. Only one thread may use it.
 *
 * <pre>{@code
 * RecordedPlayback<Stat> stat = recording.samples(Stat.FILE).play();
 * while (stat.next()) {
 *   busiest = Math.max(busiest, stat.liveView().running());
 * }
 * }</pre>
 *
 * @param <V> the typed view
 */
public final class RecordedPlayback<V> implements Playback, FileReading {
  private static final Path USUAL_ROOT = Path.of("/proc");

  private final Recording recording;
  private final Playback samples;
  private final Function<? super FileReading, ? extends V> view;
  private final Path root;
  private final V liveView;

  @SuppressWarnings("this-escape") // the view only stores its argument
  RecordedPlayback(
      Recording recording, RecordedSource source, Function<? super FileReading, ? extends V> view) {
    this.recording = recording;
    this.view = view;
    samples = recording.playback(source);
    root = recording.facts().root().orElse(USUAL_ROOT);
    liveView = view.apply(this);
  }

  /**
   * {@return the typed view of the current sample: one object, which shows each sample in turn} It
   * must not be used before the first {@link #next}, or after {@link #next} returned false.
   */
  public V liveView() {
    return liveView;
  }

  /** {@return an immutable copy of the current sample} */
  public RecordedSample<V> copy() {
    FileReading copy = Snapshot.of(this);
    return new RecordedSample<>(copy, view.apply(copy), isAfterGap(), recording.instant(middle()));
  }

  /**
   * {@return the wall clock time in the middle of the time during which the current sample was
   * read}
   *
   * @throws NoSuchElementException if the recording does not contain it; each one made by {@link
   *     RecordingWriter} does
   */
  public Instant instant() {
    Optional<Instant> instant = recording.instant(middle());
    return instant.orElseThrow(
        () -> new NoSuchElementException("the recording does not say what the wall clock showed"));
  }

  private long middle() {
    return startNanos() + (endNanos() - startNanos()) / 2;
  }

  /** The directory that was the root of procfs during recording. */
  @Override
  public Path root() {
    return root;
  }

  @Override
  public boolean next() {
    return samples.next();
  }

  @Override
  public boolean isAfterGap() {
    return samples.isAfterGap();
  }

  @Override
  public boolean changed(IntConsumer cell) {
    return samples.changed(cell);
  }

  @Override
  public void copyTo(long[] cells) {
    samples.copyTo(cells);
  }

  @Override
  public Layout layout() {
    return samples.layout();
  }

  @Override
  public long value(int cell) {
    return samples.value(cell);
  }

  @Override
  public long startNanos() {
    return samples.startNanos();
  }

  @Override
  public long endNanos() {
    return samples.endNanos();
  }

  /** The current sample, with a line for each row. */
  @Override
  public String toString() {
    return text();
  }
}
