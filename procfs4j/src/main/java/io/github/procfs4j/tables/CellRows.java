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
import io.github.procfs4j.printable.Printable;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The numbers of a source: a row for each row of each sample. */
final class CellRows implements Rows {
  private final Origin origin;
  private final Playback samples;
  private final SourceShape shape;
  private final Set<Relation> wanted;
  private final long from;
  private final long to;

  private @Nullable Layout last;

  /** The rows of the current sample; null where there is none, or an unwanted one. */
  private @Nullable Place[] places = {};

  private int end;
  private int at;
  private @Nullable Place place;
  private long[] values = {};
  private long begin;
  private long finish;
  private long micros;

  /** The fields of the columns of a slot. Most slots share one of a few lists of columns. */
  private final Map<TableShape, IdentityHashMap<List<Column>, int[]>> fieldsOfColumns =
      new HashMap<>();

  private final Map<TableShape, CellsOfTable> cellsOfTables = new HashMap<>();

  /**
   * The cells of the current row of a table by the indexes of their fields. Rows keep only the
   * cells that they have: a table may have very many fields, most of which its rows lack.
   */
  private static final class CellsOfTable {
    final int[] cells;
    private @Nullable Place of;

    CellsOfTable(TableShape table) {
      cells = table.noCells();
    }

    @SuppressWarnings("ReferenceEquality") // rows may be equal and have other cells
    void put(Place next) {
      Place before = of;
      if (before == next) {
        return;
      }
      of = next;
      for (int field : before == null ? new int[0] : before.fields) {
        if (field >= 0) {
          cells[field] = Layout.ABSENT;
        }
      }
      for (int i = 0; i < next.cells.length; i++) {
        if (next.fields[i] >= 0) {
          cells[next.fields[i]] = next.cells[i];
        }
      }
    }
  }

  /** A row and its cells. */
  private static final class Place {
    final TableShape table;
    final Relation relation;
    final Row row;

    /** The labels by the indexes of their fields. */
    final @Nullable String[] labels;

    /** The fields of its columns; -1 for those that are in none. */
    final int[] fields;

    /** The cells of its first columns. */
    final int[] cells;

    final CellsOfTable ofTable;

    Place(TableShape table, Row row, int[] fields, int[] cells, CellsOfTable ofTable) {
      this.table = table;
      this.row = row;
      this.fields = fields;
      this.cells = cells;
      this.ofTable = ofTable;
      relation = table.samples();
      labels = table.labels(row);
    }
  }

  /** Rows of the samples whose middle is from {@code from} to before {@code to}. */
  CellRows(Origin origin, SourceShape shape, Set<Relation> wanted, long from, long to) {
    this.origin = origin;
    this.shape = shape;
    this.wanted = wanted;
    this.from = from;
    this.to = to;
    samples = origin.recording().playback(shape.source);
  }

  @Override
  public boolean next() {
    while (true) {
      while (at < end) {
        Place next = places[at++];
        place = next;
        if (next != null) {
          next.ofTable.put(next);
          return true;
        }
      }
      if (!nextSample()) {
        place = null;
        return false;
      }
    }
  }

  private boolean nextSample() {
    while (samples.next()) {
      long middle = Origin.middle(samples.startNanos(), samples.endNanos());
      if (middle >= to) {
        break;
      }
      follow(samples.layout());
      if (middle >= from) {
        begin = samples.startNanos();
        finish = samples.endNanos();
        micros = origin.micros(middle);
        int cells = samples.layout().cells();
        if (values.length < cells) {
          values = new long[Math.max(cells, 2 * values.length)];
        }
        samples.copyTo(values);
        at = 0;
        return true;
      }
    }
    end = 0;
    return false;
  }

  @SuppressWarnings("ReferenceEquality") // a deeper comparison would cost more than it saves
  private void follow(Layout layout) {
    Layout before = last;
    if (layout == before) {
      return;
    }
    if (!(layout instanceof SlotLayout slots)) {
      rebuild(layout);
    } else if (before != null && slots.isSuccessorOf(before)) {
      change(slots.change(), slots);
    } else {
      Arrays.fill(places, null);
      change(slots.whole(), slots);
    }
    last = layout;
  }

  private void change(LayoutChange change, SlotLayout slots) {
    end = slots.slots();
    if (places.length < end) {
      places = Arrays.copyOf(places, Math.max(end, 2 * places.length));
    }
    change.left().forEach(slot -> remove(slot));
    change.came().forEach(came -> put(came, slots));
    change.described().forEach(described -> put(described, slots));
  }

  private void remove(int slot) {
    if (slot < places.length) {
      places[slot] = null;
    }
  }

  private void put(SlotRow came, SlotLayout slots) {
    Row row = came.row();
    TableShape table = shape.table(row.table().name());
    places[came.slot()] = null;
    if (table != null && wanted.contains(table.samples())) {
      int[] fields =
          fieldsOfColumns
              .computeIfAbsent(table, of -> new IdentityHashMap<>())
              .computeIfAbsent(came.columns(), table::fields);
      int[] cells = new int[fields.length];
      for (int i = 0; i < fields.length; i++) {
        cells[i] = slots.cellAt(came.slot(), i);
      }
      places[came.slot()] = new Place(table, row, fields, cells, ofTable(table));
    }
  }

  private void rebuild(Layout layout) {
    AbstractLayout cells = AbstractLayout.of(layout);
    int rows = 0;
    for (TableLayout table : layout.tables()) {
      rows += table.rows().size();
    }
    places = new @Nullable Place[rows];
    end = 0;
    for (TableLayout layoutOfTable : layout.tables()) {
      TableShape table = shape.table(layoutOfTable.table().name());
      if (table != null && wanted.contains(table.samples())) {
        int[] fields = table.fields(layoutOfTable.columns());
        CellsOfTable ofTable = ofTable(table);
        for (Row row : layoutOfTable.rows()) {
          places[end++] = new Place(table, row, fields, cells(cells, row, fields.length), ofTable);
        }
      }
    }
  }

  private CellsOfTable ofTable(TableShape table) {
    return cellsOfTables.computeIfAbsent(table, CellsOfTable::new);
  }

  private static int[] cells(AbstractLayout layout, Row row, int columns) {
    int place = layout.place(row);
    int[] cells = new int[Math.min(columns, layout.cellsAt(place))];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = layout.cellAt(place, i);
    }
    return cells;
  }

  private Place place() {
    Place here = place;
    if (here == null) {
      throw new NoSuchElementException("there is no row here");
    }
    return here;
  }

  private Layout layout() {
    Layout layout = last;
    if (layout == null) {
      throw new NoSuchElementException("there is no row here");
    }
    return layout;
  }

  @Override
  public Relation relation() {
    return place().relation;
  }

  @Override
  public boolean isNull(int field) {
    Place here = place();
    if (field < TableShape.firstLabel()) {
      return field == TableShape.TIME
          ? micros == Origin.UNKNOWN
          : field == TableShape.HOST && origin.host() == null;
    }
    return field < here.table.firstColumn()
        ? field != here.table.repeatField() && here.labels[field] == null
        : here.ofTable.cells[field] == Layout.ABSENT;
  }

  @Override
  public long number(int field) {
    Place here = place();
    int cell = here.ofTable.cells[field];
    if (cell != Layout.ABSENT) {
      return values[cell] * here.table.factor(field);
    }
    return switch (field) {
      case TableShape.TIME -> micros == Origin.UNKNOWN ? 0 : micros;
      case TableShape.BEGIN -> begin;
      case TableShape.END -> finish;
      default -> field == here.table.repeatField() ? here.row.repeat() : 0;
    };
  }

  @Override
  public double real(int field) {
    throw new UnsupportedOperationException("no field of samples is of the type DOUBLE");
  }

  @Override
  public @Nullable BigDecimal decimal(int field) {
    Place here = place();
    if (isNull(field)) {
      return null;
    }
    int cell = here.ofTable.cells[field];
    if (cell == Layout.ABSENT) {
      return BigDecimal.valueOf(number(field));
    }
    Column column = layout().column(cell);
    return column.unit().exactAmount(values[cell], column.signed());
  }

  @Override
  public @Nullable String text(int field) {
    Place here = place();
    if (field == TableShape.HOST) {
      return origin.host();
    }
    if (field == TableShape.RECORDING) {
      return origin.name();
    }
    if (field >= here.table.firstColumn()) {
      int cell = here.ofTable.cells[field];
      return cell == Layout.ABSENT ? null : Amount.letter(values[cell]);
    }
    return here.labels[field];
  }

  /** What its rows are of. */
  @Override
  public String toString() {
    return Printable.line("Rows[" + shape.source.name() + ", samples]");
  }
}
