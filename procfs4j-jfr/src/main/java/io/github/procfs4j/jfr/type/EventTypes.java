package io.github.procfs4j.jfr.type;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Lack;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Reading;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.processes.ProcessFigures;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.processes.WaitTable;
import io.github.procfs4j.processes.Waits;
import io.github.procfs4j.sampling.Self;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The types of the events of a source, one for each table. What a table contains is known only when
 * the source has been read, and a later sample may have further columns.
 */
public final class EventTypes {
  private static final String ALL = "procfs4j";

  private static final String ABSENCE =
      " A field without a value is NaN, or Long.MIN_VALUE if it is a time or a whole number.";

  private final String name;
  private final Source source;
  private final Function<Table, List<Figure>> figures;
  private final boolean hasCells;
  private final Map<String, Known> known = new HashMap<>();

  /** The tables by the last parts of the names of their types. */
  private final Map<String, String> tables = new HashMap<>();

  /** A table as it is described, and the columns that it has had. */
  private record Known(Table table, Map<String, Column> columns, EventDescription description) {}

  /**
   * The types of a source.
   *
   * @param name the name of the source, of which the names of the types are made
   * @param source its description
   * @param figures the figures that are defined for the rows of a table; for a table without any,
   *     those of its columns are used
   * @param hasCells whether the events also have the numbers that the kernel printed
   */
  public EventTypes(
      String name, Source source, Function<Table, List<Figure>> figures, boolean hasCells) {
    this.name = name;
    this.source = source;
    this.figures = figures;
    this.hasCells = hasCells;
  }

  /**
   * {@return the figures that are defined for the rows of each table of a source; none if it is not
   * a source of the library}
   *
   * @param source the name of the source
   */
  public static Function<Table, List<Figure>> figuresOf(String source) {
    if (Processes.isSource(source)) {
      return table ->
          Stream.of(ProcessTable.PROCESS, ProcessTable.THREAD)
              .filter(known -> known.name().equals(table.name()))
              .map(ProcessFigures::of)
              .findFirst()
              .orElse(List.of());
    }
    if (Waits.isSource(source)) {
      return byTable(WaitTable.FIGURES);
    }
    return byTable(
        source.equals(Self.NAME)
            ? Self.FIGURES
            : Procfs.sampledFile(source)
                .<List<Figure>>map(file -> file.figures())
                .orElse(List.of()));
  }

  /**
   * {@return those of some figures that belong to a table}
   *
   * @param figures the figures of all tables of a source
   */
  public static Function<Table, List<Figure>> byTable(List<Figure> figures) {
    return table -> figures.stream().filter(figure -> figure.table().equals(table.name())).toList();
  }

  /** {@return the beginning of the names of all types, without a dot at its end} */
  public String prefix() {
    StringBuilder prefix = new StringBuilder(ALL);
    for (String part : name.split("/", -1)) {
      if (!part.isEmpty()) { // as at the end of a pattern of command lines
        prefix.append('.').append(EventFields.identifier(part));
      }
    }
    return prefix.toString();
  }

  /**
   * {@return whether the table has no columns but those from which its type was made}
   *
   * @param layout the table, as in a sample
   */
  public boolean isKnown(TableLayout layout) {
    Known before = known.get(layout.table().name());
    return before != null
        && before.table.equals(layout.table())
        && layout.columns().stream().allMatch(column -> before.columns.containsKey(column.name()));
  }

  /**
   * {@return the type of a table: the same object as before unless the table has further columns}
   * It has no fields for figures that need a column that this kernel does not print.
   *
   * @param layout the table, as in a sample
   * @param interval the interval that ends with that sample
   */
  public EventDescription of(TableLayout layout, Interval interval) {
    Table table = layout.table();
    Known before = known.get(table.name());
    if (before != null && isKnown(layout)) {
      return before.description;
    }
    Map<String, Column> columns = new LinkedHashMap<>();
    if (before != null && before.table.equals(table)) {
      columns.putAll(before.columns);
    }
    layout.columns().forEach(column -> columns.putIfAbsent(column.name(), column));
    EventDescription description = describe(table, columns.values(), layout.rows(), interval);
    if (before != null && names(before.description).equals(names(description))) {
      description = before.description;
    }
    known.put(table.name(), new Known(table, columns, description));
    return description;
  }

  /**
   * {@return the rows that have events: not those with counters whose numbers are all 0, such as
   * interrupts and devices that are never used, and not processes none of whose numbers changed}
   *
   * @param layout the table, as in a sample
   * @param sample the sample
   * @param interval the interval that ends with that sample
   */
  public Stream<Row> rows(TableLayout layout, Reading sample, Interval interval) {
    if (Processes.isSource(name) && !figures.apply(layout.table()).isEmpty()) {
      return layout.rows().stream().filter(row -> !interval.isStill(row));
    }
    List<Column> numbers =
        layout.columns().stream().filter(column -> column.kind() != Kind.IDENTIFIER).toList();
    return numbers.stream().anyMatch(column -> column.kind() == Kind.COUNTER)
        ? layout.rows().stream().filter(row -> isUsed(row, numbers, sample))
        : layout.rows().stream();
  }

  private static boolean isUsed(Row row, List<Column> numbers, Reading sample) {
    return numbers.stream()
        .mapToInt(column -> sample.layout().cell(row, column))
        .anyMatch(cell -> cell != Layout.ABSENT && sample.value(cell) != 0);
  }

  private static List<String> names(EventDescription description) {
    return description.fields().stream().map(EventField::name).toList();
  }

  private EventDescription describe(
      Table table, Collection<Column> columns, List<Row> rows, Interval interval) {
    EventFields fields = new EventFields();
    fields.labels(table);
    List<Figure> wanted =
        figures(table, columns).stream()
            .filter(figure -> isPrinted(figure, rows, interval))
            .toList();
    if (!wanted.isEmpty()) {
      fields.interval();
    }
    wanted.forEach(fields::figure);
    columns.stream().filter(EventTypes::isLetter).forEach(fields::letter);
    if (hasCells) {
      columns.stream().filter(column -> !isLetter(column)).forEach(fields::cell);
    }
    return new EventDescription(
        prefix() + "." + unique(table),
        name.equals(table.name()) ? name : name + " " + table.name(),
        source.purpose() + "." + ABSENCE,
        List.of(ALL, name),
        fields.all());
  }

  /** The name of a table as a Java identifier; tables of files that a user wrote may be alike. */
  private String unique(Table table) {
    String identifier = EventFields.identifier(table.name());
    String unique = identifier;
    for (int i = 2; !table.name().equals(tables.getOrDefault(unique, table.name())); i++) {
      unique = identifier + "_" + i;
    }
    tables.put(unique, table.name());
    return unique;
  }

  private static boolean isPrinted(Figure figure, List<Row> rows, Interval interval) {
    return rows.isEmpty()
        || rows.stream()
            .anyMatch(
                row ->
                    !Double.isNaN(figure.value(interval, row))
                        || interval.lack() != Lack.NOT_PRINTED);
  }

  private List<Figure> figures(Table table, Collection<Column> columns) {
    List<Figure> defined = figures.apply(table);
    return defined.isEmpty()
        ? columns.stream()
            .filter(column -> column.kind() != Kind.IDENTIFIER && !isLetter(column))
            .map(column -> Figure.of(table, column))
            .toList()
        : defined;
  }

  private static boolean isLetter(Column column) {
    return column.unit().equals(Unit.LETTER);
  }
}
