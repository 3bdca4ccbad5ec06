package io.github.procfs4j.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * A measurement, not a test: how the time of queries grows with the number of recordings. The
 * figures of docs/spark.md are from it.
 *
 * <pre>{@code
 * Growth RECORDING DIRECTORY 20 60 200
 * }</pre>
 *
 * <p>Each host is simulated: it has that recording, with another name and clock.
 */
final class Growth {
  private Growth() {}

  /** Prints a line for each query and number of recordings. */
  public static void main(String[] arguments) throws IOException, TimeoutException {
    byte[] real = Files.readAllBytes(Path.of(arguments[0]));
    Path directory = Path.of(arguments[1]);
    try (Cluster cluster = Cluster.start(directory)) {
      SparkSession spark = cluster.session();
      AtomicLong cpu = new AtomicLong();
      AtomicLong rows = new AtomicLong();
      spark
          .sparkContext()
          .addSparkListener(
              new SparkListener() {
                @Override
                public void onTaskEnd(SparkListenerTaskEnd ended) {
                  TaskMetrics task = ended.taskMetrics();
                  cpu.addAndGet(task.executorCpuTime() + task.executorDeserializeCpuTime());
                  rows.addAndGet(task.inputMetrics().recordsRead());
                }
              });
      for (int i = 2; i < arguments.length; i++) {
        int hosts = Integer.parseInt(arguments[i]);
        Path recordings = Files.createDirectories(directory.resolve("hosts" + hosts));
        for (int host = 0; host < hosts; host++) {
          Files.write(
              recordings.resolve("host" + host + ".rec"),
              SimulatedHost.of(real, "host" + host, host));
        }
        for (String table : new String[] {"stat.cpu", "pid.process"}) {
          if (i == 2) { // the executors and their code are there when time is measured
            read(spark, table, recordings).write().format("noop").mode(SaveMode.Overwrite).save();
          }
          cpu.set(0);
          rows.set(0);
          long start = System.nanoTime();
          Dataset<Row> data = read(spark, table, recordings);
          long inferred = System.nanoTime();
          data.write().format("noop").mode(SaveMode.Overwrite).save(); // makes all columns
          long counted = System.nanoTime();
          spark.sparkContext().listenerBus().waitUntilEmpty();
          System.out.printf(
              Locale.ROOT,
              "%4d recordings, %s: schema %.1f s, query %.1f s, %d rows; %.1f s of CPU in tasks%n",
              hosts,
              table,
              (inferred - start) / 1e9,
              (counted - inferred) / 1e9,
              rows.get(),
              cpu.get() / 1e9);
        }
      }
      spark.stop();
    }
  }

  private static Dataset<Row> read(SparkSession spark, String table, Path recordings) {
    return spark.read().format("procfs").option("table", table).load(recordings.toString());
  }
}
