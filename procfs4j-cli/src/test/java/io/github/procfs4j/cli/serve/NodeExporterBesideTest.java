package io.github.procfs4j.cli.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.cli.Command;
import io.github.procfs4j.cli.exposition.ExposedText;
import io.github.procfs4j.cli.exposition.Format;
import io.github.procfs4j.cli.exposition.SourcePlan;
import io.github.procfs4j.cli.exposition.Usual;
import io.github.procfs4j.sampling.KernelConstants;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * node_exporter and this read the same kernel: what counts has, there, a value between two that it
 * had here just before and just after.
 */
@EnabledIfSystemProperty(
    named = "procfs.real-programs",
    matches = "true",
    disabledReason = "real programs are used with -Pfull")
class NodeExporterBesideTest {
  private static final Path PROGRAM =
      Path.of(System.getProperty("procfs.node-exporter", "/usr/bin/prometheus-node-exporter"));

  private static final List<String> COLLECTORS =
      List.of(
          "cpu",
          "meminfo",
          "vmstat",
          "diskstats",
          "netdev",
          "netstat",
          "sockstat",
          "softnet",
          "stat",
          "pressure",
          "schedstat",
          "filefd");

  /** The kernel corrects some times backwards, by less than that. */
  private static final double CORRECTED_SECONDS = 1;

  @TempDir private Path directory;

  @Test
  void hasTheSameNumbers() throws Exception {
    assumeTrue(Files.isExecutable(PROGRAM), "there is no " + PROGRAM);
    int port = Command.freePort();
    List<String> words = new ArrayList<>(List.of(PROGRAM.toString()));
    words.add("--web.listen-address=127.0.0.1:" + port);
    words.addAll(List.of("--web.disable-exporter-metrics", "--collector.disable-defaults"));
    words.addAll(List.of("--no-collector.netdev.netlink", "--collector.netdev.device-exclude=^$"));
    COLLECTORS.forEach(collector -> words.add("--collector." + collector));
    Process server =
        new ProcessBuilder(words).redirectError(directory.resolve("log").toFile()).start();
    try (Scrapes scrapes = scrapes()) {
      theirs(port); // the first one takes longer
      ExposedText before = ours(scrapes);
      ExposedText theirs = theirs(port);
      ExposedText after = ours(scrapes);
      List<String> missing = new ArrayList<>();
      int compared = 0;
      for (Map.Entry<String, Double> series : theirs.values().entrySet()) {
        String name = series.getKey();
        Double least = before.values().get(name);
        Double most = after.values().get(name);
        if (least == null || most == null) {
          missing.add(name);
        } else if (counts(name, theirs)) {
          double tolerance = name.contains("_seconds_") ? CORRECTED_SECONDS : 0;
          assertThat(series.getValue()).as(name).isBetween(least - tolerance, most + tolerance);
          compared++;
        }
      }
      assertThat(missing)
          .allMatch(
              name ->
                  name.startsWith("node_disk_info")
                      || name.startsWith("node_scrape_collector")
                      || name.startsWith("node_exporter_build_info")
                      || name.startsWith("promhttp_")
                      || name.contains("_TCP6_") // of net/sockstat6
                      || name.contains("_UDP6_")
                      || name.contains("_UDPLITE6_")
                      || name.contains("_RAW6_")
                      || name.contains("_FRAG6_"));
      assertThat(compared).isGreaterThan(100);
    } finally {
      server.destroy();
      server.waitFor();
    }
  }

  /** Whether a series only grows. */
  private static boolean counts(String series, ExposedText text) {
    String type = text.types().getOrDefault(ExposedText.family(series), "");
    return type.equals("counter")
        || (type.equals("untyped")
            && !series.startsWith("node_netstat_Tcp_CurrEstab{")
            && !series.startsWith("node_netstat_Ip_Forwarding{"));
  }

  private static Scrapes scrapes() {
    KernelConstants constants = KernelConstants.ofRunningKernel();
    return new Scrapes(
        Usual.sources().stream()
            .map(
                source ->
                    new ServedSource(
                        Procfs.sampledFile(source).orElseThrow().sampler(Path.of("/proc")),
                        new SourcePlan.Context(
                            source,
                            Usual.of(source),
                            OptionalInt.of(constants.ticksPerSecond()),
                            OptionalInt.of(constants.pageSize())),
                        message -> {}))
            .toList());
  }

  private static ExposedText ours(Scrapes scrapes) throws Exception {
    return ExposedText.parse(
        new String(scrapes.text(Format.TEXT, TimeUnit.MINUTES.toNanos(5)), UTF_8));
  }

  /** Asks until there is an answer. */
  private static ExposedText theirs(int port) throws InterruptedException {
    URI metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
    while (true) { // the timeout of the test ends this
      try (InputStream in = metrics.toURL().openStream()) {
        return ExposedText.parse(new String(in.readAllBytes(), UTF_8));
      } catch (IOException e) {
        Thread.sleep(100); // it has not started yet
      }
    }
  }
}
