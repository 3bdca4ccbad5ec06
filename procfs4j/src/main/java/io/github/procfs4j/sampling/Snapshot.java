package io.github.procfs4j.sampling;

import io.github.procfs4j.model.Layout;
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

  private Snapshot(Sampler<?> sampler) {
    root = sampler.root();
    layout = sampler.layout();
    values = new long[layout.cells()];
    for (int cell = 0; cell < values.length; cell++) {
      values[cell] = sampler.value(cell);
    }
    startNanos = sampler.startNanos();
    endNanos = sampler.endNanos();
    problems = sampler.problems();
  }

  /** What a sampler holds now, which must have been {@link Outcome#SAMPLED}. */
  public static Snapshot of(Sampler<?> sampler) {
    return new Snapshot(sampler);
  }

  /**
   * Reads a file below {@code root} once.
   *
   * @throws UnreadableException if it cannot be read
   * @throws MalformedTextException if it is not what it should be
   */
  public static Snapshot of(SampledFile<?> file, Path root) {
    try (FileSampler<?> sampler = FileSampler.once(file, root)) {
      sampler.sampleOrThrow();
      return new Snapshot(sampler);
    }
  }

  /**
   * What had to be left out, each with its place: fields that are no numbers, lines of another
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
}
