package io.github.procfs4j.micrometer;

import io.github.procfs4j.metrics.Snapshot;
import io.micrometer.core.instrument.Meter;
import org.jspecify.annotations.Nullable;

/** What a meter of one registry reads. */
final class Value {
  private static final int REMOVED = -1;

  private final Values values;

  /**
   * Where the value is. Looked up after the snapshot: it is removed before another has its slot.
   */
  private volatile int slot;

  /** The meter that reads it, which Micrometer creates later; null until then. */
  private @Nullable Meter meter;

  Value(Values values, int slot) {
    this.values = values;
    this.slot = slot;
  }

  /** The value in a recent sample. If rows came or left, registers and removes their meters. */
  double get() {
    Snapshot now = values.recent();
    int at = slot;
    double value = at == REMOVED ? Double.NaN : now.value(at);
    if (now.isOutdated()) {
      values.refresh();
    }
    return value;
  }

  void readBy(Meter reader) {
    meter = reader;
  }

  Values values() {
    return values;
  }

  /** Loads what {@link #get} and the meter load first; returns whether there is a meter. */
  boolean load() {
    Meter reader = meter;
    return slot != REMOVED && reader != null && reader.getId() != null;
  }

  /** From now on, there is no value. */
  void remove() {
    slot = REMOVED;
  }
}
