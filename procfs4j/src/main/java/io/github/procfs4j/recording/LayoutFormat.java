package io.github.procfs4j.recording;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * How columns and layouts are written, and read back.
 *
 * <p>Columns are described once in a recording, and layouts refer to them by number, because their
 * number is limited. The number of labels is not: processes come and go. So a layout contains its
 * own strings, and neither writer nor reader has to keep those of all previous layouts.
 */
final class LayoutFormat {
  private static final int SIGNED = 1;
  private static final int MOST_DECIMALS = 18;

  /** Strings up to this length are compared quickly anyway. */
  private static final int SHORT = 64;

  private LayoutFormat() {}

  static void write(RecordWriter out, Column column) {
    out.string(column.name())
        .string(column.unit().name())
        .number(column.unit().factor())
        .number(column.unit().decimals())
        .string(column.kind().text())
        .number(column.signed() ? SIGNED : 0)
        .string(column.since())
        .string(column.requires())
        .string(column.meaning())
        .string(column.reference());
  }

  static Column readColumn(RecordReader in) {
    return new Column(
        in.string(),
        new Unit(in.string(), in.upTo(Integer.MAX_VALUE), in.upTo(MOST_DECIMALS)),
        Kind.of(in.string()),
        (in.number() & SIGNED) != 0,
        in.string(),
        in.string(),
        in.string(),
        in.string());
  }

  static void write(RecordWriter out, Layout layout, ToIntFunction<Column> numberOf) {
    Map<String, Integer> strings = new LinkedHashMap<>();
    RecordWriter tables = new RecordWriter();
    tables.number(layout.tables().size());
    for (TableLayout table : layout.tables()) {
      tables.number(numberOf(table.table().name(), strings));
      tables.number(table.table().labels().size());
      for (String label : table.table().labels()) {
        tables.number(numberOf(label, strings));
      }
      List<Column> columns = columns(table, layout);
      tables.number(columns.size());
      for (Column column : columns) {
        tables.number(numberOf.applyAsInt(column));
      }
      tables.number(table.rows().size());
      for (Row row : table.rows()) {
        for (String label : row.labels()) {
          tables.number(numberOf(label, strings));
        }
        tables.number(row.repeat());
        int last = Layout.ABSENT;
        for (Column column : columns) {
          int cell = layout.cell(row, column);
          if (cell == Layout.ABSENT || layout.column(cell).signed() != column.signed()) {
            tables.number(0);
          } else {
            tables.number(1 + zigzag(cell - (last + 1))); // mostly 1: the cell after the last
            last = cell;
          }
        }
      }
    }
    if (layout.tables().stream().anyMatch(table -> describing(table.table()) > 0)) {
      layout.tables().forEach(table -> tables.number(describing(table.table())));
    }
    out.number(layout.cells()).number(strings.size());
    strings.keySet().forEach(out::string);
    out.raw(tables.bytes(), tables.size());
  }

  /** The columns of a table; a column with signed and unsigned cells occurs twice. */
  private static List<Column> columns(TableLayout table, Layout layout) {
    List<Column> columns = new ArrayList<>(table.columns());
    for (Column column : table.columns()) {
      for (Row row : table.rows()) {
        int cell = layout.cell(row, column);
        if (cell != Layout.ABSENT && layout.column(cell).signed() != column.signed()) {
          columns.add(layout.column(cell));
          break;
        }
      }
    }
    return columns;
  }

  /** How many of its labels, the last ones, only describe rows. */
  private static int describing(Table table) {
    return table.labels().size() - table.identifying();
  }

  private static int numberOf(String string, Map<String, Integer> strings) {
    return strings.computeIfAbsent(string, added -> strings.size());
  }

  private static long zigzag(int value) {
    return ((long) value << 1) ^ (value >> 31);
  }

  /**
   * Reads a layout.
   *
   * @param known the long strings of the previous layout, and then of this one: equal rows are
   *     recognized faster if their labels are the same objects
   */
  static Layout readLayout(RecordReader in, List<Column> columns, Map<String, String> known) {
    int cells = in.count();
    List<String> strings = new ArrayList<>();
    for (int i = in.count(); i > 0; i--) {
      String string = in.string();
      strings.add(string.length() > SHORT ? known.computeIfAbsent(string, it -> it) : string);
    }
    if (!known.isEmpty()) {
      known.keySet().retainAll(new HashSet<>(strings));
    }
    List<ReadTable> tables = new ArrayList<>();
    for (int t = in.count(); t > 0; t--) {
      tables.add(readTable(in, strings, columns, cells));
    }
    Layout.Builder builder = new Layout.Builder();
    for (ReadTable table : tables) {
      int describing = in.isAtEnd() ? 0 : in.upTo(table.labels.size());
      table.into(builder, table.labels.size() - describing);
    }
    Layout layout = builder.build();
    if (layout.cells() != cells) {
      throw new IllegalArgumentException(layout.cells() + " cells, not " + cells);
    }
    return layout;
  }

  /** A table as read from a record, which states at its end which of its labels identify rows. */
  private record ReadTable(
      String name, List<String> labels, List<Column> columns, List<ReadRow> rows) {
    void into(Layout.Builder builder, int identifying) {
      Table table = new Table(name, labels, identifying);
      builder.table(table);
      for (ReadRow read : rows) {
        Row here = new Row(table, read.labels, read.repeat);
        if (builder.has(here)) {
          throw new IllegalArgumentException("a row twice");
        }
        Layout.Builder.RowBuilder row = builder.row(here);
        for (int c = 0; c < read.cells.length; c++) {
          row.cell(columns.get(c), read.cells[c]);
        }
      }
    }
  }

  /** A row as read from a record, with a cell for each column or {@link Layout#ABSENT}. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record ReadRow(List<String> labels, int repeat, int[] cells) {}

  private static ReadTable readTable(
      RecordReader in, List<String> strings, List<Column> columns, int cells) {
    String name = one(strings, in);
    List<String> labels = some(strings, in, in.count());
    List<Column> columnsHere = some(columns, in, in.count());
    Set<String> names = new HashSet<>();
    for (Column column : columnsHere) {
      // A column may occur twice: as it is, and signed for negative numbers.
      if (!names.add(column.name() + column.signed())) {
        throw new IllegalArgumentException("two columns of one name");
      }
    }
    List<ReadRow> rows = new ArrayList<>();
    for (int r = in.count(); r > 0; r--) {
      List<String> labelsHere = some(strings, in, labels.size());
      int repeat = in.upTo(Integer.MAX_VALUE);
      int[] cellsHere = new int[columnsHere.size()];
      int last = Layout.ABSENT;
      for (int c = 0; c < cellsHere.length; c++) {
        long code = in.number();
        if (code == 0) {
          cellsHere[c] = Layout.ABSENT;
        } else {
          last = cell(code - 1, last + 1, cells);
          cellsHere[c] = last;
        }
      }
      rows.add(new ReadRow(labelsHere, repeat, cellsHere));
    }
    return new ReadTable(name, labels, columnsHere, rows);
  }

  private static int cell(long zigzag, int next, int cells) {
    long cell = next + ((zigzag >>> 1) ^ -(zigzag & 1));
    if (cell < 0 || cell >= cells) {
      throw new IllegalArgumentException("cell " + cell + " of " + cells);
    }
    return (int) cell;
  }

  private static <T> T one(List<T> of, RecordReader in) {
    return of.get(in.upTo(of.size() - 1));
  }

  private static <T> List<T> some(List<T> of, RecordReader in, int count) {
    List<T> some = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      some.add(one(of, in));
    }
    return some;
  }
}
