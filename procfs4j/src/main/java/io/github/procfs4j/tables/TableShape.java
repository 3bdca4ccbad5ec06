package io.github.procfs4j.tables;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.tables.Field.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a table has in any sample of a recording: labels, columns, and how large its amounts are.
 */
final class TableShape {
  static final int HOST = 0;
  static final int RECORDING = 1;
  static final int TIME = 2;
  static final int BEGIN = 3;
  static final int END = 4;

  private static final List<Field> OF_SAMPLES =
      origin(
          "the middle of the time during which the sample was read",
          "before the first byte was read",
          "after the last byte was read");

  private static final List<Field> OF_INTERVALS =
      origin(
          "the end of the interval: the middle of the time during which its later sample was read",
          "the beginning of the interval",
          "the end of the interval");

  /** The name of the field that distinguishes rows with the same labels. */
  private static final String REPEAT = "repeat";

  /** The name of the field with the reasons why figures are missing. */
  private static final String REMARKS = "remarks";

  /** A column is what has this name and this unit, in all samples. */
  private record Key(String name, Unit unit) {}

  private static final class ColumnShape {
    final Column column;
    final int index;
    Field.Type type;

    ColumnShape(Column column, int index) {
      this.column = column;
      this.index = index;
      type = Amount.shortType(column.unit());
    }
  }

  final String name;
  private final Table first;
  private final SequencedMap<String, Integer> labels = new LinkedHashMap<>();
  private boolean isRepeating;
  private final SequencedMap<Key, ColumnShape> columns = new LinkedHashMap<>();

  /** Most rows in slots share one of a few lists of columns. */
  private final Set<List<Column>> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private @Nullable Relation samples;
  private @Nullable Relation intervals;
  private List<Figure> figures = List.of();

  private List<Unit> units = List.of();

  /** The factors of all fields. */
  private int[] factors = {};

  TableShape(Table table) {
    name = table.name();
    first = table;
  }

  /** Whether a row may have a label or a column that no row before it had. */
  boolean isNew(Table table, List<Column> more) {
    return seen.add(more) || !labels.keySet().containsAll(table.labels());
  }

  void note(Table table, List<Column> more) {
    table.labels().forEach(label -> labels.putIfAbsent(label, labels.size()));
    for (Column column : more) {
      columns.computeIfAbsent(
          new Key(column.name(), column.unit()), key -> new ColumnShape(column, columns.size()));
    }
  }

  void note(Row row) {
    isRepeating |= row.repeat() > 0;
  }

  /** Widens the field of a column if a cell needs it. */
  void note(Column column, long cell) {
    ColumnShape shape = columns.get(new Key(column.name(), column.unit()));
    if (shape != null && !Amount.fits(shape.type, column, cell)) {
      shape.type = Field.Type.DECIMAL;
    }
  }

  /** Fixes what the relations are, after all samples have been noted. */
  void end(String schema, String source, String relation, String relationOfFigures) {
    Identifiers names = reserved(OF_SAMPLES);
    List<Field> fields = new ArrayList<>(OF_SAMPLES);
    addLabels(fields, names);
    for (ColumnShape column : columns.values()) {
      Column described = column.column;
      fields.add(
          new Field(
              names.unique(described.name()),
              column.type,
              column.type == Field.Type.SHORT_DECIMAL || column.type == Field.Type.DECIMAL
                  ? described.unit().decimals()
                  : 0,
              Role.COLUMN,
              described.name(),
              described.unit().name(),
              described.meaning()));
    }
    samples =
        new Relation(
            schema,
            relation,
            Relation.Content.SAMPLES,
            source,
            name,
            "The rows of the table " + name + " of " + source + ", in each sample.",
            fields);
    units = columns.values().stream().map(column -> column.column.unit()).toList();
    factors = new int[fields.size()];
    Arrays.fill(factors, 1);
    for (ColumnShape column : columns.values()) {
      factors[firstColumn() + column.index] = column.column.unit().factor();
    }
    figures = KnownFigures.of(source, first, columns.values().stream().map(c -> c.column).toList());
    intervals = figures(schema, source, relationOfFigures);
  }

  private Relation figures(String schema, String source, String relation) {
    Identifiers names = reserved(OF_INTERVALS);
    names.unique(REMARKS);
    List<Field> fields = new ArrayList<>(OF_INTERVALS);
    addLabels(fields, names);
    for (Figure figure : figures) {
      fields.add(
          new Field(
              names.unique(figure.name()),
              Field.Type.DOUBLE,
              0,
              Role.FIGURE,
              figure.name(),
              figure.unit(),
              figure.meaning()));
    }
    fields.add(
        new Field(
            REMARKS,
            Field.Type.TEXT,
            0,
            Role.OTHER,
            "",
            "",
            "Why figures are missing, or which of them were outside their limits."));
    return new Relation(
        schema,
        relation,
        Relation.Content.FIGURES,
        source,
        name,
        "The figures of the table " + name + " of " + source + ", in each interval.",
        fields);
  }

  private void addLabels(List<Field> fields, Identifiers names) {
    for (String label : labels.keySet()) {
      fields.add(
          new Field(
              names.unique(label), Field.Type.TEXT, 0, Role.LABEL, label, "", "Label of the row."));
    }
    if (isRepeating) {
      fields.add(
          new Field(
              names.unique(REPEAT),
              Field.Type.LONG,
              0,
              Role.LABEL,
              "",
              "",
              "How many rows with the same labels are before it in the same sample."));
    }
  }

  private static Identifiers reserved(List<Field> fields) {
    Identifiers names = new Identifiers();
    fields.forEach(field -> names.unique(field.name()));
    return names;
  }

  private static List<Field> origin(String time, String begin, String end) {
    return List.of(
        Fields.HOST,
        Fields.RECORDING,
        Fields.time("time", "Wall clock time, UTC: " + time + "."),
        Fields.nanos("begin_ns", "Monotonic time: " + begin + "."),
        Fields.nanos("end_ns", "Monotonic time: " + end + "."));
  }

  Relation samples() {
    return ended(samples);
  }

  Relation intervals() {
    return ended(intervals);
  }

  private static Relation ended(@Nullable Relation relation) {
    if (relation == null) {
      throw new IllegalStateException("the samples have not been noted yet");
    }
    return relation;
  }

  List<Figure> figures() {
    return figures;
  }

  /** The index of the first field of a label. */
  static int firstLabel() {
    return END + 1;
  }

  /** The index of the first field after those of the labels. */
  int firstColumn() {
    return END + 1 + labels.size() + (isRepeating ? 1 : 0);
  }

  /** The index of the field that distinguishes rows with the same labels; -1 if there is none. */
  int repeatField() {
    return isRepeating ? firstColumn() - 1 : -1;
  }

  /** The labels of a row by the indexes of their fields; null for those that it lacks. */
  @Nullable String[] labels(Row row) {
    @Nullable String[] values = new @Nullable String[firstColumn()];
    List<String> names = row.table().labels();
    for (int i = 0; i < names.size(); i++) {
      Integer index = labels.get(names.get(i));
      String value = row.labels().get(i);
      if (index != null && !value.isEmpty()) {
        values[firstLabel() + index] = value;
      }
    }
    return values;
  }

  /** The fields of these columns. */
  int[] fields(List<Column> ofTable) {
    int[] fields = new int[ofTable.size()];
    for (int i = 0; i < fields.length; i++) {
      ColumnShape shape = columns.get(new Key(ofTable.get(i).name(), ofTable.get(i).unit()));
      fields[i] = shape == null ? -1 : firstColumn() + shape.index;
    }
    return fields;
  }

  /** By how much the cells of a field are multiplied. */
  int factor(int field) {
    return factors[field];
  }

  /** The unit of the cells of a field. */
  Unit unit(int field) {
    return units.get(field - firstColumn());
  }

  /** An array for the cells of all fields, without any. */
  int[] noCells() {
    int[] cells = new int[samples().fields().size()];
    Arrays.fill(cells, Layout.ABSENT);
    return cells;
  }
}
