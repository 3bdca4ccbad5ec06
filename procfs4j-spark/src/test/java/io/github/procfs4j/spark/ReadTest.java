package io.github.procfs4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.cli.Main;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.testing.Corpus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.execution.datasources.v2.BatchScanExec;
import org.apache.spark.sql.sources.EqualTo;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.sources.GreaterThanOrEqual;
import org.apache.spark.sql.sources.LessThan;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Spark reads of recordings of seven kernels is what the library reads. */
class ReadTest {
  private static final int TIMES = 2;

  /** A day between the clocks of any two of the hosts. */
  private static final long DAY = 86_400;

  @TempDir private static Path scratch;
  private static final List<Path> FILES = new ArrayList<>();
  private static SparkSession spark;
  private static Path directory;

  @BeforeAll
  static void record() throws IOException {
    directory = Files.createDirectory(scratch.resolve("recordings"));
    for (String variant : Corpus.variants()) {
      Path real = scratch.resolve(variant + ".rec");
      Recorded.corpus(variant, real, scratch, TIMES, Procfs.sampledFiles());
      Path file = directory.resolve(variant + ".rec");
      Files.write(file, SimulatedHost.of(Files.readAllBytes(real), variant, DAY * FILES.size()));
      FILES.add(file);
    }
    spark = Cluster.local();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static Dataset<Row> read(String table) {
    return spark.read().format("procfs").option("table", table).load(directory.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stat.cpu",
        "stat.cpu_figures",
        "meminfo.meminfo",
        "diskstats.disk",
        "uptime.uptime",
        "zoneinfo.zone",
        "locks.lock",
        "timer_list.timer",
        "recording.facts",
        "recording.fields",
        "recording.sources"
      })
  void tablesEqualThoseOfTheLibrary(String table) throws IOException {
    List<String> expected = Expected.rows(FILES, table);
    assertThat(expected).isNotEmpty();
    assertThat(Expected.rows(read(table))).isEqualTo(expected);
  }

  @Test
  void schemasOfDifferentKernelsAreMerged() {
    Dataset<Row> interrupts = read("interrupts.interrupt");
    assertThat(interrupts.columns())
        .startsWith("host", "recording", "time", "begin_ns", "end_ns", "irq")
        .contains("cpu0", "cpu7");
    // A machine with one CPU has no second one, which is not a zero.
    assertThat(interrupts.where("host like '%smp1' and cpu1 is not null").count()).isZero();
    assertThat(interrupts.where("host like '%smp8-%' and cpu7 is not null").count()).isPositive();
    StructField available =
        Arrays.stream(read("meminfo.meminfo").schema().fields())
            .filter(field -> field.name().equals("MemAvailable"))
            .findFirst()
            .orElseThrow();
    assertThat(available.getComment().get()).contains("vailable");
    assertThat(available.metadata().getString("procfs.unit")).isEqualTo("bytes");
  }

  @Test
  void columnsCanBeChosenInAnyOrder() {
    List<Row> rows = read("stat.cpu").select("user", "host").distinct().collectAsList();
    assertThat(rows)
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.get(1)).isInstanceOf(String.class));
    assertThat(read("stat.cpu").count()).isEqualTo(read("stat.cpu").select("cpu").count());
  }

  @Test
  void conditionsDropNoRowThatMeetsThem() {
    Dataset<Row> read = read("stat.cpu");
    Dataset<Row> cpus = spark.createDataFrame(read.collectAsList(), read.schema());
    String some = cpus.selectExpr("cast(max(time) as string)").first().getString(0);
    for (String condition :
        List.of(
            "host = 'arm64-6.1-smp4'",
            "cpu in ('cpu0', '1', 'all')",
            "time = timestamp '" + some + "'",
            "time >= timestamp '" + some + "'",
            "time > timestamp '" + some + "' - interval 1 microsecond",
            "time <= timestamp '" + some + "' and host = 's390x-6.1-smp3'",
            "time < timestamp '" + some + "' + interval 1 microsecond and cpu = '0'",
            "time >= timestamp '" + some + "' - interval 3 days",
            "time < timestamp '" + some + "' - interval 1 day and cpu = 'all'",
            "recording like 'file:%' and time is not null",
            "cpu = '1' or host = 'i686-6.1-smp2'",
            "not (cpu = '1')",
            "cpu <=> '0'",
            "cpu is null",
            "cpu like 'a%' or time > timestamp '" + some + "' - interval 1 day",
            "user > 100 and cpu = 'all'")) {
      assertThat(Expected.rows(read.where(condition)))
          .as(condition)
          .isEqualTo(Expected.rows(cpus.where(condition)));
    }
  }

  @Test
  void conditionsAreAppliedBeforeRowsAreMade() throws IOException {
    int all = Expected.rows(FILES, "stat.cpu").size();
    assertThat(made()).containsExactly(FILES.size(), all);
    int[] ofHost = made(new EqualTo("host", "arm64-6.1-smp4"));
    assertThat(ofHost[0]).isEqualTo(1);
    int[] ofCpu = made(new EqualTo("cpu", "all"));
    assertThat(ofCpu).containsExactly(FILES.size(), FILES.size() * TIMES * Corpus.MOMENTS.size());
    // Their clocks are days apart: others are not even opened.
    Instant begin = Instant.now().plusSeconds(DAY * 3 - DAY / 2);
    int[] ofDay =
        made(
            new GreaterThanOrEqual("time", begin),
            new LessThan("time", begin.plusSeconds(DAY)),
            new EqualTo("cpu", "all"));
    assertThat(ofDay).containsExactly(1, TIMES * Corpus.MOMENTS.size());
  }

  /** What Spark plans for a query: the scan makes the columns and rows that it needs. */
  @Test
  void aQueryReadsOnlyWhatItNeeds() {
    spark.conf().set("spark.sql.adaptive.enabled", false); // the scan is then in the plan
    try {
      Dataset<Row> found =
          read("stat.cpu")
              .where("host = 'arm64-6.1-smp4' and cpu = 'all' and user + idle > 0")
              .select("user");
      assertThat(found.collectAsList()).hasSize(TIMES * Corpus.MOMENTS.size());
      BatchScanExec scan =
          (BatchScanExec) found.queryExecution().executedPlan().collectLeaves().head();
      assertThat(scan.scan().readSchema().fieldNames())
          .containsExactlyInAnyOrder("host", "cpu", "user", "idle");
      assertThat(scan.scan().description()).contains("host", "arm64-6.1-smp4", "cpu", "all");
      assertThat(scan.metrics().get("numOutputRows").get().value())
          .isEqualTo((long) TIMES * Corpus.MOMENTS.size());
    } finally {
      spark.conf().unset("spark.sql.adaptive.enabled");
    }
  }

  /** How many partitions are read, and how many rows they return. */
  private static int[] made(Filter... filters) throws IOException {
    Map<String, String> options = Map.of("table", "stat.cpu", "path", directory.toString());
    ProcfsDataSource source = new ProcfsDataSource();
    StructType schema = source.inferSchema(new CaseInsensitiveStringMap(options));
    RecordedTable table =
        (RecordedTable)
            source.getTable(
                schema, new org.apache.spark.sql.connector.expressions.Transform[0], options);
    RecordedScan.Builder builder =
        (RecordedScan.Builder) table.newScanBuilder(new CaseInsensitiveStringMap(Map.of()));
    builder.pushFilters(filters);
    assertThat(builder.pushedFilters()).isEqualTo(filters);
    RecordedScan scan = (RecordedScan) builder.build();
    InputPartition[] partitions = scan.planInputPartitions();
    int rows = 0;
    for (InputPartition partition : partitions) {
      try (PartitionReader<?> reader = scan.createReaderFactory().createReader(partition)) {
        while (reader.next()) {
          rows++;
        }
      }
    }
    return new int[] {partitions.length, rows};
  }

  @Test
  void longRecordingsAreReadInParts() throws IOException {
    long longest = Files.size(FILES.getFirst()) / 4;
    spark.conf().set("spark.sql.files.maxPartitionBytes", longest + "b");
    try {
      for (String table : List.of("stat.cpu", "stat.cpu_figures", "recording.facts")) {
        Dataset<Row> data = read(table);
        assertThat(data.rdd().getNumPartitions())
            .satisfies(
                parts -> assertThat(parts > 3 * FILES.size()).isEqualTo(table.startsWith("stat")));
        assertThat(Expected.rows(data)).isEqualTo(Expected.rows(FILES, table));
      }
    } finally {
      spark.conf().unset("spark.sql.files.maxPartitionBytes");
    }
  }

  @Test
  void aGivenSchemaSavesTheFirstReading() throws IOException {
    StructType schema = read("stat.cpu").schema();
    Dataset<Row> given =
        spark
            .read()
            .format("procfs")
            .schema(schema)
            .option("table", "stat.cpu")
            .load(directory.toString());
    assertThat(Expected.rows(given)).isEqualTo(Expected.rows(FILES, "stat.cpu"));
    // Of columns that were typed by hand, only the name counts.
    Dataset<Row> typed =
        spark
            .read()
            .format("procfs")
            .schema("host string, user decimal(20, 2), nothing bigint")
            .option("table", "stat.cpu")
            .load(directory.toString());
    assertThat(typed.where("nothing is null and user is not null").count())
        .isEqualTo(given.where("user is not null").count());
  }

  @Test
  void sparkWritesWhatItRead() throws IOException {
    Path parquet = scratch.resolve("parquet");
    read("stat.cpu").write().partitionBy("host").parquet(parquet.toString());
    assertThat(Expected.rows(spark.read().parquet(parquet.toString())))
        .isEqualTo(Expected.rows(FILES, "stat.cpu"));
  }

  /** Spark's reader of Parquet is independent of what wrote the files, as is that of recordings. */
  @ParameterizedTest
  @ValueSource(strings = {"stat.cpu", "stat.cpu_figures", "meminfo.meminfo", "uptime.uptime"})
  void sparkReadsWhatTheCommandExports(String table) {
    Path parquet = scratch.resolve("exported-" + table);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int code =
        Main.run(
            new String[] {
              "export", directory.toString(), "--to", "parquet", "-o", parquet.toString(), table
            },
            Streams.of(said, said),
            () -> false);
    assertThat(code).as("%s", said).isZero();
    Dataset<Row> exported =
        spark
            .read()
            .option("mergeSchema", true)
            .parquet(parquet + "/host=*/date=*/source=*/table=" + table.split("\\.", -1)[1])
            .drop("recording");
    Dataset<Row> read = read(table).drop("recording");
    assertThat(exported.columns()).containsExactlyInAnyOrder(read.columns());
    assertThat(Expected.rows(exported)).isEqualTo(Expected.rows(read)).isNotEmpty();
  }
}
