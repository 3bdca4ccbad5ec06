package io.github.procfs4j.sampling;

import io.github.procfs4j.printable.Printable;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads files of a tree on request, and keeps nothing open in between. From the second reading of a
 * file on, its text is kept, so that later readings parse only what has changed, like samplers.
 * Multiple threads may read at the same time.
 */
public final class SingleReadings {
  private final Path root;

  /** A sampler for each file that was read before. A thread removes it while using it. */
  private final Map<String, FileSampler<?>> idle = new ConcurrentHashMap<>();

  /**
   * Creates an object for readings of the tree at {@code root}.
   *
   * @param root the root of a procfs, such as {@code /proc}
   */
  public SingleReadings(Path root) {
    Objects.requireNonNull(root, "root");
    this.root = root;
  }

  /**
   * Reads a file.
   *
   * @param <V> the typed view of the file
   * @param file a file whose name identifies it
   * @return a typed view, which later readings do not change
   * @throws UnreadableException if it cannot be read
   * @throws io.github.procfs4j.text.MalformedTextException if it is malformed
   */
  public <V> V read(SampledFile<V> file) {
    String name = file.source().name();
    FileSampler<?> sampler = idle.remove(name);
    if (sampler == null) {
      // A program that reads a file only once does not pay for faster repeated readings.
      V first = file.read(root);
      idle.put(name, new FileSampler<>(file, root, null));
      return first;
    }
    sampler.sampleAndClose();
    Snapshot reading = Snapshot.of(sampler);
    idle.put(name, sampler);
    return file.view().apply(reading);
  }

  /** Such as {@code SingleReadings[/proc]}. */
  @Override
  public String toString() {
    return "SingleReadings[" + Printable.line(root.toString()) + "]";
  }
}
