package io.github.procfs4j.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.Main;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.system.DiskStats;
import io.github.procfs4j.system.Interrupts;
import io.github.procfs4j.system.MemInfo;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.testing.Corpus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two hundred recordings on a real cluster, which loses a Worker halfway. The hosts are simulated:
 * recordings of seven real kernels with other names and clocks.
 */
class ClusterTest {
  private static final int HOSTS = 200;
  static final List<SampledFile<?>> SAMPLED =
      List.of(Stat.FILE, MemInfo.FILE, DiskStats.FILE, Interrupts.FILE);

  /** Questions that mean the same in both dialects. */
  private static final List<String> QUERIES =
      List.of(
          """
          SELECT host, count(*) AS n, count(steal) AS steals, sum(system) AS s, max(end_ns) AS e
          FROM stat.cpu GROUP BY host ORDER BY host\
          """,
          """
          SELECT cpu, remarks, count(*) AS n, count(busy) AS b, min(busy) AS least, max(busy) AS most
          FROM stat.cpu_figures GROUP BY 1, 2 ORDER BY 1, 2 NULLS FIRST\
          """,
          """
          SELECT host, min(MemFree) AS f, max(MemAvailable) AS a, sum(SwapTotal) AS s
          FROM meminfo.meminfo WHERE host LIKE 'host1%' GROUP BY host ORDER BY host\
          """,
          """
          SELECT device, count(DISTINCT host) AS hosts, sum(reads_completed) AS r
          FROM diskstats.disk WHERE time > TIMESTAMP '2026-01-01 00:00:00'
          GROUP BY device ORDER BY device\
          """,
          """
          SELECT irq, count(cpu0) AS c0, count(cpu7) AS c7, sum(cpu1) AS s
          FROM interrupts.interrupt GROUP BY irq ORDER BY irq\
          """,
          """
          SELECT c.host, count(*) AS n, min(m.MemFree) AS f
          FROM stat.cpu c JOIN meminfo.meminfo m ON c.recording = m.recording
            AND m.begin_ns >= c.begin_ns
          WHERE c.cpu = 'all' GROUP BY c.host ORDER BY c.host\
          """,
          """
          SELECT name, count(*) AS n, count(DISTINCT value) AS v
          FROM recording.facts GROUP BY name ORDER BY name\
          """);

  /** A number between commas. */
  private static final Pattern NUMBER =
      Pattern.compile("(?<=^|,)-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?(?=,|$)");

  /** A relation after FROM or JOIN. */
  private static final Pattern RELATION = Pattern.compile("(FROM|JOIN) (\\w+)\\.(\\w+)");

  @TempDir private Path directory;

  /** The answer of {@code procfs sql}: lines of CSV, without that of the names. */
  private static List<String> duckDb(Path recordings, String query) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.run(
            new String[] {"sql", recordings.toString(), "--format", "csv", query},
            Streams.of(out, err),
            () -> false);
    assertThat(code).as("%s", err).isZero();
    return out.toString(UTF_8).lines().skip(1).map(ClusterTest::plain).toList();
  }

  private static List<String> spark(SparkSession spark, Path recordings, String query) {
    RELATION
        .matcher(query)
        .results()
        .forEach(
            relation ->
                spark
                    .read()
                    .format("procfs")
                    .option("table", relation.group(2) + "." + relation.group(3))
                    .load(recordings.toString())
                    .createOrReplaceTempView(relation.group(2) + "_" + relation.group(3)));
    return spark.sql(RELATION.matcher(query).replaceAll("$1 $2_$3")).collectAsList().stream()
        .map(
            row ->
                IntStream.range(0, row.size())
                    .mapToObj(i -> row.isNullAt(i) ? "" : row.get(i).toString())
                    .collect(Collectors.joining(",")))
        .map(ClusterTest::plain)
        .toList();
  }

  /** A line of CSV in which equal numbers are equal texts. */
  private static String plain(String line) {
    return NUMBER
        .matcher(line)
        .replaceAll(number -> new BigDecimal(number.group()).stripTrailingZeros().toPlainString());
  }

  private static List<Path> record(Path scratch, Path to) throws IOException {
    List<byte[]> real = new ArrayList<>();
    for (String variant : Corpus.variants()) {
      Path file = scratch.resolve(variant + ".rec");
      Recorded.corpus(variant, file, scratch, 3, SAMPLED);
      real.add(Files.readAllBytes(file));
    }
    List<Path> files = new ArrayList<>();
    for (int host = 0; host < HOSTS; host++) {
      Path file = to.resolve("host%03d.rec".formatted(host));
      Files.write(
          file, SimulatedHost.of(real.get(host % real.size()), "host" + host, 3600L * host));
      files.add(file);
    }
    return files;
  }

  @Test
  void nothingIsLostWithAWorker() throws Exception {
    Path recordings = Files.createDirectory(directory.resolve("recordings"));
    List<Path> files = record(directory, recordings);
    try (Cluster cluster = Cluster.start(directory)) {
      SparkSession spark = cluster.session();
      try {
        Losses losses = new Losses();
        spark.sparkContext().addSparkListener(losses);
        Dataset<Row> cpus =
            spark.read().format("procfs").option("table", "stat.cpu").load(recordings.toString());
        losses.tasks.set(0);
        Thread killer =
            Thread.ofPlatform()
                .start(
                    () -> {
                      losses.awaitHalf();
                      cluster.killWorker(0);
                    });
        // With a shuffle, the Worker takes away not only its task, but also what it had finished.
        List<String> rows = Expected.rows(cpus.repartition(2, cpus.col("host")));
        killer.join();
        assertThat(rows).isEqualTo(Expected.rows(files, "stat.cpu"));
        losses.removed.await();
        // The other Worker alone answers, too, and as DuckDB does.
        for (String query : QUERIES) {
          List<String> answer = duckDb(recordings, query);
          assertThat(answer).as(query).isNotEmpty();
          assertThat(spark(spark, recordings, query)).as(query).isEqualTo(answer);
        }
      } finally {
        spark.stop();
      }
    }
  }

  /** Follows which executors there are, and how many tasks have ended. */
  private static final class Losses extends SparkListener {
    final AtomicInteger tasks = new AtomicInteger();
    final CountDownLatch half = new CountDownLatch(1);
    final CountDownLatch removed = new CountDownLatch(1);
    private final Set<String> executors = ConcurrentHashMap.newKeySet();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd ended) {
      executors.add(ended.taskInfo().executorId());
      if (tasks.incrementAndGet() >= HOSTS / 2 && executors.size() > 1) {
        half.countDown();
      }
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved gone) {
      removed.countDown();
    }

    void awaitHalf() {
      try {
        half.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
