package io.github.procfs4j.sampling;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.text.MalformedTextException;
import io.github.procfs4j.text.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** An immutable copy of a reading. */
public final class Snapshot implements FileReading {
  private final Path root;
  private final Layout layout;
  private final long[] values;
  private final long startNanos;
  private final long endNanos;
  private final List<Problem> problems;

  private Snapshot(FileReading reading, List<Problem> problems) {
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

  /**
   * {@return a copy of the last sample of a sampler, whose outcome must have been {@link
   * Outcome#SAMPLED}}
   *
   * @param sampler the sampler, which may continue to sample
   */
  public static Snapshot of(Sampler<?> sampler) {
    return new Snapshot(sampler, sampler.problems());
  }

  /**
   * {@return a copy of a reading, such as one from a recording; what it left out is not known}
   *
   * @param reading the reading to copy
   */
  public static Snapshot of(FileReading reading) {
    return new Snapshot(reading, List.of());
  }

  /**
   * Reads a file below {@code root} once.
   *
   * @param file the file, by the constant of its class
   * @param root the root of the tree, such as {@code /proc}
   * @return the reading
   * @throws UnreadableException if it cannot be read
   * @throws MalformedTextException if it is malformed
   */
  public static Snapshot of(SampledFile<?> file, Path root) {
    FileSampler<?> sampler = FileSampler.once(file, root);
    sampler.sampleAndClose();
    return of(sampler);
  }

  /**
   * {@return the parts of the text that had to be left out, each with its position: fields that are
   * not numbers, lines of an unexpected form}
   */
  public List<Problem> problems() {
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
    return values[Objects.checkIndex(cell, values.length)];
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
