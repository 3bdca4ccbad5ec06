package io.github.procfs4j.sampling;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.text.MalformedTextException;
import java.nio.file.Path;
import java.util.List;

/** One reading, kept as it was. Immutable. */
public final class Snapshot implements FileReading {
  private final Path root;
  private final Layout layout;
  private final long[] values;
  private final long startNanos;
  private final long endNanos;
  private final List<MalformedTextException> problems;

  private Snapshot(FileReading reading, List<MalformedTextException> problems) {
    root = reading.root();
    layout = reading.layout();
    values = new long[layout.cells()];
    if (reading instanceof Playback samples) {
      samples.copyTo(values);
    } else {
      for (int cell = 0; cell < values.length; cell++) {
        values[cell] = reading.value(cell);
      }
    }
    startNanos = reading.startNanos();
    endNanos = reading.endNanos();
    this.problems = problems;
  }

  /** What a sampler holds now, which must have been {@link Outcome#SAMPLED}. */
  public static Snapshot of(Sampler<?> sampler) {
    return new Snapshot(sampler, sampler.problems());
  }

  /**
   * What a reading shows now, such as that of a recording; nothing is known of what it left out.
   */
  public static Snapshot of(FileReading reading) {
    return new Snapshot(reading, List.of());
  }

  /**
   * Reads a file below {@code root} once.
   *
   * @throws UnreadableException if it cannot be read
   * @throws MalformedTextException if it is not what it should be
   */
  public static Snapshot of(SampledFile<?> file, Path root) {
    FileSampler<?> sampler = FileSampler.once(file, root);
    sampler.sampleAndClose();
    return of(sampler);
  }

  /**
   * What had to be left out, each with its place: fields that are not numbers, lines of another
   * shape.
   */
  public List<MalformedTextException> problems() {
    return problems;
  }

  @Override
  public Path root() {
    return root;
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public long value(int cell) {
    return values[cell];
  }

  @Override
  public long startNanos() {
    return startNanos;
  }

  @Override
  public long endNanos() {
    return endNanos;
  }

  /** A line for each row. */
  @Override
  public String toString() {
    return text();
  }
}
