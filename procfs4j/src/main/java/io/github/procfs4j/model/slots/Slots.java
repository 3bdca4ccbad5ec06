package io.github.procfs4j.model.slots;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.slots.LayoutChange.SlotRow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Creates the layouts of a source whose rows come and go. Each row is put into a slot, and keeps
 * the cells of that slot as long as it exists.
 *
 * <p>Cell <i>i</i> of slot <i>s</i> is <i>s</i> × stride + <i>i</i>. Rows of several tables share
 * the slots. A {@link #layout} contains how it differs from the previous one, so that histories and
 * recordings need not start over when a row comes or leaves. The cost of creating one depends on
 * what changed, hardly on the number of slots.
 *
 * <p>If a row has more columns than a slot has cells, layouts have to start over, with new slots
 * into which all rows are put.
 */
public final class Slots {
  /** The greatest number of cells of a slot: rows with all files of a process have about 200. */
  public static final int MOST_STRIDE = 4096;

  /** The greatest number of cells, which take a quarter of a gibibyte. */
  public static final int MOST_CELLS = 1 << 25;

  private final int stride;
  private final Snapshots<Row> rows = new Snapshots<>();
  private final Snapshots<Shape> shapes = new Snapshots<>();

  /** The number of slots, up to the last one that has a row. */
  private int slots;

  /** All slots below this one are taken. */
  private int free;

  private final List<Shape> known;

  /** The shapes by the lists of columns themselves: most rows share one of a few lists. */
  private final Map<List<Column>, Shape> knownByList;

  private final Set<Row> present = new HashSet<>();

  /** The changes since the last layout; a row that came and left again is in none of these sets. */
  private final BitSet left = new BitSet();

  private final BitSet came = new BitSet();
  private final BitSet described = new BitSet();
  private @Nullable SlotLayout last;

  /**
   * Creates slots without rows, with {@code stride} cells each.
   *
   * @param stride the number of cells of each slot, at most {@link #MOST_STRIDE}
   */
  public Slots(int stride) {
    this(stride, new ArrayList<>(), new IdentityHashMap<>());
  }

  private Slots(int stride, List<Shape> known, Map<List<Column>, Shape> knownByList) {
    if (stride < 1 || stride > MOST_STRIDE) {
      throw new IllegalArgumentException("slots of " + stride + " cells");
    }
    this.stride = stride;
    this.known = known;
    this.knownByList = knownByList;
  }

  /**
   * {@return slots without rows, with {@code cells} cells each, for rows similar to those of these
   * slots}
   *
   * @param cells the number of cells of each slot, at most {@link #MOST_STRIDE}
   */
  public Slots fresh(int cells) {
    return new Slots(cells, known, knownByList);
  }

  /** The slots of a layout, to continue from there. */
  public static Slots of(SlotLayout layout) {
    Slots slots = new Slots(layout.stride());
    for (int slot = 0; slot < layout.slots(); slot++) {
      Row row = layout.rowOrNull(slot);
      Shape shape = layout.shapeOrNull(slot);
      if (row != null && shape != null) {
        slots.put(slot, row, shape.columns);
      }
    }
    slots.came.clear();
    slots.last = layout;
    return slots;
  }

  /** {@return the number of cells of each slot} */
  public int stride() {
    return stride;
  }

  /** {@return the number of slots, up to the last one that has a row} */
  public int slots() {
    return slots;
  }

  /** {@return the number of cells, including holes} */
  public int cells() {
    return slots * stride;
  }

  /**
   * {@return the row in a slot}
   *
   * @param slot the slot, from 0
   * @throws IllegalArgumentException if it has none
   */
  public Row row(int slot) {
    Row row = slot < 0 || slot >= slots ? null : rows.get(slot);
    if (row == null) {
      throw new IllegalArgumentException("slot " + slot + " has no row");
    }
    return row;
  }

  /**
   * Puts a row into the lowest free slot; its cells are 0 until a sample changes them.
   *
   * @param row the row, which has no slot yet
   * @param columns its columns: the first one is in the slot's first cell, and so on; preferably
   *     one immutable list for all rows with the same columns
   * @return the slot
   * @throws IllegalArgumentException if it has more columns than a slot has cells, two columns with
   *     the same name, or already a slot, or if there would be more than {@link #MOST_CELLS} cells
   */
  public int add(Row row, List<Column> columns) {
    while (free < slots && rows.get(free) != null) {
      free++;
    }
    int slot = free;
    put(slot, row, columns);
    return slot;
  }

  /**
   * Puts a row into a free slot; its cells are 0 until a sample changes them.
   *
   * @param slot the slot, from 0
   * @param row the row, which has no slot yet
   * @param columns its columns, as for {@link #add}
   * @throws IllegalArgumentException if the slot is not free, or for the same reasons as {@link
   *     #add}
   */
  public void put(int slot, Row row, List<Column> columns) {
    if (columns.size() > stride) {
      throw new IllegalArgumentException(
          row + " has " + columns.size() + " columns where a slot has " + stride + " cells");
    }
    if ((slot + 1L) * stride > MOST_CELLS) {
      throw new IllegalArgumentException(
          "slot " + slot + " of " + stride + " cells where there can be " + MOST_CELLS);
    }
    if (slot < slots && rows.get(slot) != null) {
      throw new IllegalArgumentException("slot " + slot + " has a row: " + rows.get(slot));
    }
    Shape shape = knownByList.computeIfAbsent(columns, this::shape);
    if (!present.add(row)) {
      throw new IllegalArgumentException(row + " has a slot already");
    }
    rows.set(slot, row);
    shapes.set(slot, shape);
    slots = Math.max(slots, slot + 1);
    came.set(slot);
  }

  private Shape shape(List<Column> columns) {
    for (Shape shape : known) {
      if (shape.isOf(columns)) {
        return shape;
      }
    }
    Shape added = new Shape(columns);
    known.add(added);
    return added;
  }

  /**
   * Removes a row from its slot.
   *
   * @param slot the slot, from 0
   * @throws IllegalArgumentException if the slot has no row
   */
  public void remove(int slot) {
    present.remove(row(slot));
    rows.set(slot, null);
    shapes.set(slot, null);
    free = Math.min(free, slot);
    while (slots > 0 && rows.get(slots - 1) == null) {
      slots--;
    }
    if (came.get(slot)) {
      came.clear(slot);
    } else {
      left.set(slot);
      described.clear(slot);
    }
  }

  /**
   * Replaces the descriptive labels of the row in a slot; its cells continue.
   *
   * @param slot the slot, from 0
   * @param row the same row with other descriptive labels
   * @throws IllegalArgumentException if the slot has another row or no row
   */
  public void describe(int slot, Row row) {
    Row before = row(slot);
    if (!before.equals(row)) {
      throw new IllegalArgumentException("slot " + slot + " has " + before + ", not " + row);
    }
    if (!before.labels().equals(row.labels())) {
      rows.set(slot, row);
      described.set(slot, !came.get(slot));
    }
  }

  /**
   * Applies the difference between two layouts, the first of which these slots represent.
   *
   * @param change the rows that left, came or got other descriptive labels
   * @throws IllegalArgumentException if it does not fit these slots
   */
  public void apply(LayoutChange change) {
    change.left().forEach(this::remove);
    change.came().forEach(row -> put(row.slot(), row.row(), row.columns()));
    change.described().forEach(row -> describe(row.slot(), row.row()));
  }

  /**
   * {@return the layout of the current rows: the same as before if no row came, left or got a new
   * description, otherwise its {@linkplain Layout#isSuccessorOf successor}}
   */
  public SlotLayout layout() {
    SlotLayout before = last;
    if (before != null && left.isEmpty() && came.isEmpty() && described.isEmpty()) {
      return before;
    }
    SlotLayout next =
        new SlotLayout(
            stride,
            slots,
            rows.snapshot(),
            shapes.snapshot(),
            before,
            before == null ? null : change());
    left.clear();
    came.clear();
    described.clear();
    last = next;
    return next;
  }

  private LayoutChange change() {
    List<Integer> leftHere = new ArrayList<>();
    for (int slot = left.nextSetBit(0); slot >= 0; slot = left.nextSetBit(slot + 1)) {
      leftHere.add(slot);
    }
    return new LayoutChange(leftHere, in(came), in(described));
  }

  private List<SlotRow> in(BitSet those) {
    List<SlotRow> all = new ArrayList<>();
    for (int slot = those.nextSetBit(0); slot >= 0; slot = those.nextSetBit(slot + 1)) {
      Row row = rows.get(slot);
      Shape shape = shapes.get(slot);
      if (row != null && shape != null) {
        all.add(new SlotRow(slot, row, shape.columns));
      }
    }
    return all;
  }
}
