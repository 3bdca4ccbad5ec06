package io.github.procfs4j.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.sampling.Printing;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.testing.CorpusCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged, empty, growing and hostile recordings, and what is no recording. */
class BadInputTest {
  private static SparkSession spark;

  @TempDir private Path scratch;
  private Path recordings;

  @BeforeAll
  static void start() {
    spark = Cluster.local();
    spark.conf().set("spark.sql.adaptive.enabled", false); // the metrics are then in the plan
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @BeforeEach
  void makeDirectory() throws IOException {
    recordings = Files.createDirectory(scratch.resolve("recordings"));
  }

  private Dataset<Row> read(String table) {
    return spark.read().format("procfs").option("table", table).load(recordings.toString());
  }

  private Dataset<Row> readIgnoringCorrupt(String table) {
    return spark
        .read()
        .format("procfs")
        .option("table", table)
        .option("ignoreCorruptFiles", true)
        .load(recordings.toString());
  }

  /** What was counted while the rows were read. */
  private static Map<String, Long> metrics(Dataset<Row> data) {
    data.collectAsList();
    SparkPlan scan = data.queryExecution().executedPlan().collectLeaves().head();
    Map<String, Long> metrics = new TreeMap<>();
    for (var metric : ReadMetrics.all()) {
      SQLMetric counted = scan.metrics().get(metric.name()).get();
      metrics.put(metric.name(), counted.value());
    }
    return metrics;
  }

  /** A recording of {@code stat} in several blocks. */
  private byte[] blocks() throws IOException {
    Path file = scratch.resolve("blocks.rec");
    CorpusCopy tree = CorpusCopy.of(scratch, "s0");
    try (Recorded.Session session =
        new Recorded.Session(tree.root(), file, "some host", List.of(Stat.FILE))) {
      for (int i = 0; i < 6; i++) {
        tree.goTo("s" + i % 2);
        session.tick();
        session.second();
      }
    }
    return Files.readAllBytes(file);
  }

  @Test
  void damagedEndsAreLeftOutAndCounted() throws IOException {
    byte[] whole = blocks();
    long ignored = 0;
    List<Path> files = new ArrayList<>();
    for (int cut = 0; cut < 4; cut++) {
      byte[] bytes = Arrays.copyOf(whole, whole.length - cut * whole.length / 5);
      Path file = Files.write(recordings.resolve("cut" + cut + ".rec"), bytes);
      try (Recording recording = Recording.open(file)) {
        ignored += recording.ignoredBytes();
      }
      files.add(file);
    }
    Dataset<Row> cpus = read("stat.cpu");
    assertThat(Expected.rows(cpus)).isEqualTo(Expected.rows(files, "stat.cpu"));
    assertThat(ignored).isPositive();
    Map<String, Long> counted = metrics(read("stat.cpu"));
    assertThat(counted)
        .containsEntry("recordingsNotEnded", 3L)
        .containsEntry("ignoredBytes", ignored)
        .containsEntry("corruptFiles", 0L);
    assertThat(
            counted.getOrDefault("recordings", 0L) + counted.getOrDefault("recordingsSkipped", 0L))
        .isEqualTo(4);
    Dataset<Row> described = read("recordings");
    assertThat(described.where("is_complete").count()).isEqualTo(1);
    assertThat(described.selectExpr("sum(ignored_bytes)").first().getLong(0)).isEqualTo(ignored);
  }

  @Test
  void whatIsNoRecordingIsRefusedOrCounted() throws IOException {
    byte[] whole = blocks();
    Files.write(recordings.resolve("good.rec"), whole);
    Files.write(recordings.resolve("empty.rec"), new byte[0]);
    Files.write(recordings.resolve("begun.rec"), Arrays.copyOf(whole, 12));
    Files.writeString(recordings.resolve("notes.txt"), "not a recording");
    Files.writeString(recordings.resolve("_SUCCESS"), "hidden");
    Files.createDirectories(recordings.resolve(".hidden"));
    Files.writeString(recordings.resolve(".hidden/notes"), "hidden");
    assertThatThrownBy(() -> read("stat.cpu"))
        .hasMessageContaining(recordings + "/begun.rec: ")
        .hasMessageContaining("ignoreCorruptFiles");
    Dataset<Row> cpus = readIgnoringCorrupt("stat.cpu");
    assertThat(Expected.rows(cpus))
        .isEqualTo(Expected.rows(List.of(recordings.resolve("good.rec")), "stat.cpu"));
    assertThat(metrics(cpus)).containsEntry("recordings", 1L).containsEntry("corruptFiles", 3L);
    // With a schema, nothing is read before the query is.
    Dataset<Row> given =
        spark
            .read()
            .format("procfs")
            .schema(cpus.schema())
            .option("table", "stat.cpu")
            .load(recordings.toString());
    assertThatThrownBy(given::collectAsList).hasMessageContaining("ignoreCorruptFiles");
    assertThat(
            read("recordings")
                .where("problem is not null")
                .orderBy("recording")
                .selectExpr("substring_index(recording, '/', -1)")
                .collectAsList()
                .toString())
        .isEqualTo("[[begun.rec], [empty.rec], [notes.txt]]");
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    assertThatThrownBy(() -> read("stat.cpu")).hasMessageContaining("none of 0 files");
    assertThatThrownBy(() -> spark.read().format("procfs").load(recordings.toString()))
        .hasMessageContaining("\"table\" is missing");
    assertThatThrownBy(
            () -> spark.read().format("procfs").option("table", "recordings").load("/no/such"))
        .hasMessageContaining("/no/such: no such file or directory");
    Files.write(recordings.resolve("a.rec"), blocks());
    assertThatThrownBy(() -> read("stat.nothing"))
        .hasMessageContaining("a table stat.nothing")
        .hasMessageContaining("recording, stat");
    assertThat(read("recordings").count()).isEqualTo(1);
  }

  @Test
  void aGrowingRecordingIsReadAsItWasWhenItWasFound() throws IOException {
    Path file = recordings.resolve("growing.rec");
    CorpusCopy tree = CorpusCopy.of(scratch, "s0");
    try (Recorded.Session session =
        new Recorded.Session(tree.root(), file, "host", List.of(Stat.FILE))) {
      session.tick();
      session.second();
      session.tick();
      session.second();
      List<String> before = Expected.rows(List.of(file), "stat.cpu");
      Dataset<Row> cpus = read("stat.cpu");
      for (int i = 0; i < 3; i++) {
        tree.goTo("s" + i);
        session.tick();
        session.second();
      }
      assertThat(Expected.rows(cpus)).isEqualTo(before);
      List<String> now = Expected.rows(List.of(file), "stat.cpu");
      assertThat(now.size()).isGreaterThan(before.size());
      assertThat(Expected.rows(read("stat.cpu"))).isEqualTo(now);
      // It is not read if it became shorter meanwhile: it is another one.
      Dataset<Row> again = read("stat.cpu");
      Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 1000));
      assertThatThrownBy(again::collectAsList).hasMessageContaining("became shorter");
    }
  }

  @Test
  void recordingsOfHostsWithTheSameNameRemainDifferent() throws IOException {
    byte[] whole = blocks();
    for (String directory : List.of("a", "b")) {
      Path below = Files.createDirectories(recordings.resolve(directory));
      Files.write(below.resolve("x.rec"), SimulatedHost.of(whole, "same", 0));
    }
    Dataset<Row> cpus = read("stat.cpu");
    assertThat(cpus.select("host").distinct().count()).isEqualTo(1);
    assertThat(cpus.select("recording").distinct().count()).isEqualTo(2);
    assertThat(cpus.where("recording like '%/b/x.rec'").count()).isEqualTo(cpus.count() / 2);
  }

  /** A made-up file: each line is the label of a row and a number, with this unit. */
  private static SampledFile<?> madeUp(Unit unit) {
    Column column = Column.undescribed("amount", unit);
    return new SampledFile<>(
        new Source("made-up", "A table.", Source.Mode.SAMPLED, "", "", "", ""),
        Printing.ONE_CALL,
        (in, out) ->
            in.eachLine(
                line ->
                    out.newRow(Table.of("table", "name"), line.word())
                        .cell(column, line.unsigned())),
        List.of(),
        reading -> reading);
  }

  private void recordMadeUp(String name, Unit unit, String text) throws IOException {
    Path root = Files.createDirectories(scratch.resolve("proc-" + name));
    Files.writeString(root.resolve("made-up"), text, UTF_8);
    try (Recorded.Session session =
        new Recorded.Session(
            root, recordings.resolve(name + ".rec"), name, List.of(madeUp(unit)))) {
      session.tick();
    }
  }

  @Test
  void labelsAreTextsWhateverTheyContain() throws IOException {
    List<String> labels =
        List.of("';DROP", "\"", "a\\'b", "${x}", "%_", "\u001b[31m", "\u202e", "\0", "𝔘", "null");
    StringBuilder text = new StringBuilder();
    labels.forEach(label -> text.append(label).append(" 1\n"));
    recordMadeUp("poison", Unit.COUNT, text.toString());
    Dataset<Row> rows = read("made_up.table");
    assertThat(rows.select("name").collectAsList().stream().map(row -> row.getString(0)))
        .containsExactlyElementsOf(labels);
    for (String label : labels) {
      assertThat(rows.where(rows.col("name").equalTo(label)).count()).as(label).isEqualTo(1);
    }
  }

  @Test
  void amountsThatOneRecordingHasDoNotFitAreExact() throws IOException {
    recordMadeUp("small", Unit.COUNT, "row 1\n");
    recordMadeUp("large", Unit.COUNT, "row 18446744073709551615\n");
    Dataset<Row> rows = read("made_up.table");
    assertThat(rows.selectExpr("cast(sum(amount) as string)").first().getString(0))
        .isEqualTo("18446744073709551616");
    Dataset<Row> narrow =
        spark
            .read()
            .format("procfs")
            .schema("host string, amount bigint")
            .option("table", "made_up.table")
            .load(recordings.toString());
    assertThatThrownBy(narrow::collectAsList)
        .hasMessageContaining("large.rec: 18446744073709551615 of amount does not fit");
  }

  @Test
  void columnsOfDifferentUnitsAreNotMixed() throws IOException {
    recordMadeUp("a", Unit.BYTES, "row 1\n");
    recordMadeUp("b", Unit.PAGES, "row 2\n");
    Dataset<Row> rows = read("made_up.table").orderBy("host");
    assertThat(rows.select("host", "amount", "amount_2").collectAsList().toString())
        .isEqualTo("[[a,1,null], [b,null,2]]");
    assertThat(rows.schema().apply("amount_2").metadata().getString("procfs.unit"))
        .isEqualTo("pages");
  }

  @Test
  void tenThousandRecordingsAreListedOnce() throws IOException {
    for (int i = 0; i < 100; i++) {
      Path host = Files.createDirectory(recordings.resolve("host" + i));
      for (int k = 0; k < 100; k++) {
        Files.createFile(host.resolve(k + ".rec"));
      }
    }
    CaseInsensitiveStringMap options =
        new CaseInsensitiveStringMap(Map.of("path", recordings.toString()));
    assertThat(Listing.of(options, new Configuration())).hasSize(10_000).doesNotHaveDuplicates();
  }
}
