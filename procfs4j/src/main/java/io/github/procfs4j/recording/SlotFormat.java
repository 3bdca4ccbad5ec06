package io.github.procfs4j.recording;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.slots.LayoutChange;
import io.github.procfs4j.model.slots.LayoutChange.SlotRow;
import io.github.procfs4j.model.slots.Slots;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * How layouts of slots are written and read back: what rows have in common is written once, as a
 * shape; otherwise the rows that came, left or got a new description.
 */
final class SlotFormat {
  private SlotFormat() {}

  /** The table and the columns of rows; all rows of a source have only a few different shapes. */
  record Shape(Table table, List<Column> columns) {}

  static void write(RecordWriter out, Shape shape, ToIntFunction<Column> numberOf) {
    Table table = shape.table;
    out.string(table.name()).number(table.labels().size());
    table.labels().forEach(out::string);
    out.number(table.labels().size() - table.identifying()).number(shape.columns.size());
    shape.columns.forEach(column -> out.number(numberOf.applyAsInt(column)));
  }

  static Shape readShape(RecordReader in, List<Column> columns) {
    String name = in.string();
    List<String> labels = strings(in, in.count());
    Table table = new Table(name, labels, labels.size() - in.upTo(labels.size()));
    List<Column> columnsHere = new ArrayList<>();
    for (int i = in.count(); i > 0; i--) {
      columnsHere.add(columns.get(in.upTo(columns.size() - 1)));
    }
    return new Shape(table, List.copyOf(columnsHere));
  }

  /**
   * Writes how a layout differs from the previous one.
   *
   * @param slots the number of slots of the previous one
   */
  static void write(
      RecordWriter out, LayoutChange change, int slots, ToIntFunction<SlotRow> numberOf) {
    int next = 0;
    out.number(change.left().size());
    for (int slot : change.left()) {
      out.number(slot - next);
      next = slot + 1;
    }
    // So that no record can claim a slot far away, each slot that stays free on the way is listed.
    RecordWriter came = new RecordWriter();
    int count = 0;
    int size = slots;
    next = 0;
    for (SlotRow row : change.came()) {
      for (; size < row.slot(); size++, count++) {
        came.number(size - next).number(0);
        next = size + 1;
      }
      came.number(row.slot() - next).number(1 + numberOf.applyAsInt(row));
      row.row().labels().forEach(came::string);
      came.number(row.row().repeat());
      next = row.slot() + 1;
      size = Math.max(size, next);
      count++;
    }
    out.number(count).raw(came.bytes(), came.size());
    next = 0;
    out.number(change.described().size());
    for (SlotRow row : change.described()) {
      out.number(row.slot() - next);
      Table table = row.row().table();
      row.row().labels().stream().skip(table.identifying()).forEach(out::string);
      next = row.slot() + 1;
    }
  }

  /** Reads a difference, and applies it to {@code slots}. */
  static LayoutChange readChange(RecordReader in, Slots slots, List<Shape> shapes) {
    List<Integer> left = new ArrayList<>();
    int size = slots.slots();
    int next = 0;
    for (int i = in.count(); i > 0; i--) {
      int slot = next + in.upTo(size - 1 - next);
      left.add(slot);
      next = slot + 1;
    }
    left.forEach(slots::remove);
    List<SlotRow> came = new ArrayList<>();
    next = 0;
    for (int i = in.count(); i > 0; i--) {
      int slot = next + in.upTo(size - next);
      next = slot + 1;
      size = Math.max(size, next);
      int shapeNumber = in.upTo(shapes.size());
      if (shapeNumber > 0) {
        Shape shape = shapes.get(shapeNumber - 1);
        List<String> labels = strings(in, shape.table.labels().size());
        Row row = new Row(shape.table, labels, in.upTo(Integer.MAX_VALUE));
        came.add(new SlotRow(slot, row, shape.columns));
      }
    }
    came.forEach(row -> slots.put(row.slot(), row.row(), row.columns()));
    List<SlotRow> described = new ArrayList<>();
    next = 0;
    for (int i = in.count(); i > 0; i--) {
      int slot = next + in.upTo(slots.slots() - 1 - next);
      next = slot + 1;
      Row row = slots.row(slot);
      Table table = row.table();
      List<String> labels = new ArrayList<>(row.labels().subList(0, table.identifying()));
      labels.addAll(strings(in, table.labels().size() - table.identifying()));
      described.add(new SlotRow(slot, new Row(table, labels, row.repeat()), List.of()));
    }
    described.forEach(row -> slots.describe(row.slot(), row.row()));
    return new LayoutChange(left, came, described);
  }

  private static List<String> strings(RecordReader in, int count) {
    List<String> strings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      strings.add(in.string());
    }
    return strings;
  }
}
