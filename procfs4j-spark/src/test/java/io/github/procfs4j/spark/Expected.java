package io.github.procfs4j.spark;

import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.tables.Field;
import io.github.procfs4j.tables.Relation;
import io.github.procfs4j.tables.Relations;
import io.github.procfs4j.tables.Rows;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** The rows of a table as texts: those of Spark, and those that the library reads. */
final class Expected {
  private Expected() {}

  /** What Spark returns, ordered. */
  static List<String> rows(Dataset<Row> data) {
    String[] names = data.columns();
    List<String> rows = new ArrayList<>();
    for (Row row : data.collectAsList()) {
      Map<String, @Nullable Object> values = new TreeMap<>();
      for (int i = 0; i < names.length; i++) {
        if (!row.isNullAt(i)) {
          values.put(names[i], plain(row.get(i)));
        }
      }
      rows.add(values.toString());
    }
    rows.sort(null);
    return rows;
  }

  private static @Nullable Object plain(Object value) {
    return switch (value) {
      case java.sql.Timestamp timestamp -> timestamp.toInstant();
      case LocalDateTime time -> time.toInstant(ZoneOffset.UTC);
      case BigDecimal decimal -> number(decimal);
      case Long number -> number(BigDecimal.valueOf(number));
      default -> value;
    };
  }

  private static @Nullable String number(@Nullable BigDecimal number) {
    if (number == null) {
      return null;
    }
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  /** What the library reads of the same table, ordered. */
  static List<String> rows(List<Path> files, String table) throws IOException {
    List<String> rows = new ArrayList<>();
    for (Path file : files) {
      try (Recording recording = Recording.open(file)) {
        Relations relations = Relations.of(recording, "file:" + file);
        Optional<Relation> relation = relations.find(table);
        if (relation.isPresent()) {
          Rows read = relations.rows(relation.get());
          while (read.next()) {
            rows.add(row(read).toString());
          }
        }
      }
    }
    rows.sort(null);
    return rows;
  }

  private static Map<String, @Nullable Object> row(Rows rows) {
    Map<String, @Nullable Object> values = new TreeMap<>();
    List<Field> fields = rows.relation().fields();
    for (int i = 0; i < fields.size(); i++) {
      if (!rows.isNull(i)) {
        values.put(fields.get(i).name(), value(rows, fields.get(i), i));
      }
    }
    return values;
  }

  private static @Nullable Object value(Rows rows, Field field, int i) {
    return switch (field.type()) {
      case TEXT -> rows.text(i);
      case TIME -> Instant.EPOCH.plus(rows.number(i), ChronoUnit.MICROS);
      case DOUBLE -> rows.real(i);
      case LONG, SHORT_DECIMAL, DECIMAL -> number(rows.decimal(i));
    };
  }
}
