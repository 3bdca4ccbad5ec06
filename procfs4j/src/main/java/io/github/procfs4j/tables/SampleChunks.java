package io.github.procfs4j.tables;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.slots.AbstractLayout;
import io.github.procfs4j.model.slots.LayoutChange;
import io.github.procfs4j.model.slots.LayoutChange.SlotRow;
import io.github.procfs4j.model.slots.SlotLayout;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chunks of the numbers of a source. The samples of a stretch of time become a block: for each cell
 * of each row the values of all its samples, one after the other. An unchanged value is only
 * repeated, so that the cost hardly depends on how many cells there are, but on how many change.
 */
final class SampleChunks extends ChunkArrays {
  /** The greatest number of samples of a block. */
  private static final int MOST_SAMPLES = 512;

  /**
   * The greatest number of values of a block, unless a single sample has more: they take a 64th of
   * the heap, and while they become more, twice as much.
   */
  private static final int MOST_VALUES =
      Math.clamp(Runtime.getRuntime().maxMemory() / Long.BYTES / 64, 1 << 14, 1 << 21);

  private final Origin origin;
  private final TableShape table;
  private final Playback samples;
  private final long from;
  private final long to;

  /** The index among the requested fields by field; -1 for those that were not requested. */
  private final int[] indexOfField;

  /**
   * The column of each requested field in the stretch that is being added; -1 if it has none. A
   * stretch keeps only the columns that it has: a table may have very many fields.
   */
  private final int[] columnOfIndex;

  /** The number of samples of blocks, which depends on how many cells a sample has. */
  private int length = 16;

  /** The times of the samples of the block. */
  private final long[] begins = new long[MOST_SAMPLES];

  private final long[] ends = new long[MOST_SAMPLES];
  private final long[] micros = new long[MOST_SAMPLES];

  /** The number of samples in the block. */
  private int count;

  /** The values, for each region those of a cell in all samples. */
  private long[] values = new long[1 << 12];

  /** Up to which sample the values of each region are known. */
  private int[] known = new int[16];

  private int regions;

  /** The region of each cell of the layout; -1 if it is not wanted. */
  private int[] regionOfCell = {};

  private final List<Stretch> stretches = new ArrayList<>();

  /** The current stretch of each slot, or row. */
  private @Nullable Stretch[] current = {};

  private final IdentityHashMap<List<Column>, int[]> fieldsOfColumns = new IdentityHashMap<>();
  private @Nullable Layout last;

  /** Whether the playback is at a sample that is not in the block yet. */
  private boolean isPending;

  private boolean isAtEnd;
  private int stretchAt;
  private int sampleAt;

  /** A row in the samples of a block from {@code first} to before {@code end}. */
  private static final class Stretch {
    final Row row;
    final @Nullable String[] labels;

    /** The fields of its columns; -1 for those that are in none. */
    final int[] fields;

    /**
     * The region of the cell of each of its columns; -1 if it is not wanted, or has no such cell.
     */
    final int[] regions;

    /** The signs of these cells. */
    final boolean[] signed;

    final int first;
    int end = -1;

    Stretch(Row row, @Nullable String[] labels, int[] fields, int first) {
      this.row = row;
      this.labels = labels;
      this.fields = fields;
      this.first = first;
      regions = new int[fields.length];
      signed = new boolean[fields.length];
      Arrays.fill(regions, -1);
    }
  }

  SampleChunks(
      Origin origin,
      SourceShape shape,
      TableShape table,
      Relation relation,
      int[] fields,
      long from,
      long to) {
    super(relation, fields);
    this.origin = origin;
    this.table = table;
    this.from = from;
    this.to = to;
    samples = origin.recording().playback(shape.source);
    indexOfField = new int[relation.fields().size()];
    Arrays.fill(indexOfField, -1);
    columnOfIndex = new int[fields.length];
    Arrays.fill(columnOfIndex, -1);
    for (int i = 0; i < fields.length; i++) {
      indexOfField[fields[i]] = i;
    }
  }

  @Override
  public boolean next() {
    size = 0;
    while (true) {
      while (stretchAt < stretches.size()) {
        Stretch stretch = stretches.get(stretchAt);
        int rows = Math.min(most - size, stretch.end - sampleAt);
        if (rows > 0) {
          add(stretch, rows);
        }
        if (size == most) {
          return true;
        }
        stretchAt++;
        sampleAt = stretchAt < stretches.size() ? stretches.get(stretchAt).first : 0;
      }
      if (isAtEnd) {
        return size > 0;
      }
      readBlock();
    }
  }

  private void add(Stretch stretch, int rows) {
    locate(stretch, true);
    for (int i = 0; i < fields.length; i++) {
      int field = fields[i];
      if (field < TableShape.firstLabel()) {
        addOrigin(i, field, rows);
      } else if (field < table.firstColumn()) {
        if (field == table.repeatField()) {
          Arrays.fill(nulls[i], size, size + rows, false);
          Arrays.fill(numbers[i], size, size + rows, stretch.row.repeat());
        } else {
          String label = stretch.labels[field];
          Arrays.fill(nulls[i], size, size + rows, label == null);
          Arrays.fill(texts[i], size, size + rows, label);
        }
      } else {
        addCells(stretch, i, field, rows);
      }
    }
    locate(stretch, false);
    sampleAt += rows;
    size += rows;
  }

  private void locate(Stretch stretch, boolean isHere) {
    for (int c = 0; c < stretch.regions.length; c++) {
      if (stretch.regions[c] >= 0) {
        columnOfIndex[indexOfField[stretch.fields[c]]] = isHere ? c : -1;
      }
    }
  }

  private void addOrigin(int i, int field, int rows) {
    Arrays.fill(nulls[i], size, size + rows, false);
    switch (field) {
      case TableShape.HOST -> {
        Arrays.fill(texts[i], size, size + rows, origin.host());
        Arrays.fill(nulls[i], size, size + rows, origin.host() == null);
      }
      case TableShape.RECORDING -> Arrays.fill(texts[i], size, size + rows, origin.name());
      case TableShape.TIME -> {
        System.arraycopy(micros, sampleAt, numbers[i], size, rows);
        for (int row = size; row < size + rows; row++) {
          nulls[i][row] = numbers[i][row] == Origin.UNKNOWN;
        }
      }
      case TableShape.BEGIN -> System.arraycopy(begins, sampleAt, numbers[i], size, rows);
      default -> System.arraycopy(ends, sampleAt, numbers[i], size, rows);
    }
  }

  private void addCells(Stretch stretch, int i, int field, int rows) {
    int column = columnOfIndex[i];
    Arrays.fill(nulls[i], size, size + rows, column < 0);
    if (column < 0) {
      return;
    }
    int at = stretch.regions[column] * length + sampleAt;
    Field described = relation.fields().get(field);
    switch (described.type()) {
      case LONG, SHORT_DECIMAL -> {
        long[] out = numbers[i];
        int factor = table.factor(field);
        if (factor == 1) {
          System.arraycopy(values, at, out, size, rows);
        } else {
          for (int row = 0; row < rows; row++) {
            out[size + row] = values[at + row] * factor;
          }
        }
      }
      case DECIMAL -> {
        BigDecimal amount = BigDecimal.ZERO;
        for (int row = 0; row < rows; row++) {
          if (row == 0 || values[at + row] != values[at + row - 1]) {
            amount = table.unit(field).exactAmount(values[at + row], stretch.signed[column]);
          }
          decimals[i][size + row] = amount;
        }
      }
      default -> {
        String letter = "";
        for (int row = 0; row < rows; row++) {
          if (row == 0 || values[at + row] != values[at + row - 1]) {
            letter = Amount.letter(values[at + row]);
          }
          texts[i][size + row] = letter;
        }
      }
    }
  }

  private void readBlock() {
    stretches.clear();
    regions = 0;
    count = 0;
    while (count < length && (isPending || nextSample())) {
      isPending = true;
      if (count == 0) {
        begin();
      } else if (!follow()) {
        break; // this sample begins the next block
      }
      begins[count] = samples.startNanos();
      ends[count] = samples.endNanos();
      micros[count] = origin.micros(Origin.middle(begins[count], ends[count]));
      count++;
      isPending = false;
    }
    isAtEnd = count < length && !isPending;
    for (Stretch stretch : stretches) {
      end(stretch, count);
    }
    stretchAt = 0;
    sampleAt = stretches.isEmpty() ? 0 : stretches.getFirst().first;
  }

  private boolean nextSample() {
    while (samples.next()) {
      long middle = Origin.middle(samples.startNanos(), samples.endNanos());
      if (middle >= to) {
        return false;
      }
      if (middle >= from) {
        return true;
      }
    }
    return false;
  }

  /** Begins a block with all rows of the current sample. */
  private void begin() {
    Layout layout = samples.layout();
    last = layout;
    // The cells of all tables are counted, which is too many, but known before the block begins.
    length = Math.clamp(MOST_VALUES / Math.max(1, layout.cells()), 1, MOST_SAMPLES);
    regionOfCell = new int[layout.cells()];
    Arrays.fill(regionOfCell, -1);
    if (layout instanceof SlotLayout slots) {
      current = new @Nullable Stretch[slots.slots()];
      slots.whole().came().forEach(came -> come(came, slots));
      return;
    }
    AbstractLayout places = AbstractLayout.of(layout);
    for (TableLayout here : layout.tables()) {
      if (here.table().name().equals(table.name)) {
        int[] ofColumns = table.fields(here.columns());
        for (Row row : here.rows()) {
          int place = places.place(row);
          Stretch stretch = stretch(row, ofColumns);
          int cells = Math.min(ofColumns.length, places.cellsAt(place));
          for (int c = 0; c < cells; c++) {
            add(stretch, c, places.cellAt(place, c), layout);
          }
        }
      }
    }
  }

  private Stretch stretch(Row row, int[] ofColumns) {
    Stretch stretch = new Stretch(row, table.labels(row), ofColumns, count);
    stretches.add(stretch);
    return stretch;
  }

  private void add(Stretch stretch, int column, int cell, Layout layout) {
    int field = stretch.fields[column];
    if (field < 0 || cell == Layout.ABSENT || indexOfField[field] < 0) {
      return;
    }
    int region = regions++;
    if (known.length <= region) {
      known = Arrays.copyOf(known, 2 * region);
    }
    if (values.length < regions * length) {
      values = Arrays.copyOf(values, Math.max(regions * length, 2 * values.length));
    }
    regionOfCell[cell] = region;
    stretch.regions[column] = region;
    if (relation.fields().get(field).type() == Field.Type.DECIMAL) {
      stretch.signed[column] = layout.column(cell).signed();
    }
    values[region * length + count] = samples.value(cell);
    known[region] = count + 1;
  }

  private void come(SlotRow came, SlotLayout slots) {
    Row row = came.row();
    if (!row.table().name().equals(table.name)) {
      return;
    }
    int[] ofColumns = fieldsOfColumns.computeIfAbsent(came.columns(), table::fields);
    Stretch stretch = stretch(row, ofColumns);
    current[came.slot()] = stretch;
    for (int c = 0; c < ofColumns.length; c++) {
      add(stretch, c, slots.cellAt(came.slot(), c), slots);
    }
  }

  /** Adds the current sample to the block; false if it cannot be. */
  @SuppressWarnings("ReferenceEquality") // a deeper comparison would cost more than it saves
  private boolean follow() {
    Layout layout = samples.layout();
    Layout before = last;
    if (layout != before) {
      if (!(layout instanceof SlotLayout slots)
          || before == null
          || !layout.isSuccessorOf(before)
          || samples.isAfterGap()
          || isTooMuch(slots.change())) {
        return false;
      }
      follow(slots);
      last = layout;
    }
    if (!samples.changed(this::change)) {
      for (int cell = 0; cell < layout.cells(); cell++) {
        change(cell);
      }
    }
    return true;
  }

  /** Whether the rows that come would take more than twice the memory of a block. */
  private boolean isTooMuch(LayoutChange change) {
    long cells = regions;
    for (SlotRow row : change.described()) {
      cells += row.columns().size();
    }
    for (SlotRow row : change.came()) {
      cells += row.columns().size();
    }
    return cells * length > 2L * MOST_VALUES;
  }

  private void follow(SlotLayout slots) {
    if (regionOfCell.length < slots.cells()) {
      int before = regionOfCell.length;
      regionOfCell = Arrays.copyOf(regionOfCell, Math.max(slots.cells(), 2 * before));
      Arrays.fill(regionOfCell, before, regionOfCell.length, -1);
    }
    if (current.length < slots.slots()) {
      current = Arrays.copyOf(current, Math.max(slots.slots(), 2 * current.length));
    }
    slots.change().left().forEach(slot -> leave(slot, slots));
    slots
        .change()
        .described()
        .forEach(
            described -> {
              leave(described.slot(), slots);
              come(described, slots);
            });
    slots
        .change()
        .came()
        .forEach(
            came -> {
              leave(came.slot(), slots);
              come(came, slots);
            });
  }

  private void leave(int slot, SlotLayout slots) {
    if (slot < current.length) {
      Stretch stretch = current[slot];
      if (stretch != null) {
        end(stretch, count);
        current[slot] = null;
      }
    }
    int from = Math.min(slot * slots.stride(), regionOfCell.length);
    Arrays.fill(regionOfCell, from, Math.min((slot + 1) * slots.stride(), regionOfCell.length), -1);
  }

  private void change(int cell) {
    int region = cell < regionOfCell.length ? regionOfCell[cell] : -1;
    if (region >= 0) {
      fill(region, count);
      values[region * length + count] = samples.value(cell);
      known[region] = count + 1;
    }
  }

  /** Repeats the last known value of a region up to a sample. */
  private void fill(int region, int end) {
    int from = region * length;
    if (known[region] < end) {
      Arrays.fill(values, from + known[region], from + end, values[from + known[region] - 1]);
      known[region] = end;
    }
  }

  private void end(Stretch stretch, int end) {
    if (stretch.end < 0) {
      stretch.end = end;
      for (int region : stretch.regions) {
        if (region >= 0) {
          fill(region, end);
        }
      }
    }
  }
}
