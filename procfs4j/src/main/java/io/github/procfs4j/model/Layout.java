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
 * Which tables, rows and columns a sample holds, and which cell stands where: it stays the same as
 * long as the rows and columns do. Immutable.
 *
 * <p>A cell belongs to one row and one column. A row may lack columns that others have.
 *
 * <p>Where rows seldom come and go, cells are numbered in the order of the text ({@link Builder}).
 * Where they come and go all the time, as processes do, each row has a slot of its own ({@link
 * Slots}), so that the cells of all others stay where they are; such a layout has {@linkplain
 * #isHole holes}.
 */
public abstract sealed class Layout permits FixedLayout, SlotLayout {
  /** The number returned in place of a cell that is not there. */
  public static final int ABSENT = -1;

  Layout() {}

  /**
   * A table as it stands in a sample.
   *
   * @param table the table
   * @param columns the columns that some row of it has, or would have if its number were one, in
   *     the order in which they were first met
   * @param rows its rows, in the order of the text, or of the slots
   */
  public record TableLayout(Table table, List<Column> columns, List<Row> rows) {
    /** Keeps the lists as they are now. */
    public TableLayout {
      Objects.requireNonNull(columns, "columns");
      Objects.requireNonNull(rows, "rows");
      Objects.requireNonNull(table, "table");
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }
  }

  /** The names of the columns of each table, once they are needed. */
  private volatile @Nullable Map<String, Set<String>> columnsOfTable;

  /** The tables, in the order in which they were first met. */
  public abstract List<TableLayout> tables();

  /** The table of this name, if there is one. */
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
   * The rows of a table, in the order of the text or of the slots: none if no table of its name is
   * here whose rows are identified by the same labels. A recording may hold any table; one made by
   * an earlier version may have fewer labels that describe.
   */
  public List<Row> rows(Table of) {
    return table(of.name())
        .filter(table -> table.table().isToldApartAs(of))
        .map(TableLayout::rows)
        .orElse(List.of());
  }

  /** How many cells there are, holes included. */
  public abstract int cells();

  /** Whether a cell belongs to no row and no column: its number is 0 and says nothing. */
  public abstract boolean isHole(int cell);

  /**
   * Whether the row at a place has the columns, each in its order, that the row at a place of
   * another layout has; false if that cannot be said at no cost.
   */
  @SuppressWarnings("ReferenceEquality") // looking deeper costs what is saved
  boolean hasSameColumns(int place, Layout other, int otherPlace) {
    return this == other && place == otherPlace;
  }

  /**
   * The row that a cell belongs to.
   *
   * @throws NoSuchElementException if it is a {@linkplain #isHole hole}
   */
  public abstract Row row(int cell);

  /**
   * The column that a cell belongs to.
   *
   * @throws NoSuchElementException if it is a {@linkplain #isHole hole}
   */
  public abstract Column column(int cell);

  /** The cell of a row and a column, {@link #ABSENT} if there is none. */
  public int cell(Row row, Column column) {
    Objects.requireNonNull(row, "row");
    Objects.requireNonNull(column, "column");
    return cell(row, column.name());
  }

  /** The cell of a row and a column of this name, {@link #ABSENT} if there is none. */
  public int cell(Row row, String column) {
    Objects.requireNonNull(row, "row");
    Objects.requireNonNull(column, "column");
    int place = place(row);
    return place == ABSENT ? ABSENT : cellAt(place, column);
  }

  /** Where a row stands, for {@link #cellAt}; {@link #ABSENT} if it is not here. */
  abstract int place(Row row);

  /** The cell of the row at a place in a column of this name, {@link #ABSENT} if it has none. */
  abstract int cellAt(int place, String column);

  /** Whether a table has a column of this name, in whichever row. */
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

  /** The {@code i}-th cell of the row at a place, {@link #ABSENT} if it lacks that column. */
  abstract int cellAt(int place, int i);

  /** How many cells, absent ones included, the row at a place has. */
  abstract int cellsAt(int place);

  /**
   * The cell of a row and a column, of which is known where it was in the layout of the sample
   * before: for those who follow one cell through many layouts.
   */
  int cell(Row row, Column column, Layout before, int cellBefore) {
    return cell(row, column);
  }

  /**
   * Whether this is what the other became when rows came, left or got a new description, and
   * nothing in between: cells of rows that stayed are then the same by number, and {@link
   * SlotLayout#change} tells which did not.
   */
  public boolean isSuccessorOf(Layout other) {
    Objects.requireNonNull(other, "other");
    return false;
  }

  /**
   * Whether both hold the same tables, columns and rows, described alike, with the same cells in
   * the same units and signs, so that cells can be compared by number.
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

  /** Whether the rows, which are the same, have the same labels, with those that describe. */
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

  /** A layout in the making, filled by the plain parser of a file as it meets rows and cells. */
  public static final class Builder {
    private final SequencedMap<String, TableBuilder> tables = new LinkedHashMap<>();
    private final Map<Row, RowBuilder> rows = new HashMap<>();

    /** How many rows were met with the labels of this one, which was the first. */
    private final Map<Row, Integer> repeatsOfRow = new HashMap<>();

    /** Cells whose numbers are signed where those of their column are not, or the other way. */
    private final BitSet otherwiseSigned = new BitSet();

    private int cells;

    /** A layout without tables. */
    public Builder() {}

    private static final class TableBuilder {
      final Table table;
      final SequencedMap<String, Integer> indexOfColumn = new LinkedHashMap<>();
      final List<Column> columns = new ArrayList<>();
      final List<Row> rows = new ArrayList<>();

      /** What the rows are made of, in the same order. */
      final List<RowBuilder> builders = new ArrayList<>();

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
      Objects.requireNonNull(labels, "labels");
      Row first = table.row(labels);
      Row row = first;
      while (rows.containsKey(row)) {
        row = new Row(table, row.labels(), repeatsOfRow.merge(first, 1, Integer::sum));
      }
      return row(row);
    }

    /** The row with these labels: the same one if it has been met. */
    public RowBuilder row(Table table, String... labels) {
      Objects.requireNonNull(labels, "labels");
      return row(table.row(labels));
    }

    /** The builder of a row: the same one if it has been met. */
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

    /** Whether a row was met. */
    public boolean has(Row row) {
      Objects.requireNonNull(row, "row");
      return rows.containsKey(row);
    }

    /** A row in the making. */
    public final class RowBuilder {
      private final TableBuilder table;

      /** Its cells, one for each of the table's columns up to the last that it has. */
      private int[] cellsHere = new int[8];

      private int columns;

      /** How many columns more there are of a name. */
      private Map<String, Integer> repeatsOfColumn = Map.of();

      private RowBuilder(TableBuilder table) {
        this.table = table;
      }

      /**
       * States which cell stands in a column of this row.
       *
       * @param cell its number, or a negative number if the field is not a number: the column is
       *     there then, and this row has no cell in it
       */
      public RowBuilder cell(Column column, int cell) {
        int index = index(column);
        Column ofTable = table.columns.get(index);
        if (!isOfUnit(column, ofTable)) {
          // Code that prints or sums up a column applies its unit to all cells.
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
          // The same key twice in one text: the second is kept under a name of its own, not in
          // place of the first.
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

      /** Where the table has a column of this name: mostly it is the next one. */
      @SuppressWarnings("ReferenceEquality") // looking deeper costs what is saved
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

      @SuppressWarnings("ReferenceEquality") // mostly it is the same object
      private static boolean isOfUnit(Column column, Column other) {
        return column == other || column.unit().equals(other.unit());
      }
    }

    /**
     * States that the number of a cell is negative, though those of its column are not: it is a
     * cell of the same column, and signed.
     */
    public Builder negative(int cell) {
      otherwiseSigned.set(cell);
      return this;
    }

    /** The layout, finished. */
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
