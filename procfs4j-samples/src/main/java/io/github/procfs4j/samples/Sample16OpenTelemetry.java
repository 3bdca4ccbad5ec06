package io.github.procfs4j.samples;

import io.github.procfs4j.opentelemetry.ProcfsTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;

/**
 * Prints one collection of the machine's instruments, under the names of OpenTelemetry.
 *
 * <p>A service exports to the SDK that it has, whose exporter sends the values to a collector. With
 * the Java agent, or where the SDK is configured by properties, no code is needed at all.
 */
public final class Sample16OpenTelemetry {
  private Sample16OpenTelemetry() {}

  /** An exporter that prints a line for each value. */
  private static final class Printer implements MetricExporter {
    @Override
    public CompletableResultCode export(Collection<MetricData> metrics) {
      metrics.stream().sorted(Comparator.comparing(MetricData::getName)).forEach(Printer::print);
      return CompletableResultCode.ofSuccess();
    }

    private static void print(MetricData metric) {
      metric
          .getLongSumData()
          .getPoints()
          .forEach(p -> print(metric, p.getAttributes(), p.getValue()));
      metric
          .getLongGaugeData()
          .getPoints()
          .forEach(p -> print(metric, p.getAttributes(), p.getValue()));
      metric
          .getDoubleSumData()
          .getPoints()
          .forEach(p -> print(metric, p.getAttributes(), p.getValue()));
      metric
          .getDoubleGaugeData()
          .getPoints()
          .forEach(p -> print(metric, p.getAttributes(), p.getValue()));
    }

    private static void print(MetricData metric, Object attributes, Number value) {
      System.out.println(metric.getName() + attributes + " " + value + " " + metric.getUnit());
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType type) {
      return AggregationTemporality.CUMULATIVE;
    }
  }

  /** Takes no arguments. */
  public static void main(String[] args) throws InterruptedException {
    PeriodicMetricReader reader =
        PeriodicMetricReader.builder(new Printer()).setInterval(Duration.ofHours(1)).build();
    SdkMeterProvider provider = SdkMeterProvider.builder().registerMetricReader(reader).build();
    try (OpenTelemetrySdk sdk = OpenTelemetrySdk.builder().setMeterProvider(provider).build();
        ProcfsTelemetry telemetry = ProcfsTelemetry.builder().export(sdk)) {
      telemetry.refresh(); // the first sample; a service need not wait for it
      Thread.sleep(1100); // shares of time are those between two samples
      provider.forceFlush();
    }
  }
}
