package io.github.procfs4j.micrometer;

import io.github.procfs4j.metrics.Feed;
import io.github.procfs4j.metrics.Snapshot;

/** What a meter of one registry reads. */
final class Value {
  private static final int REMOVED = -1;

  private final ProcfsMetrics metrics;
  private final Feed feed;

  /**
   * Where the value is. Looked up after the snapshot: it is removed before another has its slot.
   */
  private volatile int slot;

  Value(ProcfsMetrics metrics, Feed feed, int slot) {
    this.metrics = metrics;
    this.feed = feed;
    this.slot = slot;
  }

  /** The value in a recent sample. If rows came or left, registers and removes their meters. */
  double get() {
    Snapshot now = feed.recent();
    int at = slot;
    double value = at == REMOVED ? Double.NaN : now.value(at);
    if (now.isOutdated()) {
      metrics.refreshUnlessBusy(feed.source());
    }
    return value;
  }

  Feed feed() {
    return feed;
  }

  /** From now on, there is no value. */
  void remove() {
    slot = REMOVED;
  }
}
