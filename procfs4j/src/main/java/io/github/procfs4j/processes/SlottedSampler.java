package io.github.procfs4j.processes;

import io.github.procfs4j.io.Errno;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Samples tasks whose rows are in slots.
 *
 * @param <V> the typed view of what is sampled
 */
abstract class SlottedSampler<V> extends Sampler<V> {
  private int errno;

  SlottedSampler(Source source, Path root, @Nullable History history) {
    super(source, root, root.toString(), history);
  }

  /** The number in a cell of the last sample; 0 in one that no row has. */
  abstract long cell(int cell);

  /** The changes of the last sample. */
  abstract Changes rowChanges();

  /**
   * Notes whether the tasks could be found.
   *
   * @param result a negative error number if they could not
   * @return whether they could
   */
  final boolean areFound(int result) {
    errno = Math.max(0, -result);
    return errno == 0;
  }

  /** The outcome of a sample without tasks. */
  final Outcome failure() {
    return Outcome.of(errno);
  }

  @Override
  public final Optional<String> problem() {
    return errno == 0 ? Optional.empty() : Optional.of(path() + ": " + Errno.text(errno));
  }

  @Override
  public final long value(int cell) {
    return cell(Objects.checkIndex(cell, layout().cells()));
  }

  @Override
  public final int changes() {
    return rowChanges().count();
  }

  @Override
  public final int changed(int i) {
    return rowChanges().cell(Objects.checkIndex(i, changes()));
  }

  @Override
  public final long delta(int i) {
    return rowChanges().delta(Objects.checkIndex(i, changes()));
  }
}
