package io.github.procfs4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.testing.Corpus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.tools.ToolProvider;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Master, Workers, executors and driver on the oldest Java that the library runs on. */
class OlderJavaTest {
  private static final String TABLE = "stat.cpu";

  @TempDir private Path directory;

  static List<Java> older() throws IOException {
    return Java.older();
  }

  /** Compiles a program against what the oldest version has. */
  private Path compile() throws IOException {
    Path source = directory.resolve("ReadTable.java");
    try (InputStream in =
        Objects.requireNonNull(OlderJavaTest.class.getResourceAsStream("program/ReadTable.java"))) {
      Files.copy(in, source);
    }
    Path classes = directory.resolve("classes");
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                messages,
                messages,
                "--release",
                String.valueOf(Java.OLDEST),
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                source.toString());
    assertThat(code).as("%s", messages).isZero();
    return classes;
  }

  @ParameterizedTest
  @MethodSource("older")
  void readsWhatThisOneReads(Java java) throws Exception {
    Path recordings = Files.createDirectory(directory.resolve("recordings"));
    for (String variant : Corpus.variants()) {
      Recorded.corpus(
          variant, recordings.resolve(variant + ".rec"), directory, 2, ClusterTest.SAMPLED);
    }
    List<String> expected;
    try (SparkSession spark = Cluster.local()) {
      expected =
          spark
              .read()
              .format("procfs")
              .option("table", TABLE)
              .load(recordings.toString())
              .toJSON()
              .collectAsList();
    }
    Path classes = compile();
    Path log = directory.resolve("driver.log");
    try (Cluster cluster = Cluster.start(directory, java)) {
      Process driver =
          cluster
              .driver(classes, "program.ReadTable", TABLE, recordings.toString())
              .redirectError(log.toFile())
              .start();
      driver.getOutputStream().close();
      List<String> printed;
      try (var out = driver.inputReader()) {
        printed = out.lines().toList();
      }
      assertThat(driver.waitFor()).as(Files.readString(log)).isZero();
      assertThat(printed)
          .contains("driver " + java.version(), "executors " + java.version())
          .filteredOn(line -> line.startsWith("executors "))
          .hasSize(1);
      assertThat(printed)
          .filteredOn(line -> line.startsWith("row "))
          .containsExactlyInAnyOrderElementsOf(expected.stream().map(row -> "row " + row).toList())
          .isNotEmpty();
    }
  }
}
