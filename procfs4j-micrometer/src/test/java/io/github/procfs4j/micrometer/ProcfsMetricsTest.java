package io.github.procfs4j.micrometer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.system.DiskStats;
import io.github.procfs4j.system.Interrupts;
import io.github.procfs4j.system.MemInfo;
import io.github.procfs4j.system.NetDev;
import io.github.procfs4j.system.SoftIrqs;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.Uptime;
import io.github.procfs4j.testing.CorpusCopy;
import io.github.procfs4j.testing.Log;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.search.Search;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The meters of texts of real kernels, and of texts made up from them where a test states so. */
class ProcfsMetricsTest {
  @TempDir private Path directory;

  private final MeterRegistry registry = new SimpleMeterRegistry();

  /** Binds files of a tree, each read again for each meter. */
  private ProcfsMetrics bind(Procfs proc, SampledFile<?>... files) {
    return bind(ProcfsMetrics.builder(), proc, files);
  }

  private ProcfsMetrics bind(ProcfsMetrics.Builder builder, Procfs proc, SampledFile<?>... files) {
    ProcfsMetrics metrics =
        builder
            .procfs(proc)
            .files(List.of(files))
            .withoutOwnProcess()
            .greatestAge(Duration.ZERO)
            .build();
    metrics.bindTo(registry);
    metrics.refresh();
    FirstSample.await();
    return metrics;
  }

  private double gauge(String name, String... tags) {
    return registry.get(name).tags(tags).gauge().value();
  }

  private double counter(String name, String... tags) {
    return registry.get(name).tags(tags).functionCounter().count();
  }

  private Set<String> values(String name, String tag) {
    return Search.in(registry).name(name).meters().stream()
        .map(meter -> meter.getId().getTag(tag))
        .collect(Collectors.toSet());
  }

  @Test
  void amountsAreInSecondsAndBytes() throws IOException {
    Procfs proc = Procfs.at(CorpusCopy.of(directory, "s1").root());
    try (ProcfsMetrics metrics =
        bind(proc, MemInfo.FILE, Stat.FILE, DiskStats.FILE, NetDev.FILE, Uptime.FILE)) {
      assertThat(metrics).isNotNull();
      assertThat(gauge("linux.memory.available")).isEqualTo((double) proc.memInfo().memAvailable());
      assertThat(registry.get("linux.memory.available").gauge().getId().getBaseUnit())
          .isEqualTo("bytes");
      // cpu  2290 12 1432 …: in hundredths of a second
      String[] all =
          proc.root().resolve("stat").toFile().exists() ? firstLine(proc) : new String[0];
      assertThat(counter("linux.cpu.time", "mode", "user"))
          .isEqualTo(Double.parseDouble(all[1]) / 100);
      assertThat(counter("linux.cpu.time", "mode", "interrupt"))
          .isEqualTo((Double.parseDouble(all[6]) + Double.parseDouble(all[7])) / 100);
      assertThat(registry.get("linux.cpu.time").functionCounter().getId().getBaseUnit())
          .isEqualTo("seconds");
      assertThat(gauge("linux.uptime"))
          .isCloseTo(proc.uptime().sinceBootNanos() / 1e9, within(1e-9));
      assertThat(counter("linux.process.created")).isEqualTo((double) proc.stat().forks());
    }
  }

  private static String[] firstLine(Procfs proc) throws IOException {
    return Files.readAllLines(proc.root().resolve("stat")).getFirst().split(" +", -1);
  }

  @Test
  void byDefaultCpusAreAddedUp() throws IOException {
    Procfs proc = Procfs.at(CorpusCopy.of(directory, "s1").root());
    try (ProcfsMetrics metrics = bind(proc, Stat.FILE, SoftIrqs.FILE, Interrupts.FILE)) {
      assertThat(metrics).isNotNull();
      assertThat(values("linux.cpu.time", "cpu")).containsOnlyNulls();
      assertThat(registry.find("linux.cpu.time").functionCounters()).hasSize(7);
      assertThat(counter("linux.softirqs.count", "softirq", "NET_RX"))
          .isEqualTo(sumOf(proc, "NET_RX:"));
    }
  }

  @Test
  void onRequestEachCpuIsExportedAndTheirSumIsNot() throws IOException {
    Procfs proc = Procfs.at(CorpusCopy.of(directory, "s1").root());
    try (ProcfsMetrics metrics =
        bind(ProcfsMetrics.builder().eachCpu(), proc, Stat.FILE, SoftIrqs.FILE, Interrupts.FILE)) {
      assertThat(metrics).isNotNull();
      assertThat(values("linux.cpu.time", "cpu"))
          .containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7");
      assertThat(values("linux.softirqs.count", "cpu")).hasSize(8).contains("7");
      Search received = registry.find("linux.softirqs.count").tag("softirq", "NET_RX");
      assertThat(received.functionCounters().stream().mapToDouble(FunctionCounter::count).sum())
          .isEqualTo(sumOf(proc, "NET_RX:"));
    }
  }

  private static double sumOf(Procfs proc, String key) throws IOException {
    String line =
        Files.readAllLines(proc.root().resolve("softirqs")).stream()
            .filter(text -> text.strip().startsWith(key))
            .findFirst()
            .orElseThrow();
    double sum = 0;
    for (String number : line.strip().substring(key.length()).strip().split(" +", -1)) {
      sum += Double.parseDouble(number);
    }
    return sum;
  }

  @Test
  void metersOfCpusAndDisksComeAndGo() throws IOException {
    CorpusCopy tree = CorpusCopy.of(directory, "s1");
    try (ProcfsMetrics metrics =
        bind(
            ProcfsMetrics.builder().eachCpu(), Procfs.at(tree.root()), Stat.FILE, DiskStats.FILE)) {
      Set<String> cpus = values("linux.cpu.time", "cpu");
      Set<String> disks = values("linux.disk.io", "device");
      tree.goTo("s2");
      // Reading the meters is enough.
      registry.getMeters().forEach(meter -> meter.measure().forEach(m -> m.getValue()));
      Set<String> fewer = values("linux.cpu.time", "cpu");
      assertThat(fewer).hasSize(7).isSubsetOf(cpus);
      assertThat(values("linux.disk.io", "device"))
          .isEqualTo(
              DiskStats.FILE.read(tree.root()).devices().stream()
                  .map(row -> row.label("device"))
                  .collect(Collectors.toSet()))
          .isNotEqualTo(disks);
      tree.goTo("s1");
      metrics.refresh();
      assertThat(values("linux.cpu.time", "cpu")).isEqualTo(cpus);
      assertThat(values("linux.disk.io", "device")).isEqualTo(disks);
    }
  }

  @Test
  void aSourceThatVanishesHasNoMetersUntilItIsBack() throws IOException {
    CorpusCopy tree = CorpusCopy.of(directory, "s1");
    String text = tree.text("meminfo");
    try (Log log = new Log();
        ProcfsMetrics metrics = bind(Procfs.at(tree.root()), MemInfo.FILE)) {
      assertThat(metrics).isNotNull();
      assertThat(gauge("linux.sources")).isEqualTo(1);
      tree.remove("meminfo");
      for (int i = 0; i < 3; i++) {
        assertThat(gauge("linux.sources")).isZero();
        assertThat(registry.getMeters()).hasSize(1);
      }
      assertThat(log.lines()).singleElement().asString().contains("meminfo", "no such file");
      tree.put("meminfo", text.getBytes(UTF_8));
      assertThat(gauge("linux.sources")).isEqualTo(1);
      assertThat(gauge("linux.memory.limit")).isPositive();
      assertThat(log.lines()).hasSize(2).last().asString().contains("meminfo can be read again");
    }
  }

  @Test
  void labelsOfAnyBytesReachPrometheus() throws IOException {
    CorpusCopy tree = CorpusCopy.of(directory, "s1");
    // Made up: names that the kernel would print, as it forbids only slashes and white space.
    String text = tree.text("net/dev").replaceFirst("\n *lo:", "\n a\"b\\\\\\\\c\u00ff:");
    tree.put("net/dev", text.getBytes(ISO_8859_1));
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (ProcfsMetrics metrics =
        ProcfsMetrics.builder()
            .procfs(Procfs.at(tree.root()))
            .files(List.of(NetDev.FILE))
            .withoutOwnProcess()
            .build()) {
      metrics.bindTo(prometheus);
      metrics.refresh();
      assertThat(prometheus.scrape().lines().filter(line -> line.contains("a\\\"b")))
          .isNotEmpty()
          .allMatch(line -> line.contains("\"a\\\"b\\\\\\\\c\\\\xff\""));
    }
  }

  @Test
  void closedRegistriesAndMetricsCanBeScraped() throws IOException {
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    ProcfsMetrics metrics = bind(Procfs.at(CorpusCopy.of(directory, "s1").root()), MemInfo.FILE);
    metrics.bindTo(prometheus);
    metrics.refresh();
    Gauge kept = registry.get("linux.memory.limit").gauge();
    prometheus.close();
    assertThat(prometheus.scrape()).contains("linux_memory_limit_bytes");
    metrics.close();
    metrics.close();
    assertThat(registry.getMeters()).isEmpty();
    assertThat(prometheus.scrape()).doesNotContain("linux_");
    assertThat(kept.value()).isNaN();
    metrics.refresh();
    assertThat(registry.getMeters()).isEmpty();
    assertThatThrownBy(() -> metrics.bindTo(registry)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void tagsAreAddedToAll() throws IOException {
    Procfs proc = Procfs.at(CorpusCopy.of(directory, "s1").root());
    try (ProcfsMetrics metrics =
        bind(ProcfsMetrics.builder().tags(Tags.of("host", "a")), proc, Uptime.FILE)) {
      assertThat(metrics).isNotNull();
      assertThat(registry.getMeters())
          .hasSize(3)
          .allMatch(meter -> "a".equals(meter.getId().getTag("host")));
    }
  }

  @Test
  void registriesAreBoundIndependently() throws IOException {
    Procfs proc = Procfs.at(CorpusCopy.of(directory, "s1").root());
    try (ProcfsMetrics metrics = bind(proc, Uptime.FILE)) {
      MeterRegistry late = new SimpleMeterRegistry();
      metrics.bindTo(late);
      assertThat(late.getMeters().stream().map(Meter::getId).toList())
          .containsExactlyInAnyOrderElementsOf(
              registry.getMeters().stream().map(Meter::getId).toList());
    }
  }
}
