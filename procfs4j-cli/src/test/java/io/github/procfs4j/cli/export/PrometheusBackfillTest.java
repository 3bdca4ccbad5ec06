package io.github.procfs4j.cli.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.cli.Run;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.tables.Relation;
import io.github.procfs4j.tables.Relations;
import io.github.procfs4j.tables.Rows;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** An export as OpenMetrics becomes blocks of a real Prometheus, which then answers queries. */
@EnabledIfSystemProperty(
    named = "procfs.real-programs",
    matches = "true",
    disabledReason = "real programs are used with -Pfull")
class PrometheusBackfillTest {
  private static final Pattern VALUE = Pattern.compile("\"value\":\\[([\\d.]+),\"([^\"]+)\"]");

  @TempDir private Path directory;

  @Test
  void answersWhatWasRecorded() throws Exception {
    Path prometheus = Path.of("/usr/bin/prometheus");
    assumeTrue(Files.isExecutable(prometheus), "there is no " + prometheus);
    Path recording = directory.resolve("this.rec");
    assertThat(
            Run.of(
                    "record",
                    "--every",
                    "100ms",
                    "--duration",
                    "2s",
                    "-o",
                    recording.toString(),
                    "usual",
                    "net/softnet_stat")
                .code())
        .isZero();
    Path text = directory.resolve("this.openmetrics");
    Run exported =
        Run.of("export", recording.toString(), "--to", "openmetrics", "-o", text.toString());
    assertThat(exported.code()).isZero();
    Path data = directory.resolve("data");
    Process promtool =
        new ProcessBuilder(
                "promtool",
                "tsdb",
                "create-blocks-from",
                "openmetrics",
                text.toString(),
                data.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("promtool").toFile())
            .start();
    assertThat(promtool.waitFor()).as(Files.readString(directory.resolve("promtool"))).isZero();
    Path configuration = directory.resolve("prometheus.yml");
    Files.writeString(configuration, "scrape_configs: []\n");
    int port = freePort();
    Process server =
        new ProcessBuilder(
                prometheus.toString(),
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + data,
                "--storage.tsdb.retention.time=1000d",
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    try (Recording opened = Recording.open(recording)) {
      Relations relations = Relations.of(opened, "this");
      Relation system = relations.find("stat.system").orElseThrow();
      long switches = 0;
      long micros = 0;
      for (Rows rows = relations.rows(system); rows.next(); ) {
        switches = rows.number(system.indexOf("ctxt"));
        micros = rows.number(system.indexOf("time"));
      }
      double seconds = micros / 1e6 + 0.01;
      assertThat(answer(port, "node_context_switches_total", seconds)).isEqualTo((double) switches);
      assertThat(answer(port, "count(node_cpu_seconds_total{mode=\"idle\"})", seconds))
          .isEqualTo(opened.facts().cpus().orElseThrow());
      assertThat(answer(port, "node_memory_MemTotal_bytes", seconds)).isPositive();
      assertThat(answer(port, "sum(resets(node_context_switches_total[1m]))", seconds)).isZero();
    } finally {
      server.destroy();
      server.waitFor();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Asks until there is an answer. */
  private static double answer(int port, String query, double seconds) throws Exception {
    URI uri =
        URI.create(
            "http://127.0.0.1:%d/api/v1/query?query=%s&time=%.3f"
                .formatted(port, URLEncoder.encode(query, UTF_8), seconds));
    while (true) { // the timeout of the test ends this
      try (InputStream in = uri.toURL().openStream()) {
        String answer = new String(in.readAllBytes(), UTF_8);
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
