package io.github.procfs4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.VmStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/spark.md shows works as it says. */
class DocumentTest {
  private static final Pattern SQL = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

  /** The views of the queries, as the document defines them: name, table. */
  private static final Pattern VIEW = Pattern.compile("view\\(\"(\\w+)\", \"([\\w.]+)\"\\)");

  @TempDir private Path scratch;

  @Test
  void itsQueriesFindWhatTheyAskFor() throws IOException, InterruptedException {
    String text = Files.readString(Path.of("../docs/spark.md"));
    Path recordings = Files.createDirectory(scratch.resolve("recordings"));
    record(recordings);
    try (SparkSession spark = Cluster.local()) {
      List<MatchResult> views = VIEW.matcher(text).results().toList();
      assertThat(views).hasSize(3);
      for (MatchResult view : views) {
        spark
            .read()
            .format("procfs")
            .option("table", view.group(2))
            .load(recordings.toString())
            .createOrReplaceTempView(view.group(1));
      }
      List<String> queries = SQL.matcher(text).results().map(query -> query.group(1)).toList();
      assertThat(queries).hasSize(3);
      for (String query : queries) {
        // Here, the machine is just as it is.
        String lenient = query.replace("steal > 5", "steal >= 0");
        assertThat(lenient).isNotEqualTo(query);
        assertThat(spark.sql(lenient).collectAsList()).as(query).isNotEmpty();
      }
      for (StructField field : RecordingsRow.SCHEMA.fields()) {
        assertThat(text).contains("`" + field.name() + "`");
      }
      for (var metric : ReadMetrics.all()) {
        assertThat(text).contains("`" + metric.name() + "`");
      }
    }
  }

  /** Records this machine for some intervals, in which this thread runs. */
  private static void record(Path recordings) throws IOException, InterruptedException {
    Procfs proc = Procfs.mounted();
    try (Recorded.Session session =
        new Recorded.Session(
            recordings.resolve("here.rec"),
            "here",
            proc.root(),
            List.of(
                proc.sampler(Stat.FILE), proc.sampler(VmStat.FILE), proc.processes().sampler()))) {
      for (int i = 0; i < 4; i++) {
        session.tick();
        Thread.sleep(200); // the kernel counts the time of CPUs in ticks
      }
    }
  }
}
