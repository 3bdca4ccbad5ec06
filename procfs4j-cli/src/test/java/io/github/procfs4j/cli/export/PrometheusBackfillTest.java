package io.github.procfs4j.cli.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.cli.Command;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.report.RecordedTexts;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.tables.Relation;
import io.github.procfs4j.tables.Relations;
import io.github.procfs4j.tables.Rows;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    promtool("create-blocks-from", "openmetrics", text.toString(), data.toString());
    Path configuration = directory.resolve("prometheus.yml");
    Files.writeString(configuration, "scrape_configs: []\n");
    int port = Command.freePort();
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

  /** Prometheus stores labels that are poison elsewhere as what they are. Texts are made up. */
  @Test
  void labelsMayContainAnything() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/promtool")), "there is no promtool");
    List<String> names =
        List.of(
            "';DROP",
            "\"",
            "\\",
            "\\n",
            "{a=\"b\"}",
            "#_EOF",
            "\u001b[2Jx",
            "%s${x}",
            "ä\uD83D\uDE00");
    List<Map<String, String>> samples = new ArrayList<>();
    for (int i = 1; i < 4; i++) {
      StringBuilder disks = new StringBuilder();
      for (String name : names) {
        disks.append("8 0 %s %d 0 80 40 0 0 0 0 0 1 0\n".formatted(name, i));
      }
      samples.add(Map.of("diskstats", disks.toString()));
    }
    Path recording = RecordedTexts.record(directory, samples);
    Path text = directory.resolve("poison.openmetrics");
    Run.of("export", recording.toString(), "--to", "openmetrics", "-o", text.toString()).isDone();
    Path data = directory.resolve("data");
    promtool("create-blocks-from", "openmetrics", text.toString(), data.toString());
    Files.createDirectory(data.resolve("wal")); // a server would have made it
    List<String> devices =
        Pattern.compile("\\{__name__=\"node_disk_reads_completed_total\", device=(\".*\")} 3 \\d+")
            .matcher(promtool("dump", data.toString()))
            .results()
            .map(series -> series.group(1))
            .toList();
    assertThat(devices)
        .containsExactlyInAnyOrderElementsOf(
            names.stream()
                .map(
                    name ->
                        name.replace("\\", "\\\\").replace("\"", "\\\"").replace("\u001b", "\\x1b"))
                .map(name -> '"' + name + '"')
                .toList());
  }

  /** What {@code promtool tsdb} prints. */
  private String promtool(String... arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of("promtool", "tsdb"));
    words.addAll(List.of(arguments));
    Path printed = directory.resolve("promtool");
    Process process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(printed)).isZero();
    return Files.readString(printed);
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
