package io.github.procfs4j.model.slots;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.slots.LayoutChange.SlotRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A layout in which each row has a slot. All slots have the same number of cells; the columns of
 * the row take the first of them. {@link Slots} creates these layouts, one after the other.
 *
 * <p>Data by slot is shared with the previous and the next layout. Data by row or by table is
 * computed when first requested, which never happens for most layouts.
 */
public final class SlotLayout extends AbstractLayout {
  private final int stride;
  private final int slots;
  private final Snapshots<Row> rows;
  private final Snapshots<Shape> shapes;

  /** Represents this layout in the next one, which thus does not keep it in memory. */
  private final Object self = new Object();

  /** Represents the previous layout; null if this one starts over. */
  private final @Nullable Object before;

  private final @Nullable LayoutChange change;
  private volatile @Nullable List<TableLayout> tables;
  private volatile @Nullable Map<Row, Integer> slotOfRow;

  /**
   * Creates a layout of these rows and shapes, which are null for a free slot and must not change
   * any more.
   */
  SlotLayout(
      int stride,
      int slots,
      Snapshots<Row> rows,
      Snapshots<Shape> shapes,
      @Nullable SlotLayout before,
      @Nullable LayoutChange change) {
    this.stride = stride;
    this.slots = slots;
    this.rows = rows;
    this.shapes = shapes;
    this.before = before == null ? null : before.self;
    this.change = change;
  }

  /** {@return the number of cells of each slot} */
  public int stride() {
    return stride;
  }

  /** {@return the number of slots, up to the last one that has a row} */
  public int slots() {
    return slots;
  }

  /** The row in a slot; null if there is none. */
  public @Nullable Row rowOrNull(int slot) {
    return rows.get(slot);
  }

  @Nullable Shape shapeOrNull(int slot) {
    return shapes.get(slot);
  }

  /** Whether a slot contains a row of a table that has a column with this name. */
  public boolean hasColumn(int slot, Table of, String column) {
    Row row = rows.get(slot);
    Shape shape = shapes.get(slot);
    return row != null
        && shape != null
        && row.table().name().equals(of.name())
        && shape.indexOfColumn.containsKey(column);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // it represents a single layout, even if others are equal
  public boolean isSuccessorOf(Layout other) {
    return other instanceof SlotLayout slots && before == slots.self;
  }

  /**
   * {@return how it differs from the layout of which it is the {@linkplain #isSuccessorOf
   * successor}; if it starts over, {@link #whole}}
   */
  public LayoutChange change() {
    return change == null ? whole() : change;
  }

  /** {@return how it differs from a layout without rows: all its rows came} */
  public LayoutChange whole() {
    List<SlotRow> all = new ArrayList<>();
    for (int slot = 0; slot < slots; slot++) {
      Row row = rows.get(slot);
      Shape shape = shapes.get(slot);
      if (row != null && shape != null) {
        all.add(new SlotRow(slot, row, shape.columns));
      }
    }
    return new LayoutChange(List.of(), all, List.of());
  }

  /**
   * Reports, in ascending order, the slots that contain another row or another shape than before.
   */
  public void differences(SlotLayout from, IntConsumer slot) {
    if (change != null && isSuccessorOf(from)) {
      differences(change, slot);
    } else {
      compare(from, slot);
    }
  }

  private static void differences(LayoutChange change, IntConsumer slot) {
    List<Integer> left = change.left();
    List<SlotRow> came = change.came();
    List<SlotRow> described = change.described();
    int l = 0;
    int c = 0;
    int d = 0;
    while (true) {
      int nextLeft = l < left.size() ? left.get(l) : Integer.MAX_VALUE;
      int nextCame = c < came.size() ? came.get(c).slot() : Integer.MAX_VALUE;
      int nextDescribed = d < described.size() ? described.get(d).slot() : Integer.MAX_VALUE;
      int next = Math.min(nextLeft, Math.min(nextCame, nextDescribed));
      if (next == Integer.MAX_VALUE) {
        return;
      }
      slot.accept(next);
      l += next == nextLeft ? 1 : 0;
      c += next == nextCame ? 1 : 0;
      d += next == nextDescribed ? 1 : 0;
    }
  }

  @SuppressWarnings("ReferenceEquality") // what did not change is the same object
  private void compare(SlotLayout from, IntConsumer slot) {
    int end = Math.max(slots, from.slots);
    for (int part = 0; part < end; part += Snapshots.PART) {
      if (rows.sharesPart(part, from.rows) && shapes.sharesPart(part, from.shapes)) {
        continue;
      }
      for (int i = part; i < Math.min(end, part + Snapshots.PART); i++) {
        if (rows.get(i) != from.rows.get(i) || shapes.get(i) != from.shapes.get(i)) {
          slot.accept(i);
        }
      }
    }
  }

  @Override
  public List<TableLayout> tables() {
    List<TableLayout> known = tables;
    if (known == null) {
      known = findTables();
      tables = known;
    }
    return known;
  }

  /** A table that is being built: its rows and their shapes. */
  private record Gathered(List<Row> rows, SequencedSet<Shape> shapes) {}

  @SuppressWarnings("ReferenceEquality") // a deeper comparison would cost more than it saves
  private List<TableLayout> findTables() {
    SequencedMap<Table, Gathered> found = new LinkedHashMap<>();
    Table last = null;
    Gathered table = null;
    for (int slot = 0; slot < slots; slot++) {
      Row row = rows.get(slot);
      Shape shape = shapes.get(slot);
      if (row != null && shape != null) {
        if (table == null || row.table() != last) { // usually it is the table of the previous row
          last = row.table();
          table =
              found.computeIfAbsent(
                  last, met -> new Gathered(new ArrayList<>(), new LinkedHashSet<>()));
        }
        table.rows.add(row);
        table.shapes.add(shape);
      }
    }
    List<TableLayout> built = new ArrayList<>();
    found.forEach(
        (of, gathered) -> {
          SequencedMap<String, Column> columns = new LinkedHashMap<>();
          for (Shape shape : gathered.shapes) {
            shape.columns.forEach(column -> columns.putIfAbsent(column.name(), column));
          }
          built.add(new TableLayout(of, List.copyOf(columns.values()), gathered.rows));
        });
    return List.copyOf(built);
  }

  @Override
  public int cells() {
    return slots * stride;
  }

  @Override
  public boolean isHole(int cell) {
    int slot = cell / stride;
    Shape shape = shapes.get(slot);
    return shape == null || cell - slot * stride >= shape.columns.size();
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // equal shapes are the same object
  public boolean hasSameColumns(int place, AbstractLayout other, int otherPlace) {
    return other instanceof SlotLayout slots && shapes.get(place) == slots.shapes.get(otherPlace);
  }

  @Override
  public Row row(int cell) {
    Row row = rows.get(cell / stride);
    if (row == null || isHole(cell)) {
      throw hole(cell);
    }
    return row;
  }

  @Override
  public Column column(int cell) {
    int slot = cell / stride;
    int index = cell - slot * stride;
    Shape shape = shapes.get(slot);
    if (shape == null || index >= shape.columns.size()) {
      throw hole(cell);
    }
    return shape.columns.get(index);
  }

  private static NoSuchElementException hole(int cell) {
    return new NoSuchElementException("cell " + cell + " belongs to no row");
  }

  @Override
  public int place(Row row) {
    Map<Row, Integer> known = slotOfRow;
    if (known == null) {
      known = places();
      slotOfRow = known;
    }
    return known.getOrDefault(row, ABSENT);
  }

  /** The places of all rows, in a map that the caller may change. */
  public Map<Row, Integer> places() {
    Map<Row, Integer> places = new HashMap<>();
    for (int slot = 0; slot < slots; slot++) {
      Row here = rows.get(slot);
      if (here != null) {
        places.put(here, slot);
      }
    }
    return places;
  }

  @Override
  public int cellAt(int place, String column) {
    Shape shape = shapes.get(place);
    Integer index = shape == null ? null : shape.indexOfColumn.get(column);
    return index == null ? ABSENT : place * stride + index;
  }

  @Override
  public int cellAt(int place, int i) {
    return place * stride + i;
  }

  @Override
  public int cellsAt(int place) {
    Shape shape = shapes.get(place);
    return shape == null ? 0 : shape.columns.size();
  }

  /** A row that stays keeps its cell; a row that was not here must have come. */
  @Override
  public int cell(Row row, Column column, Layout layoutBefore, int cellBefore) {
    if (change == null || !isSuccessorOf(layoutBefore)) {
      return cell(row, column);
    }
    if (cellBefore != ABSENT && !change.left().contains(cellBefore / stride)) {
      return cellBefore;
    }
    for (SlotRow came : change.came()) {
      if (came.row().equals(row)) {
        return cellAt(came.slot(), column.name());
      }
    }
    return ABSENT;
  }
}
