package io.github.procfs4j.micrometer;

import io.github.procfs4j.metrics.ExportedSource;
import io.github.procfs4j.metrics.Feed;
import io.github.procfs4j.metrics.Series;
import io.github.procfs4j.metrics.Snapshot;
import io.github.procfs4j.metrics.SteadyCounters;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of a source for the meters of one registry.
 *
 * <p>After a pause, meters and values are in no cache, and a thread that reads one meter after the
 * other waits for most of them. Each sample is therefore followed by a loop that does nothing but
 * load them: it consists of so few instructions that the processor loads many at the same time.
 */
final class Values {
  private final ProcfsMetrics metrics;
  private final ExportedSource source;
  private final Feed feed;

  /** By slot. Only changed by the thread that refreshes; others may see an earlier content. */
  private volatile @Nullable Value[] bySlot = {};

  private volatile int loaded;

  Values(ProcfsMetrics metrics, ExportedSource source, SteadyCounters.Reader reader) {
    this.metrics = metrics;
    this.source = source;
    feed = new Feed(source, reader, this::load);
  }

  /** Adds a series that has come, for a meter that does not exist yet. */
  Value add(Series series) {
    feed.add(series);
    int slot = series.slot();
    Value value = new Value(this, slot);
    @Nullable Value[] now = bySlot;
    if (slot >= now.length) {
      now = Arrays.copyOf(now, Math.max(slot + 1, 2 * now.length));
    }
    now[slot] = value;
    bySlot = now;
    return value;
  }

  /** Removes a series that has left. */
  void remove(Series series, Value value) {
    value.remove();
    feed.remove(series);
    @Nullable Value[] now = bySlot;
    if (now[series.slot()] == value) {
      now[series.slot()] = null;
    }
  }

  /** The values in a recent sample. */
  Snapshot recent() {
    return feed.recent();
  }

  /** Registers and removes meters of rows that came and left. */
  void refresh() {
    metrics.refreshUnlessBusy(source);
  }

  private void load() {
    int count = 0;
    for (Value value : bySlot) {
      count += value != null && value.load() ? 1 : 0;
    }
    loaded = count;
  }

  /** How many meters were loaded for the last sample. */
  int loaded() {
    return loaded;
  }
}
