package io.github.procfs4j.cli.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.cli.Command;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real Prometheus scrapes this machine's numbers, and answers queries. */
@EnabledIfSystemProperty(
    named = "procfs.real-programs",
    matches = "true",
    disabledReason = "real programs are used with -Pfull")
class RealPrometheusTest {
  private static final Pattern VALUE = Pattern.compile("\"value\":\\[[\\d.]+,\"([^\"]+)\"]");

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void scrapes(boolean hasNativeHistograms) throws Exception {
    Path prometheus = Path.of("/usr/bin/prometheus");
    assumeTrue(Files.isExecutable(prometheus), "there is no " + prometheus);
    Process serving =
        new ProcessBuilder(
                Command.words(
                    "serve", "--listen", "127.0.0.1:0", "--every", "50ms", "usual", "interrupts"))
            .redirectError(directory.resolve("serve.log").toFile())
            .start();
    URI metrics =
        URI.create(
            new BufferedReader(new InputStreamReader(serving.getInputStream(), UTF_8)).readLine());
    Path configuration = directory.resolve("prometheus.yml");
    Files.writeString(
        configuration,
        """
        global: {evaluation_interval: 1s}
        rule_files: ["%s"]
        scrape_configs:
          - job_name: procfs
            scrape_interval: 1s
            params:
              scraper: [one]
            static_configs:
              - targets: ["localhost:%d"]
        """
            .formatted(DashboardTest.RULES.toRealPath(), metrics.getPort()));
    int port = Command.freePort();
    Process server =
        new ProcessBuilder(
                prometheus.toString(),
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--enable-feature="
                    + (hasNativeHistograms ? "native-histograms" : "memory-snapshot-on-shutdown"))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("prometheus.log").toFile())
            .start();
    try {
      await(port, "sum_over_time(up[10m]) >= bool 30"); // on a busy machine, some take too long
      assertThat(answer(port, "sum(resets(node_cpu_seconds_total[10m]))")).isZero();
      assertThat(answer(port, "increase(node_context_switches_total[10m])")).isPositive();
      assertThat(answer(port, "count(node_cpu_seconds_total{mode=\"idle\"})")).isPositive();
      assertThat(answer(port, "count(node_interrupts_total)")).isPositive();
      assertThat(answer(port, "max_over_time(procfs_tasks_running_max[10m])")).isPositive();
      assertThat(answer(port, "count(procfs_cpu_busy_ratio_max)")).isEqualTo(1);
      await(port, "count(instance:procfs_cpu_busy_ratio_max:max_over_time5m)");
      assertThat(body(port, "rules")).contains("ProcfsDiskBusy").doesNotContain("\"err\"");
      if (hasNativeHistograms) {
        String increase = "increase(procfs_tasks_running[10m])";
        assertThat(answer(port, "histogram_count(" + increase + ")")).isPositive();
        assertThat(answer(port, "histogram_quantile(0.99, " + increase + ")")).isPositive();
        assertThat(answer(port, "histogram_count(procfs_cpu_busy_ratio)")).isPositive();
      }
      // OpenMetrics names a family without the suffix.
      String family = "node_context_switches" + (hasNativeHistograms ? "_total" : "");
      assertThat(body(port, "metadata?metric=" + family)).contains("\"type\":\"counter\"");
      assertThat(body(port, "metadata?metric=node_vmstat_pgfault"))
          .contains("\"type\":\"unknown\"");
    } finally {
      server.destroy();
      server.waitFor();
      serving.destroy();
      assertThat(serving.waitFor()).isZero();
    }
  }

  private static void await(int port, String query) throws Exception {
    while (answer(port, query) != 1) { // the timeout of the test ends this
      Thread.sleep(200);
    }
  }

  /** The only value that a query returns; NaN while there is none. */
  private static double answer(int port, String query) throws IOException {
    Matcher value = VALUE.matcher(body(port, "query?query=" + URLEncoder.encode(query, UTF_8)));
    return value.find() ? Double.parseDouble(value.group(1)) : Double.NaN;
  }

  private static String body(int port, String path) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/" + path);
    try (InputStream in = uri.toURL().openStream()) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (ConnectException e) {
      return ""; // it has not started yet
    } catch (IOException e) {
      return String.valueOf(e.getMessage()).contains("503") ? "" : "" + e;
    }
  }
}
