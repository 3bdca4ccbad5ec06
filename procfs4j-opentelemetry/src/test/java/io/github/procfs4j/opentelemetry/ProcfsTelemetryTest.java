package io.github.procfs4j.opentelemetry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.micrometer.ProcfsMetrics;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.system.DiskStats;
import io.github.procfs4j.system.Interrupts;
import io.github.procfs4j.system.MemInfo;
import io.github.procfs4j.system.NetDev;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.Swaps;
import io.github.procfs4j.testing.CorpusCopy;
import io.github.procfs4j.testing.Log;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The instruments of texts of a real kernel, and of texts made up where a test states so. */
class ProcfsTelemetryTest {
  private static final AttributeKey<String> MODE = AttributeKey.stringKey("cpu.mode");
  private static final AttributeKey<Long> CPU = AttributeKey.longKey("cpu.logical_number");
  private static final AttributeKey<String> DEVICE = AttributeKey.stringKey("system.device");

  @TempDir private Path directory;
  private final Collected collected = new Collected();

  private ProcfsTelemetry export(
      ProcfsTelemetry.Builder builder, Collected to, CorpusCopy tree, SampledFile<?>... files) {
    ProcfsTelemetry telemetry =
        builder
            .procfs(Procfs.at(tree.root()))
            .files(List.of(files))
            .withoutOwnProcess()
            .greatestAge(Duration.ZERO)
            .export(to.openTelemetry());
    telemetry.refresh();
    return telemetry;
  }

  private ProcfsTelemetry export(CorpusCopy tree, SampledFile<?>... files) {
    return export(ProcfsTelemetry.builder(), collected, tree, files);
  }

  @Test
  void amountsAreInBaseUnits() throws IOException {
    CorpusCopy tree = CorpusCopy.of(directory, "s1");
    try (ProcfsTelemetry telemetry = export(tree, MemInfo.FILE, Stat.FILE)) {
      assertThat(telemetry).isNotNull();
      assertThat(collected.value("system.memory.linux.available", Attributes.empty()))
          .contains((double) Procfs.at(tree.root()).memInfo().memAvailable());
      String user = tree.text("stat").split(" +", -1)[1];
      assertThat(collected.value("system.cpu.time", Attributes.of(MODE, "user")))
          .contains(Double.parseDouble(user) / 100);
      // meminfo: VmallocUsed, for which there is no convention
      assertThat(collected.metric("linux.meminfo.vmalloc_used").getUnit()).isEqualTo("By");
    }
    assertThat(collected.metrics()).isEmpty();
  }

  @Test
  void cpusAndDisksComeAndGo() throws IOException {
    CorpusCopy tree = CorpusCopy.of(directory, "s1");
    try (ProcfsTelemetry telemetry =
        export(ProcfsTelemetry.builder().eachCpu(), collected, tree, Stat.FILE, DiskStats.FILE)) {
      assertThat(telemetry).isNotNull();
      List<Object> disks = collected.attribute("system.disk.io", DEVICE);
      assertThat(collected.attribute("system.cpu.time", CPU)).hasSize(8).contains(7L);
      tree.goTo("s2");
      assertThat(collected.attribute("system.cpu.time", CPU)).hasSize(7).doesNotContainNull();
      assertThat(collected.attribute("system.disk.io", DEVICE))
          .containsExactlyInAnyOrderElementsOf(
              Procfs.at(tree.root()).diskStats().devices().stream()
                  .map(row -> (Object) row.label("device"))
                  .toList())
          .isNotEqualTo(disks);
      tree.goTo("s1");
      assertThat(collected.attribute("system.disk.io", DEVICE)).hasSameElementsAs(disks);
    }
  }

  /** Made up: a path and a text that would clear the screen of whoever reads the log. */
  @Test
  void theLogEscapesPathsAndTexts() throws IOException {
    String hostile = "a\u001b[2Jb\u202ec\u009bd\u2028e\u3164f\nprocfs4j: fine";
    Path root = Files.createDirectory(directory.resolve(hostile));
    Files.writeString(root.resolve("stat"), hostile);
    try (Log log = new Log();
        ProcfsTelemetry telemetry =
            ProcfsTelemetry.builder()
                .procfs(Procfs.at(root))
                .files(List.of(Stat.FILE, MemInfo.FILE))
                .withoutOwnProcess()
                .export(collected.openTelemetry())) {
      telemetry.refresh();
      assertThat(log.lines())
          .hasSize(2)
          .allSatisfy(line -> assertThat(line).isEqualTo(Printable.line(line)))
          .allSatisfy(line -> assertThat(line).contains("\\x1b[2Jb\\u202ec"));
    }
  }

  @Test
  void aSourceThatAppearsIsCollectedFromTheNextCollectionOn() throws IOException {
    CorpusCopy tree = CorpusCopy.of(directory, "s1");
    String text = tree.text("meminfo");
    tree.remove("meminfo");
    try (Log log = new Log();
        ProcfsTelemetry telemetry = export(tree, MemInfo.FILE)) {
      assertThat(telemetry).isNotNull();
      assertThat(collected.value("linux.sources", Attributes.empty())).contains(0.0);
      assertThat(collected.metrics()).containsOnlyKeys("linux.sources");
      assertThat(log.lines()).singleElement().asString().contains("meminfo", "no such file");
      tree.put("meminfo", text.getBytes(UTF_8));
      collected.metrics();
      assertThat(collected.metrics()).containsKey("system.memory.usage");
      assertThat(log.lines()).hasSize(2);
      tree.remove("meminfo");
      assertThat(collected.metrics()).containsOnlyKeys("linux.sources");
    }
  }

  /** With delta temporality, the SDK subtracts: a fall would be a negative number. */
  @Test
  void aCounterThatStartsAgainAddsNothingNegative() throws IOException {
    CorpusCopy tree = CorpusCopy.of(directory, "s1");
    Collected deltas = new Collected(AggregationTemporality.DELTA);
    try (ProcfsTelemetry telemetry = export(ProcfsTelemetry.builder(), deltas, tree, NetDev.FILE)) {
      assertThat(telemetry).isNotNull();
      deltas.metrics();
      // Made up: every device was removed and added again.
      tree.put("net/dev", tree.text("net/dev").replaceAll(" [0-9]+", " 0").getBytes(UTF_8));
      Map<Attributes, Double> io = deltas.values("system.network.io");
      assertThat(io.values()).isNotEmpty().containsOnly(0.0);
      tree.put("net/dev", tree.text("net/dev").replaceAll(" 0", " 7").getBytes(UTF_8));
      io = deltas.values("system.network.io");
      assertThat(io.values()).containsOnly(7.0);
    }
  }

  private static final Table CHANNEL = Table.of("channel", "channel");
  private static final Column SENT =
      new Column(
          "FramesSent", new Unit("frames", 1, 0), Kind.COUNTER, false, "", "", "Sent.", "a test");
  private static final Column BUSY =
      new Column("busy", Unit.MILLISECONDS, Kind.COUNTER, false, "", "", "Busy.", "a test");

  /** A file of a driver that does not exist, such as {@code a 10 2000}. */
  private static final SampledFile<FileReading> OF_A_DRIVER =
      new SampledFile<>(
          new Source("driver/acme", "A test", Source.Mode.SAMPLED, "", "", "", "a test"),
          Printing.ONE_CALL,
          (in, out) ->
              in.eachLine(
                  line -> {
                    var row = out.newRow(CHANNEL, line.word());
                    row.cell(SENT, line.unsigned());
                    row.cell(BUSY, line.unsigned());
                    if (!line.atLineEnd()) {
                      row.cell(Column.undescribed("new", Unit.COUNT), line.unsigned());
                    }
                  }),
          List.of(),
          Function.identity());

  @Test
  void aFileThatTheLibraryDoesNotKnowIsExportedByItself() throws IOException {
    CorpusCopy tree = CorpusCopy.of(directory, "s1");
    tree.put("driver/acme", "a 10 2000\nb 20 3500\n".getBytes(UTF_8));
    try (ProcfsTelemetry telemetry = export(tree, OF_A_DRIVER)) {
      assertThat(telemetry).isNotNull();
      MetricData sent = collected.metric("linux.driver.acme.channel.frames_sent");
      assertThat(sent.getUnit()).isEqualTo("{frame}");
      assertThat(sent.getLongSumData().isMonotonic()).isTrue();
      Attributes b = Attributes.of(AttributeKey.stringKey("channel"), "b");
      assertThat(Collected.values(sent)).hasSize(2).containsEntry(b, 20.0);
      assertThat(collected.value("linux.driver.acme.channel.busy", b)).contains(3.5);
      // A later version of the driver prints a third number.
      tree.put("driver/acme", "a 10 2000 1\nb 20 3500 2\n".getBytes(UTF_8));
      assertThat(collected.value("linux.driver.acme.channel.busy", b)).contains(3.5);
      assertThat(collected.value("linux.driver.acme.channel.new", b)).contains(2.0);
    }
  }

  /** Made up, as no machine at hand has as many. */
  @Test
  void aThousandDevices() throws IOException {
    CorpusCopy tree = CorpusCopy.of(directory, "s1");
    StringBuilder text = new StringBuilder();
    tree.text("net/dev").lines().limit(2).forEach(line -> text.append(line).append('\n'));
    for (int i = 0; i < 1000; i++) {
      text.append("veth" + i + ": " + i + " 2 0 0 0 0 0 0 4 5 0 0 0 0 0 0\n");
    }
    tree.put("net/dev", text.toString().getBytes(UTF_8));
    try (ProcfsTelemetry telemetry = export(tree, NetDev.FILE)) {
      assertThat(telemetry).isNotNull();
      // By default, the SDK keeps 2,000 values of an instrument: both directions would be too many.
      assertThat(collected.values("linux.net.dev.receive_fifo")).hasSize(1000);
    }
  }

  /** Made up: the kernel writes a line break in the name of a swap file as {@code \012}. */
  @Test
  void labelsOfAnyBytes() throws IOException {
    CorpusCopy tree = CorpusCopy.of(directory, "s1");
    tree.put(
        "swaps",
        "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n/a\\012\"b\u00ff file\t\t1024\t512\t-2\n"
            .getBytes(ISO_8859_1));
    try (ProcfsTelemetry telemetry = export(tree, Swaps.FILE)) {
      assertThat(telemetry).isNotNull();
      assertThat(collected.attribute("system.paging.usage", DEVICE))
          .containsExactly("/a\n\"b\\xff");
    }
  }

  private static double sumOfTimer(Collected collected) {
    AttributeKey<String> irq = AttributeKey.stringKey("irq");
    return collected.values("linux.interrupts.count").entrySet().stream()
        .filter(entry -> "LOC".equals(entry.getKey().get(irq)))
        .mapToDouble(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  /** Made up: the last CPU has been taken offline, so the kernel leaves out its column. */
  @Test
  void sumsOverFewerCpusContinue() throws IOException {
    CorpusCopy tree = CorpusCopy.of(directory, "s1");
    try (ProcfsTelemetry telemetry = export(tree, Interrupts.FILE)) {
      assertThat(telemetry).isNotNull();
      double before = sumOfTimer(collected);
      String fewer =
          tree.text("interrupts")
              .replaceFirst(" +CPU7 *\n", "\n")
              .replaceAll("(?m)^( *\\S+:(?: +\\d+){7}) +\\d+", "$1");
      tree.put("interrupts", fewer.getBytes(UTF_8));
      assertThat(sumOfTimer(collected)).isEqualTo(before);
      tree.put("interrupts", fewer.replaceFirst("(LOC: +\\d+)", "$10").getBytes(UTF_8));
      assertThat(sumOfTimer(collected)).isGreaterThan(before);
    }
  }

  @Test
  void bothBridgesAtOnce() throws IOException {
    CorpusCopy tree = CorpusCopy.of(directory, "s1");
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (ProcfsTelemetry telemetry = export(tree, MemInfo.FILE);
        ProcfsMetrics metrics =
            ProcfsMetrics.builder().procfs(Procfs.at(tree.root())).withoutOwnProcess().build()) {
      assertThat(telemetry).isNotNull();
      metrics.bindTo(registry);
      metrics.refresh();
      assertThat(collected.value("system.memory.limit", Attributes.empty()))
          .contains(registry.get("linux.memory.limit").gauge().value());
    }
  }

  @Test
  void closedWhileItIsCollected() throws Exception {
    CorpusCopy tree = CorpusCopy.of(directory, "s1");
    ExecutorService collector = Executors.newSingleThreadExecutor();
    try (collector) {
      for (int i = 0; i < 20; i++) {
        ProcfsTelemetry telemetry = export(tree, MemInfo.FILE);
        Future<Map<String, MetricData>> collecting = collector.submit(collected::metrics);
        telemetry.close();
        telemetry.close();
        collecting.get();
        telemetry.refresh();
      }
    }
    assertThat(collected.metrics()).isEmpty();
  }

  @Test
  void thisProcess() {
    try (ProcfsTelemetry telemetry =
        ProcfsTelemetry.builder().files(List.of()).export(collected.openTelemetry())) {
      telemetry.refresh();
      assertThat(collected.values("process.memory.usage").values())
          .allMatch(bytes -> bytes > 1 << 20);
      assertThat(collected.values("process.uptime").values())
          .allMatch(seconds -> seconds > 0 && seconds < 3600);
      double threads = collected.values("process.thread.count").values().iterator().next();
      assertThat(threads).isBetween(2.0, 1000.0);
    }
  }

  @Test
  void theProcessOfATreeOfTextsIsMissing() throws IOException {
    Procfs texts = Procfs.at(CorpusCopy.of(directory, "s1").root());
    try (Log log = new Log();
        ProcfsTelemetry telemetry =
            ProcfsTelemetry.builder()
                .procfs(texts)
                .files(List.of())
                .export(collected.openTelemetry())) {
      telemetry.refresh();
      assertThat(collected.metrics()).containsOnlyKeys("linux.sources");
      assertThat(log.lines()).singleElement().asString().contains("nothing is exported of process");
    }
  }
}
