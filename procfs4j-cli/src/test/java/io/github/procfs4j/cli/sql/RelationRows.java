package io.github.procfs4j.cli.sql;

import io.github.procfs4j.cli.options.RecordingFiles;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.tables.Field;
import io.github.procfs4j.tables.Relation;
import io.github.procfs4j.tables.Relations;
import io.github.procfs4j.tables.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of recordings as the library returns them, one by one, without a database. */
@SuppressWarnings("NullAway") // what is missing fails the test
final class RelationRows {
  private final List<Path> files;
  private final Map<String, List<Row>> known = new HashMap<>();

  RelationRows(List<Path> files) {
    this.files = List.copyOf(files);
  }

  /** A time of the wall clock, as queries print it. */
  record Time(long micros) implements Comparable<Time> {
    LocalDateTime local() {
      return LocalDateTime.ofInstant(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), ZoneOffset.UTC);
    }

    @Override
    public int compareTo(Time other) {
      return Long.compare(micros, other.micros);
    }

    @Override
    public String toString() {
      return local().toString();
    }
  }

  /** A row; what is null is missing. */
  record Row(Map<String, Object> values) {
    @Nullable Object get(String field) {
      return values.get(field);
    }

    boolean has(String field) {
      return values.containsKey(field);
    }

    String text(String field) {
      return String.valueOf(values.get(field));
    }

    double number(String field) {
      return ((Number) values.get(field)).doubleValue();
    }

    long whole(String field) {
      return ((BigDecimal) values.get(field)).longValueExact();
    }

    Time time(String field) {
      return (Time) values.get(field);
    }
  }

  /** The rows of a relation in all recordings that have it. */
  List<Row> of(String relation) {
    return known.computeIfAbsent(relation, this::read);
  }

  private List<Row> read(String name) {
    List<Row> rows = new ArrayList<>();
    for (Path file : files) {
      try (Recording recording = Recording.open(file)) {
        Relations relations = Relations.of(recording, RecordingFiles.stem(file));
        Optional<Relation> relation = relations.find(name);
        if (relation.isPresent()) {
          for (Rows read = relations.rows(relation.get()); read.next(); ) {
            rows.add(row(read));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return rows;
  }

  private static Row row(Rows read) {
    Map<String, Object> values = new HashMap<>();
    List<Field> fields = read.relation().fields();
    for (int i = 0; i < fields.size(); i++) {
      if (!read.isNull(i)) {
        Object value =
            switch (fields.get(i).type()) {
              case TEXT -> read.text(i);
              case TIME -> new Time(read.number(i));
              case LONG, SHORT_DECIMAL, DECIMAL -> read.decimal(i);
              case DOUBLE -> read.real(i);
            };
        values.put(fields.get(i).name(), value);
      }
    }
    return new Row(values);
  }
}
