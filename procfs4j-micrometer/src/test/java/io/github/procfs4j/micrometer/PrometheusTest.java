package io.github.procfs4j.micrometer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.TimeSeries;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.StatColumns;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes a registry on the loopback interface, and answers queries. */
@EnabledIfSystemProperty(
    named = "procfs.real-programs",
    matches = "true",
    disabledReason = "real programs are used with -Pfull")
class PrometheusTest {
  private static final Pattern VALUE = Pattern.compile("\"value\":\\[([\\d.]+),\"([^\"]+)\"]");
  private static final int OK = 200;

  @TempDir private Path directory;
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void answersWhatTheKernelPrinted() throws Exception {
    Path program = Path.of("/usr/bin/prometheus");
    assumeTrue(Files.isExecutable(program), "there is no " + program);
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    int port = freePort();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          byte[] text = registry.scrape().getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
          exchange.sendResponseHeaders(OK, text.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(text);
          }
        });
    server.start();
    Path configuration = directory.resolve("prometheus.yml");
    Files.writeString(
        configuration,
        """
        scrape_configs:
          - job_name: procfs4j
            scrape_interval: 200ms
            static_configs:
              - targets: ['127.0.0.1:%d']
        """
            .formatted(server.getAddress().getPort()));
    Process prometheus =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    try (Sampler<Stat> recorded = Procfs.mounted().sampler(Stat.FILE, History.keepingAll());
        ProcfsMetrics metrics =
            ProcfsMetrics.builder().greatestAge(Duration.ofMillis(50)).build()) {
      metrics.bindTo(registry);
      metrics.refresh();
      recorded.sample();
      double first = await(port, "linux_stat_system_ctxt_total", recorded);
      double switches = await(port, "linux_stat_system_ctxt_total > " + first, recorded);
      recorded.sample();
      // The series that was recorded meanwhile has a number below and one above.
      TimeSeries series = recorded.history().series(Stat.system(), StatColumns.SYSTEM_CTXT);
      double[] amounts = series.toAmounts();
      assertThat(switches).isBetween(amounts[0], amounts[amounts.length - 1]);
      assertThat(await(port, "linux_memory_limit_bytes", recorded))
          .isEqualTo((double) Procfs.mounted().memInfo().memTotal());
      // Prometheus found no counter that went backwards.
      assertThat(await(port, "sum(resets(linux_cpu_time_seconds_total[1h]))", recorded)).isZero();
      double rate = await(port, "sum(rate(linux_cpu_time_seconds_total[1m])) > 0", recorded);
      int cpus = Procfs.mounted().stat().cpus().size() - 1;
      assertThat(rate).isPositive().isLessThan(cpus * 1.5);
    } finally {
      prometheus.destroy();
      prometheus.waitFor();
      server.stop(0);
    }
    assertThat(Files.readString(directory.resolve("log"))).doesNotContain("level=error");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Asks until there is an answer, and samples meanwhile. */
  private double await(int port, String query, Sampler<Stat> recorded)
      throws IOException, InterruptedException {
    URI uri =
        URI.create(
            "http://127.0.0.1:%d/api/v1/query?query=%s"
                .formatted(port, URLEncoder.encode(query, UTF_8)));
    while (true) { // the timeout of the test ends this
      recorded.sample();
      try {
        String answer =
            client
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        Matcher value = VALUE.matcher(answer);
        if (value.find()) {
          return Double.parseDouble(value.group(2));
        }
      } catch (IOException e) {
        // It has not started yet.
      }
      Thread.sleep(100);
    }
  }
}
