package io.github.procfs4j.spark;

import io.github.procfs4j.tables.Field;
import io.github.procfs4j.tables.Field.Role;
import io.github.procfs4j.tables.Relation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a table over all recordings: the union of what each of them has. What has the same
 * name, role and unit in two recordings is one column; what has the same name but another unit is
 * another one, whose name gets a number.
 */
final class Schemas {
  /** The keys of the metadata of a column. */
  private static final String FIELD = "procfs.field";

  private static final String ROLE = "procfs.role";
  private static final String UNIT = "procfs.unit";

  /** What the same column is in all recordings. */
  private record Key(String name, Role role, String unit, boolean isText) {
    static Key of(FieldShape field) {
      return new Key(
          field.name().toLowerCase(Locale.ROOT),
          field.role(),
          field.unit(),
          field.type() == Field.Type.TEXT);
    }
  }

  /** A column while it is merged. */
  private static final class Merged {
    final FieldShape first;
    Field.Type type;
    int scale;

    Merged(FieldShape first) {
      this.first = first;
      type = first.type();
      scale = first.scale();
    }

    /** Widens the column, so that it can hold the values of another recording. */
    void add(FieldShape field) {
      if (field.type() != type || field.scale() != scale) {
        type = type == Field.Type.DOUBLE ? type : Field.Type.DECIMAL;
        scale = Math.max(scale, field.scale());
      }
    }
  }

  private Schemas() {}

  /**
   * The columns of a table.
   *
   * @throws IllegalArgumentException if no recording has it, or if a file is not a recording and
   *     such files are not ignored
   */
  static StructType merged(Fleet fleet, String table) {
    Map<Key, Merged> columns = new LinkedHashMap<>();
    Set<List<FieldShape>> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<String> schemas = new TreeSet<>();
    List<Inspection> inspections = fleet.inspections() == null ? List.of() : fleet.inspections();
    for (Inspection inspection : inspections) {
      if (inspection.problem() != null && !fleet.ignoresCorrupt()) {
        throw new IllegalArgumentException(Fleet.corrupt(inspection.problem()));
      }
      schemas.addAll(inspection.schemas());
      List<FieldShape> fields = inspection.fields();
      if (fields != null && seen.add(fields)) {
        for (FieldShape field : fields) {
          columns.computeIfAbsent(Key.of(field), key -> new Merged(field)).add(field);
        }
      }
    }
    if (columns.isEmpty()) {
      throw new IllegalArgumentException(
          "none of %d files has a table %s; the first parts of the names of those that exist: %s"
              .formatted(fleet.files().size(), table, String.join(", ", schemas)));
    }
    return new StructType(fields(ordered(columns.values(), table)));
  }

  /** Labels of later recordings come before the columns of earlier ones. */
  private static List<Merged> ordered(Iterable<Merged> columns, String table) {
    List<Merged> ordered = new ArrayList<>();
    columns.forEach(ordered::add);
    if (!isAboutRecordings(table)) {
      ordered.sort(
          (a, b) -> Integer.compare(rank(a.first.role()), rank(b.first.role()))); // is stable
    }
    return ordered;
  }

  private static int rank(Role role) {
    return switch (role) {
      case ORIGIN, TIME -> 0;
      case LABEL -> 1;
      case COLUMN, FIGURE -> 2;
      case OTHER -> 3;
    };
  }

  private static StructField[] fields(List<Merged> columns) {
    Set<String> taken = new HashSet<>();
    List<StructField> fields = new ArrayList<>();
    for (Merged column : columns) {
      FieldShape first = column.first;
      String name = first.name();
      for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
        name = first.name() + "_" + i;
      }
      Metadata metadata =
          new MetadataBuilder()
              .putString(FIELD, first.name())
              .putString(ROLE, first.role().name())
              .putString(UNIT, first.unit())
              .build();
      StructField field = new StructField(name, type(column.type, column.scale), true, metadata);
      fields.add(first.meaning().isEmpty() ? field : field.withComment(first.meaning()));
    }
    return fields.toArray(StructField[]::new);
  }

  private static DataType type(Field.Type type, int scale) {
    return switch (type) {
      case TEXT -> DataTypes.StringType;
      case TIME -> DataTypes.TimestampType;
      case LONG -> DataTypes.LongType;
      case SHORT_DECIMAL -> DataTypes.createDecimalType(Field.PRECISION_OF_LONG, scale);
      case DECIMAL -> DataTypes.createDecimalType(Field.PRECISION, scale);
      case DOUBLE -> DataTypes.DoubleType;
    };
  }

  /** Whether a table describes recordings, so that each of them is one part. */
  static boolean isAboutRecordings(String table) {
    return table.startsWith("recording.") || table.equals(ProcfsDataSource.RECORDINGS);
  }

  /**
   * The index of the field of a relation that belongs to a column; -1 if there is none. Columns
   * that were not inferred, and have no metadata, are found by name.
   */
  static int indexOf(StructField column, Relation relation) {
    Metadata metadata = column.metadata();
    boolean isInferred =
        metadata.contains(FIELD) && metadata.contains(ROLE) && metadata.contains(UNIT);
    String name = isInferred ? metadata.getString(FIELD) : column.name();
    for (int i = 0; i < relation.fields().size(); i++) {
      Field field = relation.fields().get(i);
      if (field.name().equalsIgnoreCase(name)
          && (!isInferred
              || (field.role().name().equals(metadata.getString(ROLE))
                  && field.unit().equals(metadata.getString(UNIT))
                  && (field.type() == Field.Type.TEXT)
                      == column.dataType().equals(DataTypes.StringType)))) {
        return i;
      }
    }
    return -1;
  }
}
