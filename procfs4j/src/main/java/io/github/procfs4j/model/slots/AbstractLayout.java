package io.github.procfs4j.model.slots;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.printable.Printable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What all layouts have in common, and what only the library itself asks of a layout: the place of
 * a row, from which its cells are found faster than by looking it up for each of them.
 */
public abstract class AbstractLayout implements Layout {
  /** The names of the columns of each table, computed when first needed. */
  private volatile @Nullable Map<String, Set<String>> columnsOfTable;

  /** For the layouts of this library. */
  protected AbstractLayout() {}

  /**
   * {@return this layout}
   *
   * @throws IllegalArgumentException if it was not made by this library
   */
  public static AbstractLayout of(Layout layout) {
    if (layout instanceof AbstractLayout known) {
      return known;
    }
    Objects.requireNonNull(layout, "layout");
    throw new IllegalArgumentException(
        "a layout that is not from a sampler, a recording or Layout.Builder: " + layout);
  }

  @Override
  public final Optional<TableLayout> table(String name) {
    return Optional.ofNullable(find(Objects.requireNonNull(name, "name")));
  }

  private @Nullable TableLayout find(String name) {
    List<TableLayout> tables = tables();
    for (int t = 0; t < tables.size(); t++) { // figures look here: an iterator is an allocation
      if (tables.get(t).table().name().equals(name)) {
        return tables.get(t);
      }
    }
    return null;
  }

  @Override
  public final List<Row> rows(Table of) {
    TableLayout table = find(of.name());
    return table != null && table.table().hasSameIdentifyingLabels(of) ? table.rows() : List.of();
  }

  /**
   * Whether the row at a place has the same columns, in the same order, as the row at a place of
   * another layout; false if that cannot be determined cheaply.
   */
  @SuppressWarnings("ReferenceEquality") // a deeper comparison would cost more than it saves
  public boolean hasSameColumns(int place, AbstractLayout other, int otherPlace) {
    Objects.requireNonNull(other, "other");
    return this == other && place == otherPlace;
  }

  @Override
  public final int cell(Row row, Column column) {
    Objects.requireNonNull(row, "row");
    Objects.requireNonNull(column, "column");
    return cell(row, column.name());
  }

  @Override
  public final int cell(Row row, String column) {
    Objects.requireNonNull(row, "row");
    Objects.requireNonNull(column, "column");
    int place = place(row);
    return place == ABSENT ? ABSENT : cellAt(place, column);
  }

  /**
   * The cell of a row and a column whose cell in the layout of the previous sample is known, for
   * following one cell through many layouts.
   *
   * @param before the layout of the previous sample
   * @param cellBefore the cell there; {@link #ABSENT} if there was none
   */
  public int cell(Row row, Column column, Layout before, int cellBefore) {
    Objects.requireNonNull(before, "before");
    return cell(row, column);
  }

  /** The place of a row, for {@link #cellAt}; {@link #ABSENT} if the row is not here. */
  public abstract int place(Row row);

  /**
   * The cell of the row at a place in a column with this name; {@link #ABSENT} if it has none.
   *
   * @param column the kernel's name for the column
   */
  public abstract int cellAt(int place, String column);

  /**
   * The {@code i}-th cell of the row at a place; {@link #ABSENT} if it lacks that column.
   *
   * @param i the index of the cell, from 0 to {@link #cellsAt} - 1
   */
  public abstract int cellAt(int place, int i);

  /** The number of cells, including absent ones, of the row at a place. */
  public abstract int cellsAt(int place);

  /** Whether any row of a table has a column with this name. */
  public final boolean hasColumn(Table of, String column) {
    Objects.requireNonNull(column, "column");
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

  @Override
  public boolean isSuccessorOf(Layout other) {
    Objects.requireNonNull(other, "other");
    return false;
  }

  @Override
  public final boolean isSameAs(Layout other) {
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

  @Override
  public final String toString() {
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
}
