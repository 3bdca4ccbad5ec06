package io.github.procfs4j.micrometer;

import io.github.procfs4j.metrics.ExportedSource;
import io.github.procfs4j.metrics.Series;
import io.github.procfs4j.metrics.SteadyCounter;
import io.github.procfs4j.sampling.FileReading;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What a meter of one registry reads. */
final class Value implements ToDoubleFunction<FileReading> {
  private final ProcfsMetrics metrics;
  private final ExportedSource source;
  private final Series series;

  /** For counters; used only while the source is being read. */
  private final @Nullable SteadyCounter counter;

  private volatile boolean isChanged;

  Value(
      ProcfsMetrics metrics,
      ExportedSource source,
      Series series,
      @Nullable SteadyCounter counter) {
    this.metrics = metrics;
    this.source = source;
    this.series = series;
    this.counter = counter;
  }

  /** The value in a recent sample. If rows came or left, registers and removes their meters. */
  double get() {
    double value = source.value(this);
    if (isChanged || (Double.isNaN(value) && source.isRead())) {
      isChanged = false;
      metrics.refreshUnlessBusy(source);
    }
    return value;
  }

  @Override
  public double applyAsDouble(FileReading reading) {
    if (source.isChanged(reading)) {
      isChanged = true;
    }
    double value = series.value(reading);
    return counter == null ? value : counter.next(value);
  }
}
