package io.github.procfs4j.cli.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.Command;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.SignalTest;
import io.github.procfs4j.cli.exposition.ExposedMessages;
import io.github.procfs4j.cli.exposition.Format;
import io.github.procfs4j.testing.Corpus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code procfs serve} as a program. */
class ServeCommandTest {
  private static final String ROOT =
      Corpus.tree("amd64-6.12-smp4-numa2", "s0").toAbsolutePath().toString();

  @TempDir private Path directory;

  /** The command, and the address that it has printed. */
  private record Serving(Process process, URI metrics) {
    static Serving start(String... arguments) throws IOException {
      return of(Command.words(arguments));
    }

    static Serving of(List<String> words) throws IOException {
      return of(new ProcessBuilder(words).start());
    }

    static Serving of(Process process) throws IOException {
      BufferedReader out =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      String line = out.readLine();
      assertThat(line).as(() -> "of " + process).startsWith("http://");
      return new Serving(process, URI.create(line));
    }

    HttpURLConnection get(String path) throws IOException {
      return (HttpURLConnection) metrics.resolve(path).toURL().openConnection();
    }

    /** Ends it by a signal; returns its messages. */
    String end(String signal) throws Exception {
      Command.shell("kill -" + signal + " " + process.pid());
      String said = new String(process.getErrorStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
      return said;
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM, 15", "INT, 2", "HUP, 1"})
  void servesUntilASignal(String signal, int number) throws Exception {
    Serving serving = Serving.start("serve", "--listen", "127.0.0.1:0", "--root", ROOT);
    SignalTest.assumeHeeds(serving.process, number);
    HttpURLConnection metrics = serving.get("/metrics");
    String text = new String(metrics.getInputStream().readAllBytes(), UTF_8);
    assertThat(metrics.getContentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(metrics.getHeaderField("Vary")).isEqualTo("Accept");
    assertThat(text)
        .contains("node_cpu_seconds_total{cpu=\"3\",mode=\"idle\"} ")
        .contains("procfs_source_readable{source=\"net/snmp6\"} 1\n")
        .doesNotContain("node_interrupts_total");
    HttpURLConnection other = serving.get("/metrics");
    other.setRequestProperty("Accept", "application/openmetrics-text;version=1.0.0");
    assertThat(new String(other.getInputStream().readAllBytes(), UTF_8)).endsWith("# EOF\n");
    assertThat(serving.get("/metrics?scraper=one").getResponseCode()).isEqualTo(400);
    assertThat(serving.get("/metrics/").getResponseCode()).isEqualTo(404);
    assertThat(serving.get("/..%2f..%2fetc/passwd").getResponseCode()).isEqualTo(404);
    assertThat(serving.get("/").getResponseCode()).isEqualTo(404);
    assertThat(serving.get("/recording").getResponseCode()).isEqualTo(404);
    assertThat(serving.end(signal)).doesNotContain("internal error").doesNotContain("password");
  }

  @Test
  void servesAllOfWhatIsNamedAndWarnsOfOthers() throws Exception {
    Serving serving =
        Serving.start(
            "serve", "--listen", "0.0.0.0:0", "--root", ROOT, "usual", "interrupts", "vmstat");
    URI here = URI.create("http://127.0.0.1:" + serving.metrics.getPort() + "/metrics");
    String text = new String(here.toURL().openStream().readAllBytes(), UTF_8);
    assertThat(text)
        .contains("node_interrupts_total{")
        .contains("node_vmstat_nr_free_pages ")
        .contains("node_netstat_Tcp_RetransSegs ")
        .doesNotContain("node_netstat_Tcp_RtoMin ");
    assertThat(serving.end("TERM")).contains("can read everything, without a password");
  }

  @Test
  void samplesBetweenScrapes() throws Exception {
    Serving serving =
        Serving.start("serve", "--listen", "127.0.0.1:0", "--root", ROOT, "--every", "10ms");
    String text = "";
    while (!text.contains("procfs_tasks_running_max ")) { // the timeout of the test ends this
      URI uri = serving.metrics.resolve("/metrics?scraper=one");
      text = new String(uri.toURL().openStream().readAllBytes(), UTF_8);
    }
    assertThat(text).contains("procfs_sampling_samples_total{source=\"stat\"} ");
    HttpURLConnection other = serving.get("/metrics?scraper=");
    assertThat(other.getResponseCode()).isEqualTo(400);
    assertThat(serving.get("/metrics?collect[]=cpu").getResponseCode()).isEqualTo(400);
    HttpURLConnection messages = serving.get("/metrics");
    messages.setRequestProperty("Accept", Format.PROTOBUF.contentType());
    assertThat(ExposedMessages.parse(messages.getInputStream().readAllBytes()).histograms())
        .containsKey("procfs_tasks_running{}");
    assertThat(messages.getContentType()).isEqualTo(Format.PROTOBUF.contentType());
    serving.end("TERM");
  }

  @Test
  void keepsTheLastMinutes() throws Exception {
    List<String> words =
        Command.words("serve", "--listen", "127.0.0.1:0", "--every", "10ms", "--keep", "10m");
    Process process = new ProcessBuilder(words).directory(directory.toFile()).start();
    Serving serving = Serving.of(process);
    HttpURLConnection asked = serving.get("/recording");
    assertThat(asked.getContentType()).isEqualTo("application/octet-stream");
    Path file = directory.resolve("asked.rec");
    Files.copy(asked.getInputStream(), file);
    assertThat(Run.of("report", file.toString()).isDone().out()).contains("Summary of ");
    assertThat(serving.get("/recording?from=1h").getResponseCode()).isEqualTo(404);
    SignalTest.assumeHeeds(process, 10);
    Command.shell("kill -USR1 " + process.pid());
    BufferedReader messages =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8));
    Matcher message =
        Pattern.compile("procfs: (procfs-[0-9-]+\\.rec): [0-9,]+ samples; procfs report shows it")
            .matcher(messages.readLine());
    assertThat(message.matches()).as(message::toString).isTrue();
    Path written = directory.resolve(message.group(1));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(written)))
        .isEqualTo("rw-------");
    assertThat(Run.of("report", written.toString()).isDone().out()).contains("Summary of ");
    serving.end("TERM");
  }

  @Test
  void whatIsKeptNeedsTimes() {
    Run.of("serve", "--keep", "10m").failed(2, "--keep: needs --every");
    Run.of("serve", "--arguments").failed(2, "--arguments: needs --keep");
    Run.of("serve", "--every", "1s", "--keep", "10ms").failed(2, "--keep: 10ms is too short");
    Run.of("serve", "--every", "1s", "--keep", "x").failed(2, "--keep: ");
  }

  /** As in a container of 128 MB: ten clients with a pause of 10 ms, in all formats. */
  @Test
  void tenClientsAtOnceGetAllOfItWithLittleMemory() throws Exception {
    List<String> words =
        new ArrayList<>(
            Command.words(
                "serve", "--listen", "127.0.0.1:0", "--every", "10ms", "usual", "interrupts"));
    words.add(1, "-XX:MaxRAM=128m");
    Serving serving = Serving.of(words);
    List<Future<Integer>> clients = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int client = 0; client < 10; client++) {
        Format format = Format.values()[client % Format.values().length];
        String path = "/metrics?scraper=client" + client;
        clients.add(executor.submit(() -> scrapeOften(serving, path, format)));
      }
    }
    for (Future<Integer> client : clients) {
      assertThat(client.get()).isEqualTo(50);
    }
    String status = Files.readString(Path.of("/proc", serving.process.pid() + "", "status"));
    Matcher resident = Pattern.compile("VmHWM:\\s+(\\d+) kB").matcher(status);
    assertThat(resident.find()).isTrue();
    assertThat(Integer.parseInt(resident.group(1))).isLessThan(128 * 1024);
    assertThat(serving.end("TERM")).doesNotContain("OutOfMemory").doesNotContain("internal error");
  }

  private static int scrapeOften(Serving serving, String path, Format format) throws Exception {
    int complete = 0;
    for (int i = 0; i < 50; i++) {
      HttpURLConnection metrics = serving.get(path);
      metrics.setRequestProperty("Accept", format.contentType());
      byte[] bytes = metrics.getInputStream().readAllBytes();
      boolean isComplete =
          format == Format.PROTOBUF
              ? ExposedMessages.parse(bytes).types().containsKey("node_interrupts_total")
              : new String(bytes, UTF_8).contains("\nnode_interrupts_total{");
      complete += isComplete && metrics.getContentType().equals(format.contentType()) ? 1 : 0;
      Thread.sleep(10);
    }
    return complete;
  }

  @Test
  void servesProcesses() throws Exception {
    Serving serving = Serving.start("serve", "--listen", "127.0.0.1:0", "processes", "--top", "1");
    URI metrics = serving.metrics;
    String text = new String(metrics.toURL().openStream().readAllBytes(), UTF_8);
    assertThat(text)
        .contains("namedprocess_namegroup_num_procs{groupname=\"(others)\"} ")
        .contains("procfs_source_readable{source=\"processes\"} 1\n")
        .doesNotContain("node_");
    serving.end("TERM");
    Run.of("serve", "processes", "--top", "0").failed(2, "--top: 0 is not a number from 1 to 1000");
  }

  @Test
  void aPeriodIsNotTooShort() {
    Run.of("serve", "--every", "9ms").failed(2, "--every: a period of 9ms is too short");
    Run.of("serve", "--every", "1s", "interrupts").failed(2, "--every: only of these", "stat, ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9110",
        ":9110",
        "127.0.0.1",
        "127.0.0.1:65536",
        "127.0.0.1:x",
        "::1:9110",
        "example.org:9110",
        "[x]:1",
        ""
      })
  void anAddressHasAPort(String address) {
    Run.of("serve", "--listen", address).failed(2, "--listen: «" + address + "» is not an address");
  }

  @Test
  void anAddressThatCannotBeUsedIsAnError() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      Run.of("serve", "--listen", address).failed(3, "--listen " + address, "in use");
    }
    Run.of("serve", "--listen", "192.0.2.1:0").failed(3, "--listen 192.0.2.1:0");
  }

  @Test
  void onlySourcesWithNamesAreServed() throws IOException {
    Run.of("serve", "locks").failed(2, "«locks» is not one of stat, ", ", usual");
    Run.of("serve", "--root", directory.resolve("x").toString()).failed(3, "no such directory");
    Path file = Files.createFile(directory.resolve("file"));
    Run.of("serve", "--root", file.toString()).failed(3, "not a directory");
  }
}
