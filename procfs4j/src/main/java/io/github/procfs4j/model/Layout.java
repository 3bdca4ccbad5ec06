package io.github.procfs4j.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The tables, rows and columns of a sample, and the cells that belong to them. It remains the same
 * as long as the rows and columns do. Immutable.
 *
 * <p>A cell belongs to one row and one column. A row may lack columns that others have.
 *
 * <p>If rows rarely come and go, cells are numbered in the order of the text ({@link Builder}). If
 * they come and go all the time, like processes, each row has its own slot of cells, so that the
 * cells of all other rows keep their numbers; such a layout has {@linkplain #isHole holes}.
 *
 * <p>Layouts come from samplers, from recordings and from the {@link Builder}. Do not implement
 * this interface: methods may be added to it, and the library rejects layouts of other origin.
 */
public interface Layout {
  /** Returned in place of a cell that does not exist. */
  int ABSENT = -1;

  /**
   * A table of a sample.
   *
   * @param table the table
   * @param columns the columns that at least one row has, or would have if its field were a number,
   *     in order of first occurrence
   * @param rows its rows, in the order of the text, or of the slots
   */
  record TableLayout(Table table, List<Column> columns, List<Row> rows) {
    /** Copies the lists. */
    public TableLayout {
      Objects.requireNonNull(columns, "columns");
      Objects.requireNonNull(rows, "rows");
      Objects.requireNonNull(table, "table");
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }
  }

  /** {@return the tables, in order of first occurrence} */
  List<TableLayout> tables();

  /**
   * {@return the table with this name, if there is one}
   *
   * @param name its name, such as {@code cpu} for the CPUs of {@code stat}
   */
  Optional<TableLayout> table(String name);

  /**
   * {@return the rows of a table, in the order of the text or of the slots} Empty unless this
   * layout has a table with its name whose rows are identified by the same labels. A recording may
   * contain any table; one made by an earlier version may have fewer descriptive labels.
   *
   * @param of the table, identified by its name and the names of its labels
   */
  List<Row> rows(Table of);

  /** {@return the number of cells, including holes} */
  int cells();

  /**
   * {@return whether a cell belongs to no row and no column; its number is 0 and meaningless}
   *
   * @param cell the number of the cell, from 0 to {@link #cells} - 1
   * @throws IndexOutOfBoundsException if there is no such cell
   */
  boolean isHole(int cell);

  /**
   * {@return the row that a cell belongs to}
   *
   * @param cell the number of the cell, from 0 to {@link #cells} - 1
   * @throws IndexOutOfBoundsException if there is no such cell
   * @throws NoSuchElementException if it is a {@linkplain #isHole hole}
   */
  Row row(int cell);

  /**
   * {@return the column that a cell belongs to}
   *
   * @param cell the number of the cell, from 0 to {@link #cells} - 1
   * @throws IndexOutOfBoundsException if there is no such cell
   * @throws NoSuchElementException if it is a {@linkplain #isHole hole}
   */
  Column column(int cell);

  /**
   * {@return the cell of a row and a column; {@link #ABSENT} if there is none}
   *
   * @param row the row, identified by its table and its labels
   * @param column the column, identified by its name
   */
  int cell(Row row, Column column);

  /**
   * {@return the cell of a row and a column with this name; {@link #ABSENT} if there is none}
   *
   * @param row the row, identified by its table and its labels
   * @param column the kernel's name for the column
   */
  int cell(Row row, String column);

  /**
   * {@return whether this layout immediately follows the other one, from which it differs in rows
   * that came, left or got a new description} Cells of the other rows then have the same numbers.
   *
   * @param other the layout of an earlier sample of the same source
   */
  boolean isSuccessorOf(Layout other);

  /**
   * {@return whether both have the same tables, columns and rows, with the same descriptions, with
   * the same cells in the same units and signs, so that cells can be compared by number}
   *
   * @param other the layout of another sample
   */
  boolean isSameAs(Layout other);

  /** {@return the tables with their numbers of rows and columns} */
  @Override
  String toString();

  /** Builds a layout. The plain parser of a file adds rows and cells as it reads them. */
  final class Builder {
    private final SequencedMap<String, TableBuilder> tables = new LinkedHashMap<>();
    private final Map<Row, RowBuilder> rows = new HashMap<>();

    /** The number of rows with the labels of this one, which was the first. */
    private final Map<Row, Integer> repeatsOfRow = new HashMap<>();

    /** Cells whose sign differs from that of their column. */
    private final BitSet otherwiseSigned = new BitSet();

    private int cells;

    /** Creates a builder without tables. */
    public Builder() {}

    private static final class TableBuilder {
      final Table table;
      final SequencedMap<String, Integer> indexOfColumn = new LinkedHashMap<>();
      final List<Column> columns = new ArrayList<>();
      final List<Row> rows = new ArrayList<>();

      /** The builders of the rows, in the same order. */
      final List<RowBuilder> builders = new ArrayList<>();

      TableBuilder(Table table) {
        this.table = table;
      }
    }

    /**
     * Adds a table, which may remain without rows.
     *
     * @param table the table, identified by its name
     * @return this builder
     */
    public Builder table(Table table) {
      tables.computeIfAbsent(table.name(), name -> new TableBuilder(table));
      return this;
    }

    /**
     * Adds a row with these labels, even if there is already one with the same labels.
     *
     * @param table the table of the row, which is added if it is new
     * @param labels the values of the labels, one for each name in {@link Table#labels}
     * @return the builder of the new row
     */
    public RowBuilder newRow(Table table, String... labels) {
      Objects.requireNonNull(labels, "labels");
      Row first = table.row(labels);
      Row row = first;
      while (rows.containsKey(row)) {
        row = new Row(table, row.labels(), repeatsOfRow.merge(first, 1, Integer::sum));
      }
      return row(row);
    }

    /**
     * {@return the row with these labels, and adds it if there is none}
     *
     * @param table the table of the row, which is added if it is new
     * @param labels the values of the labels, one for each name in {@link Table#labels}
     */
    public RowBuilder row(Table table, String... labels) {
      Objects.requireNonNull(labels, "labels");
      return row(table.row(labels));
    }

    /**
     * {@return the builder of a row, and adds it if there is none}
     *
     * @param row the row; its table is added if it is new
     */
    public RowBuilder row(Row row) {
      return rows.computeIfAbsent(row, this::begin);
    }

    private RowBuilder begin(Row row) {
      TableBuilder table = builderOf(row.table());
      RowBuilder begun = new RowBuilder(table);
      table.rows.add(row);
      table.builders.add(begun);
      return begun;
    }

    private TableBuilder builderOf(Table table) {
      return tables.computeIfAbsent(table.name(), name -> new TableBuilder(table));
    }

    /**
     * {@return whether a row has been added}
     *
     * @param row the row, identified by its table and its labels
     */
    public boolean has(Row row) {
      Objects.requireNonNull(row, "row");
      return rows.containsKey(row);
    }

    /** Builds a row. */
    public final class RowBuilder {
      private final TableBuilder table;

      /** Its cells, one for each column of the table up to the last one that the row has. */
      private int[] cellsHere = new int[8];

      private int columns;

      /** The number of further columns with the same name. */
      private Map<String, Integer> repeatsOfColumn = Map.of();

      private RowBuilder(TableBuilder table) {
        this.table = table;
      }

      /**
       * Assigns a cell to a column of this row.
       *
       * @param column the column, which is added to the table if it is new
       * @param cell its number, or a negative number if the field is not a number: then the column
       *     exists, but this row has no cell in it
       * @return this builder of a row
       */
      public RowBuilder cell(Column column, int cell) {
        int index = index(column);
        Column ofTable = table.columns.get(index);
        if (!isOfUnit(column, ofTable)) {
          // Code that prints or sums a column applies its unit to all cells.
          return cell(
              column.as(column.name() + " (" + column.unit().name() + ")", column.unit()), cell);
        }
        if (cell < 0) {
          return this;
        }
        if (index >= cellsHere.length) {
          cellsHere = Arrays.copyOf(cellsHere, Math.max(index + 1, 2 * cellsHere.length));
        }
        while (columns <= index) {
          cellsHere[columns++] = ABSENT;
        }
        if (cellsHere[index] != ABSENT) {
          // The same key twice in one text: the second one is kept under another name, and does not
          // replace the first.
          if (repeatsOfColumn.isEmpty()) {
            repeatsOfColumn = new HashMap<>();
          }
          int repeat = 1 + repeatsOfColumn.merge(column.name(), 1, Integer::sum);
          return cell(column.as(column.name() + "#" + repeat, column.unit()), cell);
        }
        cellsHere[index] = cell;
        otherwiseSigned.set(cell, column.signed() != ofTable.signed());
        cells = Math.max(cells, cell + 1);
        return this;
      }

      /** The index of the column with this name in the table: usually the next one. */
      @SuppressWarnings("ReferenceEquality") // a deeper comparison would cost more than it saves
      private int index(Column column) {
        if (columns < table.columns.size() && table.columns.get(columns) == column) {
          return columns;
        }
        Integer known = table.indexOfColumn.putIfAbsent(column.name(), table.columns.size());
        if (known != null) {
          return known;
        }
        table.columns.add(column);
        return table.columns.size() - 1;
      }

      @SuppressWarnings("ReferenceEquality") // usually it is the same object
      private static boolean isOfUnit(Column column, Column other) {
        return column == other || column.unit().equals(other.unit());
      }
    }

    /**
     * States that the number of a cell is negative although its column is unsigned: the column is
     * signed for this cell.
     *
     * @param cell the number of the cell
     * @return this builder
     */
    public Builder negative(int cell) {
      otherwiseSigned.set(cell);
      return this;
    }

    /** {@return the layout} */
    public Layout build() {
      List<TableLayout> built = new ArrayList<>();
      List<int[]> cellsOfPlace = new ArrayList<>(rows.size());
      for (TableBuilder table : tables.values()) {
        built.add(new TableLayout(table.table, table.columns, table.rows));
        for (RowBuilder row : table.builders) {
          cellsOfPlace.add(Arrays.copyOf(row.cellsHere, row.columns));
        }
      }
      return new FixedLayout(built, cellsOfPlace, cells, otherwiseSigned);
    }
  }
}
