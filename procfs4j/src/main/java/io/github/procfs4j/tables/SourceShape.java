package io.github.procfs4j.tables;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.slots.LayoutChange.SlotRow;
import io.github.procfs4j.model.slots.SlotLayout;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the tables of a source have in any sample of a recording. All samples are read once to find
 * out, before the first row is returned: a relation has the same fields from its first row to its
 * last.
 */
final class SourceShape {
  /**
   * A time without samples, because reading failed.
   *
   * @param fromNanos the end of the last sample before it; the start of the recording if there is
   *     none
   * @param toNanos the beginning of the first sample after it
   */
  record Gap(long fromNanos, long toNanos) {}

  final RecordedSource source;
  private final SequencedMap<String, TableShape> tables = new LinkedHashMap<>();
  private final List<Gap> gaps = new ArrayList<>();

  /** The relations by their names in lower case. */
  private final SequencedMap<String, Relation> relations = new LinkedHashMap<>();

  private boolean isUsual = true;
  private @Nullable Layout last;

  private SourceShape(RecordedSource source) {
    this.source = source;
  }

  static SourceShape of(Recording recording, RecordedSource source, String schema) {
    SourceShape shape = new SourceShape(source);
    shape.read(recording.playback(source), recording.startNanos());
    Identifiers names = new Identifiers();
    for (TableShape table : shape.tables.values()) {
      String name = names.unique(table.name);
      table.end(schema, source.name(), name, names.unique(name + "_figures"));
      for (Relation relation : List.of(table.samples(), table.intervals())) {
        shape.relations.put(relation.name().toLowerCase(Locale.ROOT), relation);
      }
    }
    return shape;
  }

  @SuppressWarnings("ReferenceEquality") // a deeper comparison would cost more than it saves
  private void read(Playback samples, long start) {
    long end = start;
    while (samples.next()) {
      Layout layout = samples.layout();
      Layout before = last;
      boolean isContinued = before != null && layout.isSuccessorOf(before);
      if (layout != before) {
        if (isContinued && layout instanceof SlotLayout slots) {
          slots.change().came().forEach(this::note);
          slots.change().described().forEach(this::note);
        } else {
          noteAll(layout);
        }
      }
      last = layout;
      if (!samples.changed(cell -> noteCell(samples, cell))) {
        for (int cell = layout.cells() - 1; cell >= 0; cell--) {
          noteCell(samples, cell);
        }
      }
      if (samples.isAfterGap()) {
        gaps.add(new Gap(end, samples.startNanos()));
      }
      end = samples.endNanos();
    }
  }

  private void noteAll(Layout layout) {
    if (layout instanceof SlotLayout slots) {
      slots.whole().came().forEach(this::note);
      return;
    }
    for (TableLayout table : layout.tables()) {
      TableShape shape = tables.computeIfAbsent(table.table().name(), n -> shape(table));
      shape.note(table.table(), table.columns());
      noteUnits(table.columns());
      table.rows().forEach(shape::note);
    }
  }

  private static TableShape shape(TableLayout table) {
    return new TableShape(table.table());
  }

  private void note(SlotRow came) {
    Row row = came.row();
    TableShape shape =
        tables.computeIfAbsent(row.table().name(), name -> new TableShape(row.table()));
    shape.note(row);
    if (shape.isNew(row.table(), came.columns())) {
      shape.note(row.table(), came.columns());
      noteUnits(came.columns());
    }
  }

  private void noteUnits(List<Column> columns) {
    for (Column column : columns) {
      isUsual &= column.unit().factor() <= Amount.USUAL_FACTOR;
    }
  }

  private void noteCell(Playback samples, int cell) {
    Layout layout = samples.layout();
    if (cell >= layout.cells()) {
      return;
    }
    long value = samples.value(cell);
    if ((value >= 0 && value < Amount.SURELY_SHORT && isUsual) || layout.isHole(cell)) {
      return;
    }
    TableShape table = tables.get(layout.row(cell).table().name());
    if (table != null) {
      table.note(layout.column(cell), value);
    }
  }

  /** The tables, in order of first occurrence. */
  List<TableShape> tables() {
    return List.copyOf(tables.values());
  }

  /** The relations of all tables. */
  Collection<Relation> relations() {
    return Collections.unmodifiableCollection(relations.values());
  }

  /** The relation with this name, in which case does not matter; null if there is none. */
  @Nullable Relation relation(String name) {
    return relations.get(name.toLowerCase(Locale.ROOT));
  }

  @Nullable TableShape table(String name) {
    return tables.get(name);
  }

  /** The times without samples. */
  List<Gap> gaps() {
    return gaps;
  }
}
