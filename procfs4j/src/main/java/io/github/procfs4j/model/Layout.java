package io.github.procfs4j.model;

import io.github.procfs4j.printable.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
 * <p>Samplers and recordings create layouts. Other programs have no reason to extend this class.
 */
public abstract class Layout {
  /** Returned in place of a cell that does not exist. */
  public static final int ABSENT = -1;

  /** For the layouts of this library. */
  protected Layout() {}

  /**
   * A table of a sample.
   *
   * @param table the table
   * @param columns the columns that at least one row has, or would have if its field were a number,
   *     in order of first occurrence
   * @param rows its rows, in the order of the text, or of the slots
   */
  public record TableLayout(Table table, List<Column> columns, List<Row> rows) {
    /** Copies the lists. */
    public TableLayout {
      Objects.requireNonNull(columns, "columns");
      Objects.requireNonNull(rows, "rows");
      Objects.requireNonNull(table, "table");
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }
  }

  /** The names of the columns of each table, computed when first needed. */
  private volatile @Nullable Map<String, Set<String>> columnsOfTable;

  /** {@return the tables, in order of first occurrence} */
  public abstract List<TableLayout> tables();

  /**
   * {@return the table with this name, if there is one}
   *
   * @param name its name, such as {@code cpu} for the CPUs of {@code stat}
   */
  public Optional<TableLayout> table(String name) {
    Objects.requireNonNull(name, "name");
    for (TableLayout table : tables()) {
      if (table.table().name().equals(name)) {
        return Optional.of(table);
      }
    }
    return Optional.empty();
  }

  /**
   * {@return the rows of a table, in the order of the text or of the slots} Empty unless this
   * layout has a table with its name whose rows are identified by the same labels. A recording may
   * contain any table; one made by an earlier version may have fewer descriptive labels.
   *
   * @param of the table, identified by its name and the names of its labels
   */
  public List<Row> rows(Table of) {
    return table(of.name())
        .filter(table -> table.table().hasSameIdentifyingLabels(of))
        .map(TableLayout::rows)
        .orElse(List.of());
  }

  /** {@return the number of cells, including holes} */
  public abstract int cells();

  /**
   * {@return whether a cell belongs to no row and no column; its number is 0 and meaningless}
   *
   * @param cell the number of the cell, from 0 to {@link #cells} - 1
   * @throws IndexOutOfBoundsException if there is no such cell
   */
  public abstract boolean isHole(int cell);

  /**
   * {@return whether the row at a place has the same columns, in the same order, as the row at a
   * place of another layout; false if that cannot be determined cheaply}
   *
   * @param place the place of the row here
   * @param other the other layout
   * @param otherPlace the place of the row there
   */
  @SuppressWarnings("ReferenceEquality") // a deeper comparison would cost more than it saves
  protected boolean hasSameColumns(int place, Layout other, int otherPlace) {
    return this == other && place == otherPlace;
  }

  /**
   * {@return the row that a cell belongs to}
   *
   * @param cell the number of the cell, from 0 to {@link #cells} - 1
   * @throws IndexOutOfBoundsException if there is no such cell
   * @throws NoSuchElementException if it is a {@linkplain #isHole hole}
   */
  public abstract Row row(int cell);

  /**
   * {@return the column that a cell belongs to}
   *
   * @param cell the number of the cell, from 0 to {@link #cells} - 1
   * @throws IndexOutOfBoundsException if there is no such cell
   * @throws NoSuchElementException if it is a {@linkplain #isHole hole}
   */
  public abstract Column column(int cell);

  /**
   * {@return the cell of a row and a column; {@link #ABSENT} if there is none}
   *
   * @param row the row, identified by its table and its labels
   * @param column the column, identified by its name
   */
  public int cell(Row row, Column column) {
    Objects.requireNonNull(row, "row");
    Objects.requireNonNull(column, "column");
    return cell(row, column.name());
  }

  /**
   * {@return the cell of a row and a column with this name; {@link #ABSENT} if there is none}
   *
   * @param row the row, identified by its table and its labels
   * @param column the kernel's name for the column
   */
  public int cell(Row row, String column) {
    Objects.requireNonNull(row, "row");
    Objects.requireNonNull(column, "column");
    int place = place(row);
    return place == ABSENT ? ABSENT : cellAt(place, column);
  }

  /**
   * {@return the place of a row, for {@link #cellAt(int, String)}; {@link #ABSENT} if the row is
   * not here}
   *
   * @param row the row, identified by its table and its labels
   */
  protected abstract int place(Row row);

  /**
   * {@return the cell of the row at a place in a column with this name; {@link #ABSENT} if it has
   * none}
   *
   * @param place the place of the row
   * @param column the kernel's name for the column
   */
  protected abstract int cellAt(int place, String column);

  /** Whether any row of a table has a column with this name. */
  boolean hasColumn(Table of, String column) {
    Map<String, Set<String>> known = columnsOfTable;
    if (known == null) {
      known = new HashMap<>();
      for (TableLayout table : tables()) {
        Set<String> names = known.computeIfAbsent(table.table().name(), name -> new HashSet<>());
        table.columns().forEach(has -> names.add(has.name()));
      }
      columnsOfTable = known;
    }
    return known.getOrDefault(of.name(), Set.of()).contains(column);
  }

  /**
   * {@return the {@code i}-th cell of the row at a place; {@link #ABSENT} if it lacks that column}
   *
   * @param place the place of the row
   * @param i the index of the cell, from 0 to {@link #cellsAt} - 1
   */
  protected abstract int cellAt(int place, int i);

  /**
   * {@return the number of cells, including absent ones, of the row at a place}
   *
   * @param place the place of the row
   */
  protected abstract int cellsAt(int place);

  /**
   * {@return the cell of a row and a column whose cell in the layout of the previous sample is
   * known} For following one cell through many layouts.
   *
   * @param row the row, identified by its table and its labels
   * @param column the column, identified by its name
   * @param before the layout of the previous sample
   * @param cellBefore the cell there; {@link #ABSENT} if there was none
   */
  protected int cell(Row row, Column column, Layout before, int cellBefore) {
    return cell(row, column);
  }

  /**
   * {@return whether this layout immediately follows the other one, from which it differs in rows
   * that came, left or got a new description} Cells of the other rows then have the same numbers.
   *
   * @param other the layout of an earlier sample of the same source
   */
  public boolean isSuccessorOf(Layout other) {
    Objects.requireNonNull(other, "other");
    return false;
  }

  /**
   * {@return whether both have the same tables, columns and rows, with the same descriptions, with
   * the same cells in the same units and signs, so that cells can be compared by number}
   *
   * @param other the layout of another sample
   */
  public boolean isSameAs(Layout other) {
    if (!tables().equals(other.tables()) || cells() != other.cells() || !isDescribedAs(other)) {
      return false;
    }
    for (int cell = 0; cell < cells(); cell++) {
      if (isHole(cell) != other.isHole(cell) || (!isHole(cell) && !isSameAt(cell, other))) {
        return false;
      }
    }
    return true;
  }

  private boolean isSameAt(int cell, Layout other) {
    return row(cell).equals(other.row(cell))
        && column(cell).equals(other.column(cell))
        && column(cell).unit().equals(other.column(cell).unit())
        && column(cell).signed() == other.column(cell).signed();
  }

  /** Whether the rows, which are equal, also have the same descriptive labels. */
  private boolean isDescribedAs(Layout other) {
    for (int t = 0; t < tables().size(); t++) {
      List<Row> rows = tables().get(t).rows();
      List<Row> others = other.tables().get(t).rows();
      for (int r = 0; r < rows.size(); r++) {
        if (!rows.get(r).labels().equals(others.get(r).labels())) {
          return false;
        }
      }
    }
    return true;
  }

  /** The tables with their numbers of rows and columns. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("Layout[");
    for (TableLayout table : tables()) {
      text.append(
          "%s %d×%d, "
              .formatted(
                  Printable.line(table.table().name()),
                  table.rows().size(),
                  table.columns().size()));
    }
    return text.append(cells()).append(" cells]").toString();
  }

  /** Builds a layout. The plain parser of a file adds rows and cells as it reads them. */
  public static final class Builder {
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
