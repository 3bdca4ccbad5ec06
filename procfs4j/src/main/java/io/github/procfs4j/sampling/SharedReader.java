package io.github.procfs4j.sampling;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A reader of a {@link Shared} source. It remembers the last sample that it saw, and so can
 * determine what has changed since. Its intervals and {@linkplain RowChanges row changes} do not
 * depend on other readers. It may be used by multiple threads.
 *
 * <p>A bridge to a metrics library registers a meter for each row, and removes it when the row has
 * left:
 *
 * <pre>{@code
 * SharedReader<DiskStats> disks = proc.shared(DiskStats.FILE, Duration.ofSeconds(1)).reader();
 * Figure busy = DiskStats.FILE.figure("disk", "%util");
 *
 * RowChanges devices = disks.rowChanges(); // before each scrape
 * devices.left().forEach(device -> registry.remove(meters.remove(device)));
 * devices.came().forEach(
 *     device -> meters.put(device, gauge(device, () -> disks.value(busy, device))));
 * }</pre>
 *
 * @param <V> the typed view of the source
 */
public final class SharedReader<V> {
  private final Shared<V> shared;

  /** This and the following fields are guarded by the lock of the shared source. */
  private final Interval interval;

  private boolean hasInterval;
  private long intervalSample;

  /** The layout whose rows were last returned; null before the first time. */
  private @Nullable Layout reported;

  SharedReader(Shared<V> shared) {
    this.shared = shared;
    interval = shared.sampler().intervals();
  }

  /**
   * Applies a function to the view of a recent sample and to the interval that ends with it. The
   * interval begins with the previous sample that the reader saw, so its length is the time between
   * the reader's calls, and at least the greatest age. Neither may be used after the function has
   * returned.
   *
   * @param <T> the type of the result
   * @param function must not return null; its exceptions are passed on
   * @return the result; empty if the source cannot be read, or if this is the first sample that the
   *     reader sees
   * @throws IllegalStateException if the source is closed
   */
  public <T> Optional<T> read(BiFunction<? super V, ? super Interval, ? extends T> function) {
    Objects.requireNonNull(function, "function");
    Outcome outcome = shared.enter();
    try {
      return isAtInterval(outcome)
          ? Optional.of(function.apply(shared.sampler().view(), interval))
          : Optional.empty();
    } finally {
      shared.exit();
    }
  }

  /**
   * {@return the value of a figure for a row in that interval; NaN if there is no such interval, no
   * such row, or the figure has no value} It allocates nothing in the steady state.
   *
   * @param figure a figure of the source
   * @param row the row, identified by its table and its labels
   * @throws IllegalArgumentException if the row is one of another table than the figure
   * @throws IllegalStateException if the source is closed
   */
  public double value(Figure figure, Row row) {
    Objects.requireNonNull(figure, "figure");
    Objects.requireNonNull(row, "row");
    Outcome outcome = shared.enter();
    try {
      return isAtInterval(outcome) ? figure.value(interval, row) : Double.NaN;
    } finally {
      shared.exit();
    }
  }

  private boolean isAtInterval(Outcome outcome) {
    if (intervalSample != shared.samples()) {
      intervalSample = shared.samples();
      hasInterval = interval.next();
    }
    return hasInterval && outcome == Outcome.SAMPLED;
  }

  /**
   * {@return the rows, of all tables, that came, left, or got another description since the last
   * call of this method; the first time, all rows came} While the source cannot be read, nothing is
   * known about its rows, so none has left; when it can be read again, the difference from the last
   * known rows is returned. There are no callbacks, so the caller may hold its own locks, such as
   * that of a registry of meters.
   *
   * @throws IllegalStateException if the source is closed
   */
  @SuppressWarnings("ReferenceEquality") // with the same layout there is nothing to compare
  public RowChanges rowChanges() {
    Outcome outcome = shared.enter();
    try {
      Layout before = reported;
      Layout now = shared.sampler().layout();
      if (outcome != Outcome.SAMPLED || before == now) {
        return RowChanges.NONE;
      }
      reported = now;
      return RowChanges.between(before == null ? List.of() : rows(before), rows(now));
    } finally {
      shared.exit();
    }
  }

  private static List<Row> rows(Layout layout) {
    List<Row> rows = new ArrayList<>();
    layout.tables().forEach(table -> rows.addAll(table.rows()));
    return rows;
  }

  /** Such as {@code SharedReader[Shared[/proc/diskstats, at most PT1S old]]}. */
  @Override
  public String toString() {
    return "SharedReader[" + shared + "]";
  }
}
