package io.github.procfs4j.cli.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.report.RecordedTexts;
import io.github.procfs4j.tables.Relation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read back from each format is, cell by cell, what the relations contain. */
class RelationsExportTest {
  private static final int SAMPLES = 30;

  @TempDir private Path directory;
  private Path recording = Path.of("");

  /** A made-up text. */
  private static String stat(int sample) {
    return "cpu  %d 0 %d 0 0 0 0 0 0 0\ncpu0 %d 0 0 0 0 0 0 0 0 0\nctxt %d\nprocesses 1\n"
        .formatted(300 + 75 * sample, 100 + 25 * sample, 5 * sample, 1000 * sample);
  }

  /** A made-up text: a device comes, another one has a name that is poison everywhere. */
  private static String diskstats(int sample) {
    return "8 0 sda %d 0 80 40 0 0 0 0 0 %d 0\n".formatted(10 + 5 * sample, sample)
        + "8 1 =',\"\\;${} %d 0 80 40 0 0 0 0 0 0 0\n".formatted(sample)
        + (sample < 10 ? "" : "8 2 nvme0n1 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17\n");
  }

  /** A made-up text: a number of bytes that no signed number of 64 bits can be. */
  private static String meminfo(int sample) {
    return "MemTotal: 1000 kB\nMemFree: %d kB\nSwapFree: %s kB\n"
        .formatted(500 - sample, sample == 7 ? "18014398503714728" : "3");
  }

  @BeforeEach
  void record() throws IOException {
    Path recorded =
        RecordedTexts.record(
            directory,
            IntStream.range(0, SAMPLES)
                .mapToObj(
                    i ->
                        Map.of(
                            "stat",
                            i == 20 ? "no text of a kernel" : stat(i),
                            "diskstats",
                            diskstats(i),
                            "meminfo",
                            meminfo(i),
                            "uptime",
                            (i * 12345 + 0.25) + " 1.00\n"))
                .toList());
    recording = Files.move(recorded, directory.resolve("week.rec"));
  }

  private Path export(String format, String... more) {
    Path out = directory.resolve("out." + format);
    List<String> words = new ArrayList<>(List.of("export", recording.toString()));
    words.addAll(List.of("--to", format, "-o", out.toString()));
    words.addAll(List.of(more));
    Run.of(words.toArray(String[]::new)).isDone();
    return out;
  }

  @Test
  void csvIsLossless() throws IOException {
    Path out = export("csv");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
        .isEqualTo("rwx------");
    ReadBack read = new ReadBack(recording);
    ReadBack.assertSame(
        read.csv(out), read.expected(Relation.Content.SAMPLES, Relation.Content.RECORDING));
  }

  @Test
  void jsonLinesAreLossless() throws IOException {
    ReadBack read = new ReadBack(recording);
    ReadBack.assertSame(
        read.jsonLines(export("jsonl", "--figures")),
        read.expected(Relation.Content.FIGURES, Relation.Content.RECORDING));
  }

  @Test
  void parquetIsLosslessForTwoReaders() throws IOException, SQLException {
    ReadBack read = new ReadBack(recording);
    for (boolean isFigures : List.of(false, true)) {
      Path out =
          isFigures ? export("parquet", "--figures", "--force") : export("parquet", "--force");
      Map<String, List<List<@Nullable String>>> expected =
          read.expected(
              isFigures ? Relation.Content.FIGURES : Relation.Content.SAMPLES,
              Relation.Content.RECORDING);
      ReadBack.assertSame(read.parquetByDuckDb(out), expected);
      ReadBack.assertSame(read.parquetByHardwood(out), expected);
      deleteAll(out);
    }
    assertThat(read.expected(Relation.Content.SAMPLES).get("meminfo.meminfo"))
        .filteredOn(row -> row.contains("18446744067803881472"))
        .hasSize(1);
  }

  private static void deleteAll(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** As with any file, only its owner can read it: command lines and names are in it. */
  @Test
  void parquetIsItsOwnersAlone() throws IOException {
    try (Stream<Path> all = Files.walk(export("parquet"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
        assertThat(directory.relativize(file).toString())
            .matches(
                "out.parquet/host=made%1B%5B2Jup/date=\\d{4}-\\d\\d-\\d\\d/source=\\w+/table=\\w+/week.parquet");
      }
    }
  }

  @Test
  void openMetricsHasTheNamesOfNodeExporter() throws IOException {
    List<String> lines = new ArrayList<>();
    Path out = directory.resolve("out.openmetrics");
    Run run = Run.of("export", recording.toString(), "--to", "openmetrics", "-o", out.toString());
    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("left out").contains("uptime.uptime");
    lines.addAll(Files.readAllLines(out));
    assertThat(lines.getLast()).isEqualTo("# EOF");
    assertThat(lines).contains("# TYPE node_disk_reads_completed counter");
    assertThat(lines)
        .filteredOn(line -> line.startsWith("node_disk_reads_completed_total{device=\"sda\"} "))
        .hasSize(SAMPLES);
    assertThat(lines)
        .anyMatch(line -> line.startsWith("node_disk_io_now{device=\"=',\\\"\\\\;${}\"} 0 "));
    // Samples of a family follow each other, and a family is not begun twice.
    List<String> types = lines.stream().filter(line -> line.startsWith("# TYPE")).toList();
    assertThat(types).doesNotHaveDuplicates();
  }

  /** As node_exporter has them: numbers of vmstat as printed, kinds of softirqs in lower case. */
  @Test
  void openMetricsHasTheValuesOfNodeExporter() throws IOException {
    Path recorded =
        RecordedTexts.record(
            Files.createDirectory(directory.resolve("values")),
            Collections.nCopies(
                2,
                Map.of(
                    "vmstat",
                    "nr_free_pages 5\nnr_kernel_stack 1664\npgpgin 1234567\n",
                    "stat",
                    "cpu  1 1 1 1 1 1 1 1 1 1\nsoftirq 7 1 2 0 0 0 0 0 4 0 0\n")));
    Path out = directory.resolve("values.openmetrics");
    Run.of("export", recorded.toString(), "--to", "openmetrics", "-o", out.toString()).isDone();
    assertThat(Files.readString(out))
        .contains(
            "\nnode_vmstat_nr_free_pages 5 ",
            "\nnode_vmstat_nr_kernel_stack 1664 ",
            "\nnode_vmstat_pgpgin 1234567 ",
            "\nnode_softirqs_total{vector=\"timer\"} 2 ",
            "\nnode_softirqs_total{vector=\"block_iopoll\"} 0 ")
        .doesNotContain("total\"}");
  }

  @Test
  void whatIsNotThereIsRefused() {
    Run.of("export", recording.toString(), "--to", "csv", "-o", directory + "/x", "net/dev")
        .failed(2, "«net/dev» is neither a file nor in the recording", "diskstats");
    Run.of("export", recording.toString(), "--to", "csv", "-o", "-")
        .failed(2, "-o - is for one relation");
    Run.of("export", recording.toString(), "--to", "csv", "-o", directory + "/twice").isDone();
    Run.of("export", recording.toString(), "--to", "csv", "-o", directory + "/twice")
        .failed(2, "twice: exists; --force replaces");
    Run.of("export", recording.toString(), "--to", "parquet", "-o", "-")
        .failed(2, "parquet is a directory");
    export("parquet");
    Run.of("export", recording.toString(), "--to", "parquet", "-o", directory + "/out.parquet")
        .failed(2, "exists; --force replaces it");
    assertThat(directory.resolve("x")).doesNotExist();
  }
}
