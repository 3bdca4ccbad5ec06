package io.github.procfs4j.recording;

import io.github.procfs4j.sampling.FileReading;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * An immutable copy of a sample of a recording.
 *
 * @param <V> the typed view of the source
 */
public final class RecordedSample<V> {
  private final FileReading reading;
  private final V view;
  private final boolean isAfterGap;
  private final Optional<Instant> instant;

  RecordedSample(FileReading reading, V view, boolean isAfterGap, Optional<Instant> instant) {
    this.reading = reading;
    this.view = view;
    this.isAfterGap = isAfterGap;
    this.instant = instant;
  }

  /** {@return the typed view of the sample, which is immutable} */
  public V view() {
    return view;
  }

  /** {@return its rows, columns and cells, and the monotonic times before and after it was read} */
  public FileReading reading() {
    return reading;
  }

  /**
   * {@return the wall clock time in the middle of the time during which it was read, from {@link
   * Recording#instant}}
   *
   * @throws NoSuchElementException if the recording does not contain it; each one made by {@link
   *     RecordingWriter} does
   */
  public Instant instant() {
    return instant.orElseThrow(
        () -> new NoSuchElementException("the recording does not say what the wall clock showed"));
  }

  /** {@return whether samples are missing before this onebecause reading failed} */
  public boolean isAfterGap() {
    return isAfterGap;
  }

  /** When it was read, and a line for each row. */
  @Override
  public String toString() {
    return instant.map(Instant::toString).orElse("at " + reading.startNanos() + " ns")
        + "\n"
        + reading.text();
  }
}
