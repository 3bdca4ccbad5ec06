package io.github.procfs4j.recording;

import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.sampling.FileReading;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The samples of a source in a recording, from the first to the last, with typed views. They are
 * read from the file when they are requested; each iterator, stream and playback begins at the
 * first one. Reading them throws {@link RecordingException} if the file can no longer be read, and
 * {@link IllegalStateException} if the recording was closed.
 *
 * <pre>{@code
 * for (RecordedSample<Stat> sample : recording.samples(Stat.FILE)) {
 *   System.out.println(sample.instant() + " " + sample.view().running());
 * }
 * }</pre>
 *
 * @param <V> the typed view
 */
public final class RecordedSamples<V> implements Iterable<RecordedSample<V>> {
  private final Recording recording;
  private final RecordedSource source;
  private final Function<? super FileReading, ? extends V> view;

  RecordedSamples(
      Recording recording, RecordedSource source, Function<? super FileReading, ? extends V> view) {
    this.recording = recording;
    this.source = source;
    this.view = view;
  }

  /** {@return the source} */
  public RecordedSource source() {
    return source;
  }

  /** Iterates over immutable copies. */
  @Override
  public Iterator<RecordedSample<V>> iterator() {
    return new Copies<>(play());
  }

  /** {@return the copies as a stream; {@link RecordedSource#samples} is its length} */
  public Stream<RecordedSample<V>> stream() {
    return StreamSupport.stream(spliterator(), false);
  }

  @Override
  public Spliterator<RecordedSample<V>> spliterator() {
    return Spliterators.spliterator(
        iterator(),
        source.samples(),
        Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE);
  }

  /**
   * {@return a playback of the samples that does not copy them: one view shows each of them in
   * turn} Cheaper than copies if there are many rows or samples and nothing of them is kept.
   */
  public RecordedPlayback<V> play() {
    return new RecordedPlayback<>(recording, source, view);
  }

  /** Such as {@code RecordedSamples[stat, 60 samples]}. */
  @Override
  public String toString() {
    return "RecordedSamples["
        + Printable.line(source.name())
        + ", "
        + source.samples()
        + " samples]";
  }

  /** Copies each sample, one ahead of the requested one. */
  private static final class Copies<V> implements Iterator<RecordedSample<V>> {
    private final RecordedPlayback<V> playback;
    private boolean isAhead;
    private boolean hasNext;

    Copies(RecordedPlayback<V> playback) {
      this.playback = playback;
    }

    @Override
    public boolean hasNext() {
      if (!isAhead) {
        hasNext = playback.next();
        isAhead = true;
      }
      return hasNext;
    }

    @Override
    public RecordedSample<V> next() {
      if (!hasNext()) {
        throw new NoSuchElementException("there is no further sample");
      }
      isAhead = false;
      return playback.copy();
    }
  }
}
