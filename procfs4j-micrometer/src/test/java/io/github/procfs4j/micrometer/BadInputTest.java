package io.github.procfs4j.micrometer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.system.Interrupts;
import io.github.procfs4j.system.NetDev;
import io.github.procfs4j.system.Swaps;
import io.github.procfs4j.testing.CorpusCopy;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many rows, strange labels, files and times. The texts are made up where a test states so. */
class BadInputTest {
  @TempDir private Path directory;

  private final MeterRegistry registry = new SimpleMeterRegistry();

  private static ProcfsMetrics bind(MeterRegistry to, Path root, SampledFile<?>... files) {
    return bind(ProcfsMetrics.builder().greatestAge(Duration.ZERO), to, root, files);
  }

  private static ProcfsMetrics bind(
      ProcfsMetrics.Builder builder, MeterRegistry to, Path root, SampledFile<?>... files) {
    ProcfsMetrics metrics =
        builder.procfs(Procfs.at(root)).files(List.of(files)).withoutOwnProcess().build();
    metrics.bindTo(to);
    metrics.refresh();
    FirstSample.await();
    return metrics;
  }

  private double received(String device) {
    return registry
        .get("linux.network.io")
        .tags("interface", device, "direction", "receive")
        .functionCounter()
        .count();
  }

  /** Made up, because no machine at hand has as many. */
  @Test
  void aThousandDevices() throws IOException {
    CorpusCopy tree = CorpusCopy.of(directory, "s1");
    String before = tree.text("net/dev");
    StringBuilder text = new StringBuilder();
    before.lines().limit(2).forEach(line -> text.append(line).append('\n'));
    for (int i = 0; i < 1000; i++) {
      text.append("veth" + i + ": " + i + " 2 0 0 0 0 0 0 4 5 0 0 0 0 0 0\n");
    }
    ProcfsMetrics.Builder builder = ProcfsMetrics.builder().greatestAge(Duration.ZERO);
    try (ProcfsMetrics metrics = bind(builder, registry, tree.root(), NetDev.FILE)) {
      int few = registry.getMeters().size();
      tree.put("net/dev", text.toString().getBytes(UTF_8));
      metrics.refresh();
      assertThat(registry.find("linux.network.io").functionCounters()).hasSize(2000);
      assertThat(received("veth0")).isZero();
      assertThat(received("veth999")).isEqualTo(999);
      tree.put("net/dev", before.getBytes(UTF_8));
      metrics.refresh();
      assertThat(registry.getMeters()).hasSize(few);
      assertThat(received("lo")).isPositive();
    }
  }

  private static final Table CHANNEL = Table.of("channel", "channel");
  private static final Column SENT =
      new Column(
          "FramesSent", new Unit("frames", 1, 0), Kind.COUNTER, false, "", "", "Sent.", "a test");

  /** A file of a driver that does not exist, such as {@code a 10}. */
  private static final SampledFile<FileReading> OF_A_DRIVER =
      new SampledFile<>(
          new Source("driver/acme", "A test", Source.Mode.SAMPLED, "", "", "", "a test"),
          Printing.ONE_CALL,
          (in, out) ->
              in.eachLine(
                  line -> {
                    var row = out.newRow(CHANNEL, line.word());
                    row.cell(SENT, line.unsigned());
                    if (!line.atLineEnd()) {
                      row.cell(Column.undescribed("new", Unit.COUNT), line.unsigned());
                    }
                  }),
          List.of(),
          Function.identity());

  @Test
  void aFileThatTheLibraryDoesNotKnow() throws IOException {
    CorpusCopy tree = CorpusCopy.of(directory, "s1");
    tree.put("driver/acme", "a 10\nb 20\n".getBytes(UTF_8));
    try (ProcfsMetrics metrics = bind(registry, tree.root(), OF_A_DRIVER)) {
      FunctionCounter b =
          registry
              .get("linux.driver.acme.channel.frames.sent")
              .tag("channel", "b")
              .functionCounter();
      assertThat(b.count()).isEqualTo(20);
      assertThat(b.getId().getBaseUnit()).isEqualTo("frames");
      assertThat(b.getId().getDescription()).isEqualTo("Sent.");
      // A later version of the driver prints another number.
      tree.put("driver/acme", "a 11 1\nb 21 2\n".getBytes(UTF_8));
      assertThat(b.count()).isEqualTo(21);
      assertThat(
              registry.get("linux.driver.acme.channel.new").tag("channel", "b").meter().measure())
          .singleElement()
          .matches(measurement -> measurement.getValue() == 2);
      assertThat(metrics).isNotNull();
    }
  }

  /** Made up: the kernel writes a line break in the name of a swap file as {@code \012}. */
  @Test
  void labelsWithLineBreaksAndQuotes() throws IOException {
    CorpusCopy tree = CorpusCopy.of(directory, "s1");
    tree.put(
        "swaps",
        "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n/a\\012\"b\\134\u00ff file\t\t1024\t512\t-2\n"
            .getBytes(ISO_8859_1));
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (ProcfsMetrics metrics = bind(prometheus, tree.root(), Swaps.FILE)) {
      assertThat(metrics).isNotNull();
      String used =
          "linux_paging_usage_bytes{device=\"/a\\n\\\"b\\\\\\\\xff\",state=\"used\"} 524288.0";
      assertThat(prometheus.scrape().lines()).contains(used);
    }
  }

  private double sumOfTimer() {
    return registry.get("linux.interrupts.count").tag("irq", "LOC").functionCounter().count();
  }

  /** The text without the last CPU, as the kernel prints it if that is offline. */
  private static String withoutLastCpu(String text, int cpus) {
    return text.lines()
        .map(
            line ->
                line.stripLeading().startsWith("CPU0")
                    ? line.replaceFirst(" +CPU" + (cpus - 1) + " *$", "")
                    : line.replaceFirst("^( *\\S+:(?: +\\d+){" + (cpus - 1) + "}) +\\d+", "$1"))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** A sum over CPUs continues when one of them is taken offline, and when it is back. */
  @Test
  void sumsOverCpusThatComeAndGo() throws IOException {
    CorpusCopy tree = CorpusCopy.of(directory, "s1");
    String all = tree.text("interrupts");
    try (ProcfsMetrics metrics = bind(registry, tree.root(), Interrupts.FILE)) {
      double before = sumOfTimer();
      assertThat(before).isPositive();
      String fewer = withoutLastCpu(all, 8);
      assertThat(fewer).contains("CPU6").doesNotContain("CPU7");
      tree.put("interrupts", fewer.getBytes(UTF_8));
      metrics.refresh();
      assertThat(sumOfTimer()).isEqualTo(before);
      tree.put("interrupts", plusOne(fewer).getBytes(UTF_8));
      assertThat(sumOfTimer()).isEqualTo(before + 1);
      tree.put("interrupts", all.getBytes(UTF_8));
      metrics.refresh();
      assertThat(sumOfTimer()).isEqualTo(before + 1);
      tree.put("interrupts", plusOne(all).getBytes(UTF_8));
      assertThat(sumOfTimer()).isEqualTo(before + 2);
    }
  }

  /** One more timer interrupt of CPU 0. */
  private static String plusOne(String text) {
    return Pattern.compile("(LOC: +)(\\d+)")
        .matcher(text)
        .replaceFirst(found -> found.group(1) + (Long.parseLong(found.group(2)) + 1));
  }

  /** The read calls of this process, which each sample of the file makes one more at least. */
  private static final SampledFile<FileReading> READ_CALLS =
      new SampledFile<>(
          new Source("io", "A test", Source.Mode.SAMPLED, "", "", "", "a test"),
          Printing.ONE_CALL,
          (in, out) ->
              in.eachLine(
                  line -> {
                    String key = line.word();
                    out.newRow(Table.of("io", "key"), key)
                        .cell(Column.undescribed("number", Unit.COUNT), line.unsigned());
                  }),
          List.of(),
          Function.identity());

  /** No two samples have the same number, so the numbers that are seen are the samples. */
  @Test
  void tenScrapesAtOnceGetOneSample() throws Exception {
    ProcfsMetrics.Builder hour = ProcfsMetrics.builder().greatestAge(Duration.ofHours(1));
    try (ProcfsMetrics metrics = bind(hour, registry, Path.of("/proc/self"), READ_CALLS);
        ExecutorService scrapers = Executors.newFixedThreadPool(10)) {
      assertThat(metrics).isNotNull();
      assertThat(samples(scrapers, "linux.io.number")).hasSize(1);
    }
    ProcfsMetrics.Builder zero = ProcfsMetrics.builder().greatestAge(Duration.ZERO);
    try (ProcfsMetrics metrics = bind(zero, registry, Path.of("/proc/self"), READ_CALLS);
        ExecutorService scrapers = Executors.newFixedThreadPool(10)) {
      assertThat(metrics).isNotNull();
      assertThat(samples(scrapers, "linux.io.number")).hasSizeGreaterThan(1);
    }
  }

  private Set<Double> samples(ExecutorService scrapers, String name) throws Exception {
    CyclicBarrier start = new CyclicBarrier(10);
    List<Future<Set<Double>>> scrapes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      scrapes.add(
          scrapers.submit(
              () -> {
                start.await();
                Set<Double> seen = new HashSet<>();
                for (int scrape = 0; scrape < 100; scrape++) {
                  seen.add(registry.get(name).tag("key", "syscr:").gauge().value());
                }
                return seen;
              }));
    }
    Set<Double> all = new HashSet<>();
    for (Future<Set<Double>> scrape : scrapes) {
      all.addAll(scrape.get());
    }
    return all;
  }

  /**
   * Devices come and go, and the registry and the metrics are closed, while four threads scrape.
   */
  @Test
  void closedWhileItIsScraped() throws Exception {
    CorpusCopy tree = CorpusCopy.of(directory, "s1");
    String text = tree.text("net/dev");
    try (ExecutorService scrapers = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 10; round++) {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        AtomicBoolean isDone = new AtomicBoolean();
        List<Future<Integer>> scrapes = new ArrayList<>();
        try (ProcfsMetrics metrics = bind(prometheus, tree.root(), NetDev.FILE)) {
          CyclicBarrier start = new CyclicBarrier(5);
          for (int i = 0; i < 4; i++) {
            scrapes.add(scrapers.submit(() -> scrape(prometheus, start, isDone)));
          }
          start.await();
          tree.put("net/dev", text.replaceFirst("\n *lo:", "\n other:").getBytes(UTF_8));
          metrics.refresh();
          tree.put("net/dev", text.getBytes(UTF_8));
          if (round % 2 == 0) {
            prometheus.close();
          }
        }
        isDone.set(true);
        for (Future<Integer> scrape : scrapes) {
          assertThat(scrape.get()).isPositive();
        }
        assertThat(prometheus.scrape()).doesNotContain("linux_network");
      }
    }
  }

  private static int scrape(
      PrometheusMeterRegistry prometheus, CyclicBarrier start, AtomicBoolean isDone)
      throws Exception {
    start.await();
    int scrapes = 0;
    do {
      prometheus.scrape();
      scrapes++;
    } while (!isDone.get());
    return scrapes;
  }
}
