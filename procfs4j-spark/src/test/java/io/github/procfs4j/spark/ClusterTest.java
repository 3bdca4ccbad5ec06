package io.github.procfs4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.system.DiskStats;
import io.github.procfs4j.system.Interrupts;
import io.github.procfs4j.system.MemInfo;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.testing.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
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

  @TempDir private Path directory;

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
        // The other Worker alone answers, too.
        Set<Object> hosts = new HashSet<>();
        for (Row row :
            spark
                .read()
                .format("procfs")
                .option("table", "interrupts.interrupt")
                .load(recordings.toString())
                .groupBy("host")
                .count()
                .collectAsList()) {
          hosts.add(row.get(0));
        }
        assertThat(hosts).hasSize(HOSTS);
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
