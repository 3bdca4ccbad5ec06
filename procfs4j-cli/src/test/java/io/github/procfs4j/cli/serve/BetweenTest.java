package io.github.procfs4j.cli.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.cli.exposition.ExposedMessages;
import io.github.procfs4j.cli.exposition.ExposedText;
import io.github.procfs4j.cli.exposition.Format;
import io.github.procfs4j.cli.exposition.Metric;
import io.github.procfs4j.cli.exposition.MetricTable;
import io.github.procfs4j.cli.exposition.TextBuffer;
import io.github.procfs4j.cli.exposition.Usual;
import io.github.procfs4j.sampling.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Maxima and histograms of texts that are made up, each of which is sampled once. */
class BetweenTest {
  private static final String RUNNING = "procfs_tasks_running";

  @TempDir private Path root;

  private final List<String> said = new ArrayList<>();
  private List<FigureSource> sources = List.of();

  private Between of(String... names) {
    sources =
        Stream.of(names)
            .map(
                name ->
                    new FigureSource(Procfs.sampledFile(name).orElseThrow(), root, Usual.of(name)))
            .toList();
    return new Between(sources, Duration.ofHours(1), said::add);
  }

  /** Samples all sources, as the recorder does. */
  private void sample(Between between) {
    for (int i = 0; i < sources.size(); i++) {
      between.sampling(i, sources.get(i).sampler());
      if (sources.get(i).sampler().sample() == Outcome.SAMPLED) {
        between.sampled(i, sources.get(i).sampler());
      }
    }
  }

  private void running(Between between, int... tasks) throws IOException {
    for (int count : tasks) {
      Files.writeString(root.resolve("stat"), "cpu  1 2 3 4\nprocs_running %d\n".formatted(count));
      sample(between);
    }
  }

  private static Map<String, Double> scrape(Between between, String scraper) {
    TextBuffer text = new TextBuffer();
    assertThat(between.write(Format.TEXT, scraper, text)).isTrue();
    return ExposedText.parse(new String(text.toBytes(), UTF_8)).values();
  }

  @Test
  void eachScraperHasItsOwnMaxima() throws IOException {
    Between between = of("stat");
    running(between, 90, 80);
    assertThat(scrape(between, "a")).doesNotContainKey(RUNNING + "_max{}");
    running(between, 3, 50, 2);
    assertThat(scrape(between, "b")).doesNotContainKey(RUNNING + "_max{}");
    running(between, 7);
    assertThat(scrape(between, "a")).contains(entry(RUNNING + "_max{}", 50.0));
    assertThat(scrape(between, "b")).contains(entry(RUNNING + "_max{}", 7.0));
    assertThat(scrape(between, "")).doesNotContainKey(RUNNING + "_max{}");
    running(between, 4, 5);
    assertThat(scrape(between, "a")).contains(entry(RUNNING + "_max{}", 5.0));
    assertThat(scrape(between, "a")).doesNotContainKey(RUNNING + "_max{}");
    assertThat(scrape(between, "b"))
        .contains(entry(RUNNING + "_max{}", 5.0))
        .contains(entry("procfs_sampling_samples_total{source=stat}", 8.0));
    assertThat(said).isEmpty();
  }

  @Test
  void histogramsOnlyGrow() throws IOException {
    Between between = of("stat");
    running(between, 9, 3, 3, 8);
    for (int i = 1; i <= 2; i++) {
      TextBuffer text = new TextBuffer();
      assertThat(between.write(Format.PROTOBUF, i == 1 ? "" : "a", text)).isTrue();
      ExposedMessages messages = ExposedMessages.parse(text.toBytes());
      ExposedMessages.Histogram histogram =
          Objects.requireNonNull(messages.histograms().get(RUNNING + "{}"));
      assertThat(histogram.count()).isEqualTo(3L * i); // the first sample ends no interval
      assertThat(histogram.sum()).isEqualTo(14 * i);
      assertThat(histogram.buckets().get(8.0)).isEqualTo(i);
      assertThat(messages.types()).contains(entry(RUNNING, "histogram"));
      running(between, 3, 3, 8);
    }
  }

  /** A disk that goes takes its figures with it; others continue. */
  @Test
  void rowsComeAndGo() throws IOException {
    Between between = of("diskstats");
    scrape(between, "a");
    String line = "8 %d %s %d 0 0 0 0 0 0 0 0 %d 0\n";
    for (int i = 1; i <= 4; i++) {
      String disks = line.formatted(0, "sda", i, i) + line.formatted(1, "loop0", i, i);
      Files.writeString(
          root.resolve("diskstats"), i == 4 ? disks : disks + line.formatted(16, "sdb", i, i));
      sample(between);
    }
    assertThat(scrape(between, "a"))
        .containsKey("procfs_disk_busy_ratio_max{device=sda}")
        .doesNotContainKey("procfs_disk_busy_ratio_max{device=sdb}")
        .doesNotContainKey("procfs_disk_busy_ratio_max{device=loop0}");
    Files.delete(root.resolve("diskstats"));
    sample(between);
    assertThat(scrape(between, "a")).doesNotContainKey("procfs_disk_busy_ratio_max{device=sda}");
  }

  @Test
  void aThousandDevicesDoNotPushOutOthers() throws IOException {
    Files.createDirectory(root.resolve("net"));
    Between between = of("net/dev", "stat");
    scrape(between, "a");
    for (int i = 0; i < 2; i++) {
      int bytes = i;
      Files.writeString(
          root.resolve("net/dev"),
          IntStream.range(0, 1_000)
              .mapToObj(
                  device -> "eth%d: %d 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n".formatted(device, bytes))
              .collect(
                  Collectors.joining(
                      "",
                      "Inter-|   Receive                            |  Transmit\n"
                          + " face |bytes packets errs drop fifo frame compressed multicast|"
                          + "bytes packets errs drop fifo colls carrier compressed\n",
                      "")));
      running(between, i);
    }
    Map<String, Double> maxima = scrape(between, "a");
    maxima.keySet().removeIf(series -> !series.contains("_max{"));
    assertThat(maxima)
        .hasSizeGreaterThan(Between.MOST_FIGURES)
        .containsKey("procfs_network_receive_bytes_per_second_max{device=eth0}")
        .containsKey(RUNNING + "_max{}");
    assertThat(said).hasSize(1).allMatch(message -> message.startsWith("net/dev: "));
  }

  @Test
  void onlySoManyScrapersHaveMaxima() {
    Between between = of("stat");
    for (int i = 0; i < Between.MOST_SCRAPERS; i++) {
      assertThat(between.write(Format.TEXT, "scraper" + i, new TextBuffer())).isTrue();
    }
    assertThat(between.write(Format.TEXT, "another", new TextBuffer())).isFalse();
    assertThat(between.write(Format.TEXT, "scraper7", new TextBuffer())).isTrue();
    assertThat(between.write(Format.TEXT, "", new TextBuffer())).isTrue();
  }

  /** A misspelt figure would never have a value. */
  @Test
  void allFiguresOfTheTableExist() {
    for (Metric metric : MetricTable.figures().metrics()) {
      assertThat(
              Procfs.sampledFile(metric.source())
                  .orElseThrow()
                  .figure(metric.table(), metric.column())
                  .name())
          .isEqualTo(metric.column());
      assertThat(metric.help()).endsWith(".");
      String name = metric.name(metric.table(), metric.column(), label -> "");
      assertThat(name).startsWith("procfs_").isEqualTo(name.toLowerCase(Locale.ROOT));
    }
  }
}
