package io.github.procfs4j.model;

import io.github.procfs4j.model.slots.AbstractLayout;
import io.github.procfs4j.model.slots.Shape;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A layout whose cells are numbered in the order of the text, without holes. */
final class FixedLayout extends AbstractLayout {
  private final List<TableLayout> tables;

  /** Computed when first needed: a program that only checks a recording never needs it. */
  private volatile @Nullable Map<Row, Integer> placeOfRow;

  private final int[][] cellsOfPlace;

  /** For each place, the index of each column of its table among the cells of a row, by name. */
  private final List<Map<String, Integer>> columnsOfPlace;

  private final Row[] rowOfCell;
  private final Column[] columnOfCell;

  /**
   * Creates a layout of these tables.
   *
   * @param cellsOfRows the cells of each row, in the order of the tables: one for each column of
   *     its table up to the last one that the row has; {@link #ABSENT} for columns that it does not
   *     have
   * @param cells the number of cells
   * @param otherwiseSigned the cells whose sign differs from that of the table's column
   */
  FixedLayout(
      List<TableLayout> tables, List<int[]> cellsOfRows, int cells, BitSet otherwiseSigned) {
    this.tables = List.copyOf(tables);
    cellsOfPlace = cellsOfRows.toArray(new int[0][]);
    columnsOfPlace = new ArrayList<>(cellsOfPlace.length);
    rowOfCell = new Row[cells];
    columnOfCell = new Column[cells];
    for (TableLayout table : tables) {
      Map<String, Integer> index = Shape.index(table.columns());
      for (Row row : table.rows()) {
        int[] cellsHere = cellsOfPlace[columnsOfPlace.size()];
        columnsOfPlace.add(index);
        for (int c = 0; c < cellsHere.length; c++) {
          if (cellsHere[c] != ABSENT) {
            if (rowOfCell[cellsHere[c]] != null) {
              throw new IllegalStateException("cell " + cellsHere[c] + " has two places");
            }
            rowOfCell[cellsHere[c]] = row;
            Column column = table.columns().get(c);
            columnOfCell[cellsHere[c]] =
                otherwiseSigned.get(cellsHere[c]) ? column.as(!column.signed()) : column;
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

  @Override
  public List<TableLayout> tables() {
    return tables;
  }

  @Override
  public int cells() {
    return rowOfCell.length;
  }

  @Override
  public boolean isHole(int cell) {
    Objects.checkIndex(cell, rowOfCell.length);
    return false;
  }

  @Override
  public Row row(int cell) {
    return rowOfCell[Objects.checkIndex(cell, rowOfCell.length)];
  }

  @Override
  public Column column(int cell) {
    return columnOfCell[Objects.checkIndex(cell, columnOfCell.length)];
  }

  @Override
  public int place(Row row) {
    Map<Row, Integer> known = placeOfRow;
    if (known == null) {
      known = places();
      placeOfRow = known;
    }
    return known.getOrDefault(row, ABSENT);
  }

  private Map<Row, Integer> places() {
    Map<Row, Integer> places = HashMap.newHashMap(cellsOfPlace.length);
    for (TableLayout table : tables) {
      for (Row row : table.rows()) {
        places.put(row, places.size());
      }
    }
    return places;
  }

  @Override
  public int cellAt(int place, String column) {
    Integer index = columnsOfPlace.get(place).get(column);
    return index == null || index >= cellsOfPlace[place].length
        ? ABSENT
        : cellsOfPlace[place][index];
  }

  @Override
  public int cellAt(int place, int i) {
    return cellsOfPlace[place][i];
  }

  @Override
  public int cellsAt(int place) {
    return cellsOfPlace[place].length;
  }
}
