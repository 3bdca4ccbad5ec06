package io.github.procfs4j.opentelemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** A real SDK whose metrics are collected on request. */
final class Collected implements MetricReader {
  private CollectionRegistration registration = CollectionRegistration.noop();
  private final AggregationTemporality temporality;
  private final OpenTelemetrySdk sdk;

  Collected(AggregationTemporality temporality) {
    this.temporality = temporality;
    sdk =
        OpenTelemetrySdk.builder()
            .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(this).build())
            .build();
  }

  Collected() {
    this(AggregationTemporality.CUMULATIVE);
  }

  OpenTelemetry openTelemetry() {
    return sdk;
  }

  /** The metrics by their names. */
  Map<String, MetricData> metrics() {
    Map<String, MetricData> metrics = new TreeMap<>();
    Collection<MetricData> all = registration.collectAllMetrics();
    all.forEach(metric -> metrics.put(metric.getName(), metric));
    return metrics;
  }

  /** The metric with this name, which there must be. */
  MetricData metric(String name) {
    return Objects.requireNonNull(metrics().get(name), name);
  }

  /** The values of an instrument, which there must be. */
  Map<Attributes, Double> values(String name) {
    return values(metric(name));
  }

  /** The value of an instrument for attributes, which must be all of its attributes. */
  Optional<Double> value(String name, Attributes attributes) {
    return Optional.ofNullable(metrics().get(name)).map(metric -> values(metric).get(attributes));
  }

  static Map<Attributes, Double> values(MetricData metric) {
    Map<Attributes, Double> values = new HashMap<>();
    for (PointData point : metric.getData().getPoints()) {
      values.put(
          point.getAttributes(),
          point instanceof LongPointData whole
              ? (double) whole.getValue()
              : ((DoublePointData) point).getValue());
    }
    return values;
  }

  /** The values of an attribute of an instrument. */
  List<Object> attribute(String name, AttributeKey<?> key) {
    MetricData metric = metrics().get(name);
    return metric == null
        ? List.of()
        : metric.getData().getPoints().stream()
            .map(point -> (Object) point.getAttributes().get(key))
            .distinct()
            .toList();
  }

  @Override
  public void register(CollectionRegistration registered) {
    registration = registered;
  }

  @Override
  public CompletableResultCode forceFlush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType type) {
    return temporality;
  }
}
