package io.github.procfs4j.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Which tables, rows and columns a text holds, and which cell stands where: it stays the same as
 * long as the kernel prints the same rows and columns. Immutable.
 *
 * <p>Cells are numbered in the order of the text, and a cell belongs to one row and one column. A
 * row may lack columns that others have.
 */
public final class Layout {
  /** The number returned in place of a cell that is not there. */
  public static final int ABSENT = -1;

  private static final int[] NO_CELLS = {};

  private final List<TableLayout> tables;
  private final Map<Row, int[]> cellsOfRow;
  private final Map<String, TableLayout> tableOfName;
  private final Map<String, Map<String, Integer>> indexOfColumn;
  private final Row[] rowOfCell;
  private final Column[] columnOfCell;

  private Layout(List<TableLayout> tables, Map<Row, int[]> cellsOfRow, int cells) {
    this.tables = List.copyOf(tables);
    this.cellsOfRow = cellsOfRow;
    tableOfName = new HashMap<>();
    rowOfCell = new Row[cells];
    columnOfCell = new Column[cells];
    indexOfColumn = new HashMap<>();
    for (TableLayout table : tables) {
      tableOfName.put(table.table().name(), table);
      Map<String, Integer> index = new HashMap<>();
      for (int c = 0; c < table.columns().size(); c++) {
        index.put(table.columns().get(c).name(), c);
      }
      indexOfColumn.put(table.table().name(), index);
      for (Row row : table.rows()) {
        int[] cellsHere = cellsOfRow(row);
        for (int c = 0; c < cellsHere.length; c++) {
          if (cellsHere[c] != ABSENT) {
            rowOfCell[cellsHere[c]] = row;
            columnOfCell[cellsHere[c]] = table.columns().get(c);
          }
        }
      }
    }
    for (int cell = 0; cell < cells; cell++) {
      if (rowOfCell[cell] == null) {
        throw new IllegalStateException("cell " + cell + " belongs to no row");
      }
    }
  }

  /**
   * A table as it stands in a text.
   *
   * @param table the table
   * @param columns the columns that some row of it has, in the order in which they were first met
   * @param rows its rows, in the order of the text
   */
  public record TableLayout(Table table, List<Column> columns, List<Row> rows) {
    /** Keeps the lists as they are now. */
    public TableLayout {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }
  }

  /** The tables, in the order in which they were first met. */
  public List<TableLayout> tables() {
    return tables;
  }

  /** The table of this name, if the text holds it. */
  public Optional<TableLayout> table(String name) {
    return Optional.ofNullable(tableOfName.get(name));
  }

  /** How many cells there are. */
  public int cells() {
    return rowOfCell.length;
  }

  /** The row that a cell belongs to. */
  public Row row(int cell) {
    return rowOfCell[cell];
  }

  /** The column that a cell belongs to. */
  public Column column(int cell) {
    return columnOfCell[cell];
  }

  /** The cell of a row and a column, {@link #ABSENT} if the text has none. */
  public int cell(Row row, Column column) {
    return cell(row, column.name());
  }

  /** The cell of a row and a column of this name, {@link #ABSENT} if the text has none. */
  public int cell(Row row, String column) {
    int[] cells = cellsOfRow.get(row);
    Map<String, Integer> indexes = indexOfColumn.get(row.table().name());
    if (cells == null || indexes == null) {
      return ABSENT;
    }
    Integer index = indexes.get(column);
    return index == null || index >= cells.length ? ABSENT : cells[index];
  }

  /** As {@link #cellsOfRow}, but none for a row that is not here. */
  int[] cellsIfAny(Row row) {
    return cellsOfRow.getOrDefault(row, NO_CELLS);
  }

  /** Where the columns of a table stand among the cells of its rows, by their names. */
  Map<String, Integer> indexOfColumns(Table table) {
    return indexOfColumn.getOrDefault(table.name(), Map.of());
  }

  /**
   * The cells of a row, one for each of its table's columns up to the last that it has; {@link
   * #ABSENT} in between.
   */
  private int[] cellsOfRow(Row row) {
    int[] cells = cellsOfRow.get(row);
    if (cells == null) {
      throw new IllegalArgumentException("no row " + row);
    }
    return cells;
  }

  /**
   * Whether both hold the same tables, columns and rows, described alike, with the same cells in
   * the same units, so that cells can be compared by number.
   */
  public boolean isSameAs(Layout other) {
    if (!tables.equals(other.tables) || cells() != other.cells() || !isDescribedAs(other)) {
      return false;
    }
    for (int cell = 0; cell < rowOfCell.length; cell++) {
      if (!rowOfCell[cell].equals(other.rowOfCell[cell])
          || !columnOfCell[cell].equals(other.columnOfCell[cell])
          || !columnOfCell[cell].unit().equals(other.columnOfCell[cell].unit())) {
        return false;
      }
    }
    return true;
  }

  /** Whether the rows, which are the same, have the same labels, with those that describe. */
  private boolean isDescribedAs(Layout other) {
    for (int t = 0; t < tables.size(); t++) {
      List<Row> rows = tables.get(t).rows();
      List<Row> others = other.tables.get(t).rows();
      for (int r = 0; r < rows.size(); r++) {
        if (!rows.get(r).labels().equals(others.get(r).labels())) {
          return false;
        }
      }
    }
    return true;
  }

  /** A layout in the making, filled by the plain parser of a file as it meets rows and cells. */
  public static final class Builder {
    private final SequencedMap<String, TableBuilder> tables = new LinkedHashMap<>();
    private final Map<Row, RowBuilder> rows = new HashMap<>();
    private int cells;

    /** A layout without tables. */
    public Builder() {}

    private static final class TableBuilder {
      final Table table;
      final SequencedMap<String, Integer> indexOfColumn = new LinkedHashMap<>();
      final List<Column> columns = new ArrayList<>();
      final List<Row> rows = new ArrayList<>();

      TableBuilder(Table table) {
        this.table = table;
      }
    }

    /** States that a table is there, even if it should have no rows. */
    public Builder table(Table table) {
      tables.computeIfAbsent(table.name(), name -> new TableBuilder(table));
      return this;
    }

    /** The row with these labels: a new one if another with the same labels has been met. */
    public RowBuilder newRow(Table table, String... labels) {
      Row row = table.row(labels);
      while (rows.containsKey(row)) {
        row = new Row(table, row.labels(), row.repeat() + 1);
      }
      return add(row);
    }

    /** The row with these labels: the same one if it has been met. */
    public RowBuilder row(Table table, String... labels) {
      return row(table.row(labels));
    }

    /** The builder of a row: the same one if it has been met. */
    public RowBuilder row(Row row) {
      RowBuilder met = rows.get(row);
      return met == null ? add(row) : met;
    }

    private RowBuilder add(Row row) {
      TableBuilder table = builderOf(row.table());
      table.rows.add(row);
      RowBuilder added = new RowBuilder(table);
      rows.put(row, added);
      return added;
    }

    private TableBuilder builderOf(Table table) {
      return tables.computeIfAbsent(table.name(), name -> new TableBuilder(table));
    }

    /** A row in the making. */
    public final class RowBuilder {
      private final TableBuilder table;

      /** Its cells, one for each of the table's columns up to the last that it has. */
      private int[] cellsHere = new int[8];

      private int columns;

      private RowBuilder(TableBuilder table) {
        this.table = table;
      }

      /**
       * States which cell stands in a column of this row.
       *
       * @param cell its number, or a negative number if the text has none here
       */
      public RowBuilder cell(Column column, int cell) {
        if (cell < 0) {
          return this;
        }
        int index =
            table.indexOfColumn.computeIfAbsent(
                column.name(),
                name -> {
                  table.columns.add(column);
                  return table.columns.size() - 1;
                });
        if (index >= cellsHere.length) {
          cellsHere = Arrays.copyOf(cellsHere, Math.max(index + 1, 2 * cellsHere.length));
        }
        while (columns <= index) {
          cellsHere[columns++] = ABSENT;
        }
        if (cellsHere[index] != ABSENT) {
          // The same key twice in one text: the second is kept under a name of its own, not in
          // place of the first.
          return cell(column.as(column.name() + "#2", column.unit()), cell);
        }
        cellsHere[index] = cell;
        cells = Math.max(cells, cell + 1);
        return this;
      }
    }

    /** The layout, finished. */
    public Layout build() {
      List<TableLayout> built = new ArrayList<>();
      for (TableBuilder table : tables.values()) {
        built.add(new TableLayout(table.table, table.columns, table.rows));
      }
      Map<Row, int[]> cellsOfRow = new HashMap<>();
      rows.forEach((row, has) -> cellsOfRow.put(row, Arrays.copyOf(has.cellsHere, has.columns)));
      return new Layout(built, cellsOfRow, cells);
    }
  }
}
