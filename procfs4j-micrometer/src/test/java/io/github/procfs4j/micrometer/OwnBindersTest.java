package io.github.procfs4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.testing.Log;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.File;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The meters of this module beside those that Micrometer itself binds, in one registry. */
class OwnBindersTest {
  private static final List<MeterBinder> OF_MICROMETER =
      List.of(
          new ProcessorMetrics(),
          new UptimeMetrics(),
          new FileDescriptorMetrics(),
          new DiskSpaceMetrics(new File("/")),
          new JvmMemoryMetrics(),
          new JvmThreadMetrics(),
          new ClassLoaderMetrics());

  private static Set<String> names(MeterRegistry registry) {
    return registry.getMeters().stream()
        .map(meter -> meter.getId().getName())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void noNameIsOneOfMicrometer() {
    MeterRegistry theirs = new SimpleMeterRegistry();
    OF_MICROMETER.forEach(binder -> binder.bindTo(theirs));
    MeterRegistry ours = new SimpleMeterRegistry();
    try (ProcfsMetrics metrics =
        ProcfsMetrics.builder().files(Procfs.sampledFiles()).busiestProcesses(3).build()) {
      metrics.bindTo(ours);
      metrics.refresh();
      assertThat(names(ours)).hasSizeGreaterThan(200).doesNotContainAnyElementsOf(names(theirs));
      assertThat(names(ours)).allMatch(name -> name.startsWith("linux."));
      assertThat(names(ours)).contains("linux.process.cpu.time", "linux.process.context.switches");
    }
  }

  @Test
  void oneRegistryHasBoth() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Set<Meter.Id> refused = new HashSet<>();
    registry.config().onMeterRegistrationFailed((id, reason) -> refused.add(id));
    OF_MICROMETER.forEach(binder -> binder.bindTo(registry));
    try (ProcfsMetrics metrics = new ProcfsMetrics()) {
      metrics.bindTo(registry);
      metrics.refresh();
      String text = registry.scrape();
      assertThat(text)
          .contains("process_uptime_seconds ", "linux_process_uptime_seconds ")
          .contains("system_cpu_usage ", "linux_cpu_time_seconds_total{mode=\"user\"}");
      assertThat(refused).isEmpty();
    }
  }

  /** On request, some names are those of Micrometer: what comes second is refused and logged. */
  @Test
  void namesOfTheConventionsThatAreTakenAreRefused() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    OF_MICROMETER.forEach(binder -> binder.bindTo(registry));
    try (Log log = new Log();
        ProcfsMetrics metrics = ProcfsMetrics.builder().openTelemetryNames().build()) {
      metrics.bindTo(registry);
      metrics.refresh();
      assertThat(registry.scrape()).contains("system_cpu_time_seconds_total{cpu_mode=\"user\"}");
      assertThat(log.lines()).singleElement().asString().contains("no meter process.uptime");
    }
    assertThat(registry.scrape()).contains("process_uptime_seconds ");
  }
}
