package io.github.procfs4j.cli.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import io.github.procfs4j.cli.options.RecordingFiles;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads exports of a recording back, and compares all their cells with those of the relations. A
 * cell is a text; null is null.
 */
@SuppressWarnings("NullAway") // what is missing fails the test
final class ReadBack {
  private final String name;
  private final Map<String, Relation> relations = new HashMap<>();
  private final Map<Relation.Content, Map<String, List<List<@Nullable String>>>> rows =
      new HashMap<>();

  /** Reads the relations of a recording. */
  ReadBack(Path recording) throws IOException {
    name = RecordingFiles.stem(recording);
    try (Recording opened = Recording.open(recording)) {
      Relations all = Relations.of(opened, name);
      for (Relation relation : all.all()) {
        relations.put(relation.fullName(), relation);
        List<List<@Nullable String>> found = new ArrayList<>();
        Values values = new Values();
        for (Rows row = all.rows(relation); row.next(); ) {
          List<@Nullable String> cells = new ArrayList<>();
          for (int f = 0; f < relation.fields().size(); f++) {
            cells.add(values.text(row, f, relation.fields().get(f)));
          }
          found.add(cells);
        }
        if (!found.isEmpty()) {
          rows.computeIfAbsent(relation.content(), content -> new TreeMap<>())
              .put(relation.fullName(), found);
        }
      }
    }
  }

  Relation relation(String fullName) {
    return Objects.requireNonNull(relations.get(fullName), fullName);
  }

  /** The rows of all relations that have some. */
  Map<String, List<List<@Nullable String>>> expected(Relation.Content... contents) {
    Map<String, List<List<@Nullable String>>> all = new TreeMap<>();
    for (Relation.Content content : contents) {
      all.putAll(rows.getOrDefault(content, Map.of()));
    }
    assertThat(all).isNotEmpty();
    return all;
  }

  /** The order of rows is not part of what Parquet promises. */
  static void assertSame(
      Map<String, List<List<@Nullable String>>> read,
      Map<String, List<List<@Nullable String>>> expected) {
    assertThat(read.keySet()).isEqualTo(expected.keySet());
    read.forEach(
        (relation, found) ->
            assertThat(sorted(found))
                .as(relation)
                .isEqualTo(sorted(expected.getOrDefault(relation, List.of()))));
  }

  private static List<List<@Nullable String>> sorted(List<List<@Nullable String>> found) {
    return found.stream().sorted(Comparator.comparing(List::toString)).toList();
  }

  /** The rows of a directory of CSV. */
  Map<String, List<List<@Nullable String>>> csv(Path out) throws IOException {
    Map<String, List<List<@Nullable String>>> read = new TreeMap<>();
    try (Stream<Path> files = Files.list(out)) {
      for (Path file : files.toList()) {
        List<List<@Nullable String>> found = lines(Files.readString(file));
        String relation = file.getFileName().toString().replace(".csv", "");
        assertThat(found.removeFirst())
            .isEqualTo(relation(relation).fields().stream().map(Field::name).toList());
        read.put(relation, found);
      }
    }
    return read;
  }

  /**
   * Reads CSV with the difference between null and an empty text in quotes, which FastCSV hides.
   */
  private static List<List<@Nullable String>> lines(String text) {
    List<List<@Nullable String>> found = new ArrayList<>();
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
        found.add(row);
        row = new ArrayList<>();
      }
    }
    return found;
  }

  /** The rows of a file of JSON Lines. */
  Map<String, List<List<@Nullable String>>> jsonLines(Path out) throws IOException {
    Map<String, List<List<@Nullable String>>> read = new TreeMap<>();
    for (String line : Files.readAllLines(out)) {
      Map<String, Object> members = Json.members(Json.parse(line));
      String relation = (String) members.get("@relation");
      List<@Nullable String> cells = new ArrayList<>();
      for (Field field : relation(relation).fields()) {
        assertThat(members).containsKey(field.name());
        Object value = Objects.requireNonNull(members.get(field.name()));
        cells.add(
            value.equals("null")
                ? null
                : field.type() == Field.Type.DOUBLE
                    ? Double.toString(new BigDecimal(value.toString()).doubleValue())
                    : value.toString());
      }
      read.computeIfAbsent(relation, n -> new ArrayList<>()).add(cells);
    }
    return read;
  }

  /** The files of a directory of Parquet by their relations; there is one for each. */
  private Map<String, Path> parquet(Path out) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(out)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        assertThat(out.relativize(file).toString())
            .matches("host=[^/]+/date=[^/]+/source=\\w+/table=\\w+/" + name + "(-\\d)?[.]parquet");
        String table = nameFromEnd(file, 2).substring("table=".length());
        String source = nameFromEnd(file, 3).substring("source=".length());
        assertThat(files.put(source + "." + table, file)).isNull();
      }
    }
    return files;
  }

  /** A name of a path, counted from its end. */
  private static String nameFromEnd(Path path, int count) {
    return path.getName(path.getNameCount() - count).toString();
  }

  /** The rows of a directory of Parquet, as DuckDB reads them. */
  Map<String, List<List<@Nullable String>>> parquetByDuckDb(Path out)
      throws IOException, SQLException {
    Map<String, List<List<@Nullable String>>> read = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      for (Map.Entry<String, Path> file : parquet(out).entrySet()) {
        List<List<@Nullable String>> found = new ArrayList<>();
        Relation relation = relation(file.getKey());
        try (ResultSet rows =
            statement.executeQuery(
                "SELECT * FROM read_parquet('%s', hive_partitioning = false)"
                    .formatted(file.getValue()))) {
          while (rows.next()) {
            List<@Nullable String> cells = new ArrayList<>();
            for (int i = 0; i < relation.fields().size(); i++) {
              Field field = relation.fields().get(i);
              assertThat(rows.getMetaData().getColumnName(i + 1)).isEqualTo(field.name());
              Object value = rows.getObject(i + 1);
              cells.add(
                  value == null
                      ? null
                      : switch (field.type()) {
                        case TIME -> time(rows.getObject(i + 1, LocalDateTime.class));
                        case DECIMAL, SHORT_DECIMAL -> ((BigDecimal) value).toPlainString();
                        default -> value.toString();
                      });
            }
            found.add(cells);
          }
        }
        read.put(file.getKey(), found);
      }
    }
    return read;
  }

  private static String time(LocalDateTime time) {
    return new Values()
        .time(ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant(ZoneOffset.UTC)));
  }

  /** The number of rows of a file of Parquet, all of which are read. */
  static long rows(Path file) throws IOException {
    long rows = 0;
    // A file that is mapped would keep its file system from being unmounted.
    InputFile copy = InputFile.of(ByteBuffer.wrap(Files.readAllBytes(file)));
    try (ParquetFileReader reader = ParquetFileReader.open(copy);
        RowReader row = reader.rowReader()) {
      for (; row.hasNext(); rows++) {
        row.next();
      }
    }
    return rows;
  }

  /** The rows of a directory of Parquet, as another reader reads them. */
  Map<String, List<List<@Nullable String>>> parquetByHardwood(Path out) throws IOException {
    Map<String, List<List<@Nullable String>>> read = new TreeMap<>();
    for (Map.Entry<String, Path> file : parquet(out).entrySet()) {
      List<List<@Nullable String>> found = new ArrayList<>();
      Relation relation = relation(file.getKey());
      try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file.getValue()));
          RowReader row = reader.rowReader()) {
        assertThat(reader.getFileSchema().getColumnCount()).isEqualTo(relation.fields().size());
        while (row.hasNext()) {
          row.next();
          List<@Nullable String> cells = new ArrayList<>();
          for (Field field : relation.fields()) {
            cells.add(row.isNull(field.name()) ? null : value(row, field));
          }
          found.add(cells);
        }
      }
      read.put(file.getKey(), found);
    }
    return read;
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
}
