package io.github.procfs4j.cli.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.cli.exposition.ExposedMessages;
import io.github.procfs4j.cli.exposition.ExposedText;
import io.github.procfs4j.cli.exposition.Format;
import io.github.procfs4j.cli.exposition.Selection;
import io.github.procfs4j.cli.exposition.SourcePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is exposed of texts that are made up: hostile ones, and ones that change. */
class ExposedTextsTest {
  @TempDir private Path root;

  private final List<String> said = new ArrayList<>();
  private final List<Scrapes> begun = new ArrayList<>();

  @AfterEach
  void end() {
    begun.forEach(Scrapes::close);
  }

  private Scrapes serve(String... sources) {
    Scrapes scrapes =
        new Scrapes(
            Stream.of(sources)
                .map(
                    source ->
                        new ServedSource(
                            Procfs.sampledFile(source).orElseThrow().sampler(root),
                            new SourcePlan.Context(
                                source, Selection.ALL, OptionalInt.of(100), OptionalInt.of(4096)),
                            said::add))
                .toList());
    begun.add(scrapes);
    return scrapes;
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static String text(Scrapes scrapes, Format format) throws Exception {
    return new String(scrapes.text(format, TimeUnit.MINUTES.toNanos(1)), UTF_8);
  }

  private static ExposedText exposed(Scrapes scrapes) throws Exception {
    return ExposedText.parse(text(scrapes, Format.TEXT));
  }

  @Test
  void openMetricsNamesCountersWithoutTheirSuffix() throws Exception {
    write("stat", "cpu  1 2 3 4\ncpu0 1 2 3 4\nctxt 5\nbtime 6\n");
    Scrapes scrapes = serve("stat");
    assertThat(text(scrapes, Format.OPENMETRICS_1))
        .contains("# TYPE node_context_switches counter\nnode_context_switches_total 5\n")
        .contains("# TYPE node_boot_time_seconds gauge\nnode_boot_time_seconds 6\n")
        .contains("node_cpu_seconds_total{cpu=\"0\",mode=\"idle\"} 0.04\n")
        .doesNotContain("cpu=\"all\"");
    assertThat(text(scrapes, Format.TEXT))
        .contains("# TYPE node_context_switches_total counter\nnode_context_switches_total 5\n");
  }

  @Test
  void labelsAreEscaped() throws Exception {
    write(
        "diskstats",
        "8 0 a\"b 1 0 0 0 0 0 0 0 0 0 0\n8 1 c\\n 2 0 0 0 0 0 0 0 0 0 0\n"
            + "8 2 {x=\"y\"}_3 3 0 0 0 0 0 0 0 0 0 0\n8 3 \u001b[2J\u00e4 4 0 0 0 0 0 0 0 0 0 0\n");
    for (Format format : List.of(Format.TEXT, Format.OPENMETRICS_1, Format.OPENMETRICS_0)) {
      assertThat(text(serve("diskstats"), format))
          .contains("node_disk_reads_completed_total{device=\"a\\\"b\"} 1\n")
          .contains("node_disk_reads_completed_total{device=\"c\\\\n\"} 2\n")
          .contains("node_disk_reads_completed_total{device=\"{x=\\\"y\\\"}_3\"} 3\n")
          .contains("node_disk_reads_completed_total{device=\"\u001b[2J\u00e4\"} 4\n");
    }
  }

  @Test
  void messagesHaveWhatTextsHave() throws Exception {
    write("stat", "cpu  1 2 3 4\ncpu0 1 2 3 18446744073709551615\nctxt 5\nprocesses -6\n");
    write("diskstats", "8 0 a\"b\\n\u001b\u00e4 1 2 3 4 5 6 7 8 9 10 11\n");
    Scrapes scrapes = serve("stat", "diskstats", "vmstat");
    ExposedMessages messages =
        ExposedMessages.parse(scrapes.text(Format.PROTOBUF, TimeUnit.MINUTES.toNanos(1)));
    ExposedText text = exposed(scrapes);
    assertThat(messages.types()).isEqualTo(text.types()).doesNotContainKey("node_forks_total");
    Map<String, Double> values = new HashMap<>(messages.values());
    Map<String, Double> ofText = new HashMap<>();
    text.values()
        .forEach(
            (series, value) ->
                ofText.put(series.replace("\\\\", "\\").replace("\\\"", "\""), value));
    values.keySet().removeIf(series -> series.startsWith("procfs_source_read_seconds"));
    ofText.keySet().removeIf(series -> series.startsWith("procfs_source_read_seconds"));
    assertThat(values).isEqualTo(ofText).hasSizeGreaterThan(15);
  }

  /** The first of two series counts, and what is left out is said. */
  @Test
  void noSeriesOccursTwice() throws Exception {
    write(
        "meminfo",
        "MemTotal: 8 kB\nA(b): 1 kB\nA_b: 2 kB\nA{b=\"c\"}: 3 kB\nMemTotal: 9 kB\n\u00e4: 4 kB\n");
    ExposedText exposed = exposed(serve("meminfo"));
    assertThat(exposed.values())
        .contains(entry("node_memory_MemTotal_bytes{}", 8192.0))
        .contains(entry("node_memory_A_b_bytes{}", 1024.0))
        .contains(entry("node_memory_A_b__c___bytes{}", 3072.0));
    assertThat(said)
        .containsExactly(
            "meminfo: left out, because another series has the name and labels:"
                + " node_memory_A_b_bytes");
  }

  @Test
  void thereAreNotTooMany() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 200_002; i++) {
      text.append("key").append(i).append(": ").append(i).append(" kB\n");
    }
    write("meminfo", text.toString());
    assertThat(exposed(serve("meminfo")).values())
        .hasSize(200_002) // with the two of the source itself
        .contains(entry("node_memory_key199999_bytes{}", 204_798_976.0));
    assertThat(said)
        .containsExactly(
            "meminfo: left out, because a source has at most 200,000 series:"
                + " node_memory_key200000_bytes (and 1 more)");
  }

  /** Families of different sources differ, too, also if they come one after the other. */
  @Test
  void noFamilyIsOfTwoSources() throws Exception {
    write("net/snmp", "Ip: A\nIp: 1\n");
    write("net/netstat", "Ip: B C\nIp: 3 4\n");
    Scrapes scrapes = serve("net/snmp", "net/netstat");
    assertThat(exposed(scrapes).values())
        .contains(entry("node_netstat_Ip_B{}", 3.0), entry("node_netstat_Ip_C{}", 4.0));
    write("net/snmp", "Ip: A B\nIp: 1 2\n");
    assertThat(exposed(scrapes).values())
        .contains(entry("node_netstat_Ip_B{}", 2.0), entry("node_netstat_Ip_C{}", 4.0));
    assertThat(said).hasSize(1).allMatch(message -> message.startsWith("net/netstat: left out"));
  }

  @Test
  void timesDoNotFallByWhatTheKernelCorrects() throws Exception {
    Scrapes scrapes = serve("stat");
    List<Double> idle = new ArrayList<>();
    List<Double> switches = new ArrayList<>();
    for (int ticks : List.of(1000, 990, 1001, 700, 401, 402)) {
      write("stat", "cpu  1 2 3 4\ncpu0 1 2 3 %d\nctxt %d\n".formatted(ticks, ticks));
      ExposedText exposed = exposed(scrapes);
      idle.add(exposed.values().get("node_cpu_seconds_total{cpu=0, mode=idle}"));
      switches.add(exposed.values().get("node_context_switches_total{}"));
    }
    assertThat(idle).containsExactly(10.0, 10.0, 10.01, 7.0, 7.0, 7.0);
    assertThat(switches).containsExactly(1000.0, 990.0, 1001.0, 700.0, 401.0, 402.0);
  }

  /** Another row appears meanwhile, so the layout is another one. */
  @Test
  void timesContinueWhenRowsCome() throws Exception {
    Scrapes scrapes = serve("stat");
    write("stat", "cpu  1 2 3 4\ncpu1 1 2 3 1000\n");
    exposed(scrapes);
    write("stat", "cpu  1 2 3 4\ncpu0 1 2 3 4\ncpu1 1 2 3 990\n");
    assertThat(exposed(scrapes).values())
        .contains(entry("node_cpu_seconds_total{cpu=1, mode=idle}", 10.0))
        .contains(entry("node_cpu_seconds_total{cpu=0, mode=idle}", 0.04));
    write("stat", "cpu  1 2 3 4\ncpu1 1 2 3 1002\n");
    assertThat(exposed(scrapes).values())
        .contains(entry("node_cpu_seconds_total{cpu=1, mode=idle}", 10.02))
        .doesNotContainKey("node_cpu_seconds_total{cpu=0, mode=idle}");
  }

  @Test
  void whatIsNotThereIsAbsentAndSaidOnce() throws Exception {
    write("stat", "cpu  1 2 3 4\nprocesses -5\nctxt x\nprocs_running 18446744073709551615\n");
    Scrapes scrapes = serve("stat", "vmstat");
    ExposedText exposed = exposed(scrapes);
    exposed(scrapes);
    assertThat(exposed.values())
        .contains(entry("procfs_source_readable{source=stat}", 1.0))
        .contains(entry("procfs_source_readable{source=vmstat}", 0.0))
        .contains(entry("node_procs_running{}", 0x1p64))
        .doesNotContainKeys("node_forks_total{}", "node_context_switches_total{}");
    assertThat(exposed.types()).doesNotContainKeys("node_forks_total");
    assertThat(said)
        .hasSize(2)
        .anyMatch(
            message -> message.startsWith("not understood: ") && message.contains("stat:3:6: "))
        .anyMatch(message -> message.contains("vmstat") && message.contains("tried again"));

    write("vmstat", "pgfault 7\n");
    assertThat(exposed(scrapes).values())
        .contains(entry("node_vmstat_pgfault{}", 7.0))
        .contains(entry("procfs_source_readable{source=vmstat}", 1.0));
    Files.delete(root.resolve("vmstat"));
    assertThat(exposed(scrapes).values()).doesNotContainKey("node_vmstat_pgfault{}");
    assertThat(said).hasSize(4).contains("vmstat: can be read again");
  }
}
