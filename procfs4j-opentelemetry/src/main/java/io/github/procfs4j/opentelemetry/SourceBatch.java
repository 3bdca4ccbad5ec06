package io.github.procfs4j.opentelemetry;

import io.github.procfs4j.metrics.Attribute;
import io.github.procfs4j.metrics.ExportedSource;
import io.github.procfs4j.metrics.Feed;
import io.github.procfs4j.metrics.Series;
import io.github.procfs4j.metrics.Snapshot;
import io.github.procfs4j.metrics.SteadyCounters;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The instruments of a source, whose values are recorded by one callback from one sample.
 *
 * <p>A callback can only record instruments that existed when it was registered. When the source
 * gets new columns, another callback takes its place, and records them from the next collection on.
 */
final class SourceBatch implements AutoCloseable {
  private final ExportedSource source;
  private final Feed feed;
  private final Meter meter;

  /** Guards the following fields. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Map<String, ObservableMeasurement> instruments = new HashMap<>();
  private @Nullable BatchCallback callback;
  private boolean isClosed;

  private List<Point> points = List.of();

  /**
   * A value of an instrument.
   *
   * @param series the value
   * @param instrument the instrument
   * @param attributes the attributes
   */
  private record Point(Series series, ObservableMeasurement instrument, Attributes attributes) {
    void record(Snapshot now) {
      double value = now.value(series.slot());
      Instruments.record(instrument, series.instrument().isWhole(), value, attributes);
    }
  }

  SourceBatch(ExportedSource source, Meter meter) {
    this.source = source;
    feed = new Feed(source, SteadyCounters.Reader.OF_TOTALS_THAT_NEVER_FALL);
    this.meter = meter;
  }

  ExportedSource source() {
    return source;
  }

  /** Takes a sample if the last one is too old, and registers instruments that are new. */
  void refresh() {
    lock.lock();
    try {
      if (!isClosed) {
        apply(source.refresh());
      }
    } finally {
      lock.unlock();
    }
  }

  private void apply(ExportedSource.Changes changes) {
    if (changes.came().isEmpty() && changes.left().isEmpty()) {
      return;
    }
    int before = instruments.size();
    List<Point> now = new ArrayList<>(points);
    Set<Series> left = new HashSet<>(changes.left());
    now.removeIf(point -> left.contains(point.series()));
    left.forEach(feed::remove);
    changes.came().forEach(series -> now.add(point(series)));
    points = List.copyOf(now);
    if (instruments.size() > before) {
      register();
    }
  }

  private Point point(Series series) {
    ObservableMeasurement instrument =
        instruments.computeIfAbsent(
            series.instrument().name(), name -> Instruments.create(meter, series.instrument()));
    feed.add(series);
    return new Point(series, instrument, attributes(series));
  }

  private static Attributes attributes(Series series) {
    AttributesBuilder attributes = Attributes.builder();
    for (Attribute attribute : series.attributes()) {
      if (attribute.isNumber()) {
        attributes.put(AttributeKey.longKey(attribute.key()), Long.parseLong(attribute.value()));
      } else {
        attributes.put(AttributeKey.stringKey(attribute.key()), attribute.value());
      }
    }
    return attributes.build();
  }

  private void register() {
    BatchCallback before = callback;
    List<ObservableMeasurement> all = List.copyOf(instruments.values());
    callback =
        meter.batchCallback(
            () -> record(all),
            all.getFirst(),
            all.subList(1, all.size()).toArray(new ObservableMeasurement[0]));
    if (before != null) {
      before.close();
    }
  }

  private void record(List<ObservableMeasurement> registered) {
    lock.lock();
    try {
      refresh();
      Snapshot now = feed.last();
      boolean areAllRegistered = registered.size() == instruments.size();
      for (Point point : points) {
        if (areAllRegistered || registered.contains(point.instrument())) {
          point.record(now);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      if (callback != null) {
        callback.close();
      }
      points = List.of();
      source.close();
    } finally {
      lock.unlock();
    }
  }
}
