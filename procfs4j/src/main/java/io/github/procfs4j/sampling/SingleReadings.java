package io.github.procfs4j.sampling;

import io.github.procfs4j.printable.Printable;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads the files of a tree once each time it is asked, and keeps nothing open in between. What the
 * text of a file was is kept from the second reading on, so that later ones compare it and read
 * only what has changed, as samplers do. Many threads may read at once.
 */
public final class SingleReadings {
  private final Path root;

  /** One for each file that was read before. A thread takes it out of here while it uses it. */
  private final Map<String, FileSampler<?>> idle = new ConcurrentHashMap<>();

  /** Readings of the tree at {@code root}. */
  public SingleReadings(Path root) {
    Objects.requireNonNull(root, "root");
    this.root = root;
  }

  /**
   * Reads a file.
   *
   * @param file one of those of which there is one for each name
   * @throws UnreadableException if it cannot be read
   * @throws io.github.procfs4j.text.MalformedTextException if it is not what it should be
   */
  public <V> V read(SampledFile<V> file) {
    String name = file.source().name();
    FileSampler<?> sampler = idle.remove(name);
    if (sampler == null) {
      // A program that reads it once only does not pay for what makes the next readings quick.
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
