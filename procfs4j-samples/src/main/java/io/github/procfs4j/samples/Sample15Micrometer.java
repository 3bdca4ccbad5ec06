package io.github.procfs4j.samples;

import io.github.procfs4j.micrometer.ProcfsMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/**
 * Prints one scrape of the machine's meters, in the text format of Prometheus.
 *
 * <p>A service binds the same metrics to the registry that it has. Reading a meter takes a new
 * sample if the last one is too old; nothing runs in between.
 */
public final class Sample15Micrometer {
  private Sample15Micrometer() {}

  /** Takes no arguments. */
  public static void main(String[] args) throws InterruptedException {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (ProcfsMetrics metrics = ProcfsMetrics.builder().busiestProcesses(5).build()) {
      metrics.bindTo(registry);
      metrics.refresh(); // the first sample; a service need not wait for it
      Thread.sleep(1100); // shares of time are those between two samples
      metrics.refresh();
      System.out.print(registry.scrape());
    }
  }
}
