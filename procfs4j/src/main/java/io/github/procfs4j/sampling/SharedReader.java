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
 * A reader of a {@link Shared} source. It remembers what it saw last, and so can determine what has
 * changed since. However often others read, its intervals and {@linkplain RowChanges rows} are its
 * own. It may be used by any thread.
 *
 * <p>A bridge to a metrics library registers a meter for each row, and removes it when the row has
 * left:
 *
 * <pre>{@code
 * SharedReader<DiskStats> disks = proc.shared(DiskStats.FILE, Duration.ofSeconds(1)).reader();
 * Figure busy = DiskStats.FILE.figure("disk", "util");
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

  /** The state that follows is guarded by the lock of the shared source. */
  private final Interval interval;

  private boolean hasInterval;
  private long intervalSample;

  /** Of the sample whose rows were told of last; null before the first. */
  private @Nullable Layout told;

  SharedReader(Shared<V> shared) {
    this.shared = shared;
    interval = shared.sampler().intervals();
  }

  /**
   * Applies a function to the view of a recent sample and to the interval that ends with it: empty
   * if the source cannot be read, or if this is the first sample that the reader sees. The interval
   * began with the sample that the reader saw before, so it is at least as long as the greatest
   * age, and as long as the reader did not look. Neither may be used after the function has
   * returned.
   *
   * @param function must not return null; what it throws is passed on
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
   * The value of a figure for a row in that interval: NaN if there is no such interval, no such
   * row, or the figure has no value. It allocates nothing in the steady state.
   *
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
   * Which rows, of all tables, came, left, or are described otherwise since this reader last asked;
   * the first time, all rows came. While the source cannot be read nothing is known of its rows, so
   * none has left; when it is back, the difference to what was known is told. Nothing is called
   * back: the caller may take locks of its own, such as that of a registry of meters.
   *
   * @throws IllegalStateException if the source is closed
   */
  @SuppressWarnings("ReferenceEquality") // of the same layout there is nothing to compare
  public RowChanges rowChanges() {
    Outcome outcome = shared.enter();
    try {
      Layout before = told;
      Layout now = shared.sampler().layout();
      if (outcome != Outcome.SAMPLED || before == now) {
        return RowChanges.NONE;
      }
      told = now;
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
