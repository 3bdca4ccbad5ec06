package io.github.procfs4j.cli.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.FileSchema;
import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.report.RecordedTexts;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.tables.Field;
import io.github.procfs4j.tables.Relation;
import io.github.procfs4j.tables.Relations;
import io.github.procfs4j.tables.Rows;
import io.github.procfs4j.testing.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
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

  /** The rows of all relations as lists of texts, in which null is null. */
  private Map<String, List<List<@Nullable String>>> expected(Relation.Content... contents)
      throws IOException {
    Map<String, List<List<@Nullable String>>> all = new TreeMap<>();
    try (Recording opened = Recording.open(recording)) {
      Relations relations = Relations.of(opened, "week");
      Values values = new Values();
      for (Relation relation : relations.all()) {
        if (List.of(contents).contains(relation.content())) {
          List<List<@Nullable String>> rows = new ArrayList<>();
          for (Rows row = relations.rows(relation); row.next(); ) {
            List<@Nullable String> cells = new ArrayList<>();
            for (int f = 0; f < relation.fields().size(); f++) {
              cells.add(values.text(row, f, relation.fields().get(f)));
            }
            rows.add(cells);
          }
          if (!rows.isEmpty()) {
            all.put(relation.fullName(), rows);
          }
        }
      }
    }
    assertThat(all).isNotEmpty();
    return all;
  }

  private Map<String, Relation> relations() throws IOException {
    Map<String, Relation> all = new HashMap<>();
    try (Recording opened = Recording.open(recording)) {
      Relations.of(opened, "week").all().forEach(of -> all.put(of.fullName(), of));
    }
    return all;
  }

  private Relation relation(String name) throws IOException {
    return Objects.requireNonNull(relations().get(name), name);
  }

  /** A name of a path, counted from its end. */
  private static String nameFromEnd(Path path, int count) {
    return path.getName(path.getNameCount() - count).toString();
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
    Map<String, List<List<@Nullable String>>> read = new TreeMap<>();
    Path out = export("csv");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(out)) {
      for (Path file : files.toList()) {
        List<List<@Nullable String>> rows = new ArrayList<>();
        rows.addAll(csv(Files.readString(file)));
        String name = file.getFileName().toString().replace(".csv", "");
        assertThat(rows.removeFirst())
            .isEqualTo(relation(name).fields().stream().map(Field::name).toList());
        read.put(name, rows);
      }
    }
    Map<String, List<List<@Nullable String>>> expected =
        expected(Relation.Content.SAMPLES, Relation.Content.RECORDING);
    read.keySet()
        .removeIf(name -> name.equals("recording.sources") || name.equals("recording.fields"));
    expected
        .keySet()
        .removeIf(name -> name.equals("recording.sources") || name.equals("recording.fields"));
    assertSame(read, expected);
  }

  /**
   * Reads CSV with the difference between null and an empty text in quotes, which FastCSV hides.
   */
  private static List<List<@Nullable String>> csv(String text) {
    List<List<@Nullable String>> rows = new ArrayList<>();
    List<@Nullable String> row = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      StringBuilder field = new StringBuilder();
      boolean isQuoted = text.charAt(at) == '"';
      if (isQuoted) {
        for (at++; text.charAt(at) != '"' || text.startsWith("\"\"", at); at++) {
          at += text.charAt(at) == '"' ? 1 : 0;
          field.append(text.charAt(at));
        }
        at++;
      } else {
        while (text.charAt(at) != ',' && text.charAt(at) != '\n') {
          field.append(text.charAt(at++));
        }
      }
      row.add(isQuoted || !field.isEmpty() ? field.toString() : null);
      if (text.charAt(at++) == '\n') {
        rows.add(row);
        row = new ArrayList<>();
      }
    }
    return rows;
  }

  @Test
  void jsonLinesAreLossless() throws IOException {
    Map<String, List<List<@Nullable String>>> read = new TreeMap<>();
    Map<String, Relation> relations = relations();
    for (String line : Files.readAllLines(export("jsonl", "--figures"))) {
      Map<String, Object> members = Json.members(Json.parse(line));
      String name = (String) members.get("@relation");
      List<@Nullable String> cells = new ArrayList<>();
      for (Field field : Objects.requireNonNull(relations.get(name)).fields()) {
        assertThat(members).containsKey(field.name());
        Object value = Objects.requireNonNull(members.get(field.name()));
        cells.add(
            value.equals("null")
                ? null
                : field.type() == Field.Type.DOUBLE
                    ? Double.toString(new BigDecimal(value.toString()).doubleValue())
                    : value.toString());
      }
      read.computeIfAbsent(name, n -> new ArrayList<>()).add(cells);
    }
    assertSame(read, expected(Relation.Content.FIGURES, Relation.Content.RECORDING));
  }

  private Map<String, Path> parquet(Path out) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(out)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        assertThat(out.relativize(file).toString())
            .matches(
                "host=made%1B%5B2Jup/date=\\d{4}-\\d\\d-\\d\\d/source=\\w+/table=\\w+/week.parquet");
        String table = nameFromEnd(file, 2).substring("table=".length());
        String source = nameFromEnd(file, 3).substring("source=".length());
        files.put(source + "." + table, file);
      }
    }
    return files;
  }

  @Test
  void parquetIsLosslessForDuckDb() throws IOException, SQLException {
    Map<String, List<List<@Nullable String>>> read = new TreeMap<>();
    for (Map.Entry<String, Path> file : parquet(export("parquet")).entrySet()) {
      List<List<@Nullable String>> rows = new ArrayList<>();
      Relation relation = relation(file.getKey());
      try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
          Statement statement = connection.createStatement();
          ResultSet found =
              statement.executeQuery(
                  "SELECT * FROM read_parquet('%s', hive_partitioning = false)"
                      .formatted(file.getValue()))) {
        while (found.next()) {
          List<@Nullable String> cells = new ArrayList<>();
          for (int i = 0; i < relation.fields().size(); i++) {
            Field field = relation.fields().get(i);
            assertThat(found.getMetaData().getColumnName(i + 1)).isEqualTo(field.name());
            Object value = found.getObject(i + 1);
            cells.add(
                value == null
                    ? null
                    : switch (field.type()) {
                      case TIME -> time(found.getObject(i + 1, LocalDateTime.class));
                      case DECIMAL, SHORT_DECIMAL -> ((BigDecimal) value).toPlainString();
                      default -> value.toString();
                    });
          }
          rows.add(cells);
        }
      }
      read.put(file.getKey(), rows);
    }
    assertSame(read, expected(Relation.Content.SAMPLES, Relation.Content.RECORDING));
  }

  private static String time(LocalDateTime time) {
    return new Values()
        .time(ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant(ZoneOffset.UTC)));
  }

  /** The order of rows is not part of what Parquet promises. */
  private static void assertSame(
      Map<String, List<List<@Nullable String>>> read,
      Map<String, List<List<@Nullable String>>> expected) {
    assertThat(read.keySet()).isEqualTo(expected.keySet());
    read.forEach(
        (name, rows) ->
            assertThat(rows)
                .as(name)
                .containsExactlyInAnyOrderElementsOf(expected.getOrDefault(name, List.of())));
  }

  @Test
  void parquetIsLosslessForAnotherReader() throws IOException {
    Map<String, List<List<@Nullable String>>> read = new TreeMap<>();
    for (Map.Entry<String, Path> file : parquet(export("parquet", "--figures")).entrySet()) {
      List<List<@Nullable String>> rows = new ArrayList<>();
      Relation relation = relation(file.getKey());
      try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file.getValue()));
          RowReader row = reader.rowReader()) {
        FileSchema schema = reader.getFileSchema();
        assertThat(schema.getColumnCount()).isEqualTo(relation.fields().size());
        while (row.hasNext()) {
          row.next();
          List<@Nullable String> cells = new ArrayList<>();
          for (Field field : relation.fields()) {
            cells.add(row.isNull(field.name()) ? null : value(row, field));
          }
          rows.add(cells);
        }
      }
      read.put(file.getKey(), rows);
    }
    assertSame(read, expected(Relation.Content.FIGURES, Relation.Content.RECORDING));
  }

  private static String value(RowReader row, Field field) {
    return switch (field.type()) {
      case TEXT -> row.getString(field.name());
      case LONG -> Long.toString(row.getLong(field.name()));
      case DOUBLE -> Double.toString(row.getDouble(field.name()));
      case TIME -> new Values().time(row.getLong(field.name()));
      default -> row.getDecimal(field.name()).toPlainString();
    };
  }

  @Test
  void theOtherReaderSeesDecimalsAndLargeNumbers() throws IOException {
    Map<String, List<List<@Nullable String>>> read = new TreeMap<>();
    Map<String, Path> files = parquet(export("parquet", "meminfo", "uptime"));
    for (Map.Entry<String, Path> file : files.entrySet()) {
      List<List<@Nullable String>> rows = new ArrayList<>();
      try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file.getValue()));
          RowReader row = reader.rowReader()) {
        while (row.hasNext()) {
          row.next();
          List<@Nullable String> cells = new ArrayList<>();
          for (Field field : relation(file.getKey()).fields()) {
            cells.add(row.isNull(field.name()) ? null : value(row, field));
          }
          rows.add(cells);
        }
      }
      read.put(file.getKey(), rows);
    }
    assertThat(read.keySet()).containsExactly("meminfo.meminfo", "uptime.uptime");
    Map<String, List<List<@Nullable String>>> expected = expected(Relation.Content.SAMPLES);
    expected.keySet().retainAll(read.keySet());
    assertSame(read, expected);
    assertThat(read.get("meminfo.meminfo"))
        .filteredOn(row -> row.contains("18446744067803881472"))
        .hasSize(1);
  }

  /** The fields of a message of protocol buffers, in their order. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Part(int field, long number, byte[] bytes) {}

  private static List<Part> message(byte[] bytes) {
    List<Part> parts = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      long tag = varint(in);
      switch ((int) (tag & 7)) {
        case 0 -> parts.add(new Part((int) (tag >> 3), varint(in), new byte[0]));
        case 1 -> parts.add(new Part((int) (tag >> 3), in.getLong(), new byte[0]));
        default -> {
          byte[] content = new byte[(int) varint(in)];
          in.get(content);
          parts.add(new Part((int) (tag >> 3), 0, content));
        }
      }
    }
    return parts;
  }

  private static long varint(ByteBuffer in) {
    long number = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      number |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return number;
      }
    }
  }

  private static Part required(List<Part> message, int field) {
    return Objects.requireNonNull(part(message, field), () -> "field " + field);
  }

  private static @Nullable Part part(List<Part> message, int field) {
    return message.stream().filter(part -> part.field == field).findFirst().orElse(null);
  }

  @Test
  void perfettoHasACounterForEachNumber() throws IOException {
    Map<Long, String> names = new HashMap<>();
    Map<Long, Long> parents = new HashMap<>();
    List<String> events = new ArrayList<>();
    for (Part packet : message(Files.readAllBytes(export("perfetto")))) {
      assertThat(packet.field).isEqualTo(1);
      List<Part> fields = message(packet.bytes);
      Part track = part(fields, 60);
      if (track != null) {
        List<Part> described = message(track.bytes);
        long uuid = required(described, 1).number;
        names.put(uuid, new String(required(described, 2).bytes, UTF_8));
        Part parent = part(described, 5);
        if (parent != null) {
          parents.put(uuid, parent.number);
        }
      } else {
        List<Part> counter = message(required(fields, 11).bytes);
        assertThat(required(counter, 9).number).isEqualTo(4);
        long uuid = required(counter, 11).number;
        assertThat(required(fields, 8).number).isPositive();
        events.add(names.get(parents.get(uuid)) + "/" + names.get(uuid) + "=" + part(counter, 30));
      }
    }
    // A number that stays the same is written once; one that changes, each time.
    assertThat(events)
        .filteredOn(event -> event.startsWith("diskstats.disk sda/reads_completed="))
        .hasSize(SAMPLES);
    assertThat(events)
        .filteredOn(event -> event.startsWith("diskstats.disk nvme0n1/reads_completed="))
        .hasSize(1);
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

  @Test
  void whatIsNotThereIsRefused() {
    Run.of("export", recording.toString(), "--to", "csv", "-o", directory + "/x", "net/dev")
        .failed(2, "«net/dev» is neither a file nor in the recording", "diskstats");
    Run.of("export", recording.toString(), "--to", "csv", "-o", "-")
        .failed(2, "-o - is for one relation");
    Run.of("export", recording.toString(), "--to", "parquet", "-o", "-")
        .failed(2, "parquet is a directory");
    export("parquet");
    Run.of("export", recording.toString(), "--to", "parquet", "-o", directory + "/out.parquet")
        .failed(1, "exists; --force replaces it");
    assertThat(directory.resolve("x")).doesNotExist();
  }
}
