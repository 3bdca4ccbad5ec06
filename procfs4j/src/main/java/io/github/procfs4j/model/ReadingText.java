package io.github.procfs4j.model;

import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.slots.AbstractLayout;
import io.github.procfs4j.printable.Printable;
import java.util.NoSuchElementException;

/** The content of readings as text, for logs and debuggers. */
final class ReadingText {
  private ReadingText() {}

  /** A line for each row. */
  static String of(Reading reading) {
    Layout layout;
    try {
      layout = reading.layout();
    } catch (NoSuchElementException e) {
      return "no sample"; // a playback is before its first sample or after its last
    }
    StringBuilder text = new StringBuilder();
    for (TableLayout table : layout.tables()) {
      for (Row row : table.rows()) {
        text.append(text.isEmpty() ? "" : "\n");
        append(reading, layout, row, text);
      }
    }
    return text.isEmpty() ? "no rows" : text.toString();
  }

  /** The line of a row. */
  static String of(Reading reading, Row row) {
    StringBuilder text = new StringBuilder();
    try {
      append(reading, reading.layout(), row, text);
    } catch (NoSuchElementException e) {
      text.append(row).append(" is in no sample");
    }
    return text.toString();
  }

  private static void append(Reading reading, Layout layout, Row row, StringBuilder text) {
    String labels = row.text();
    text.append(Printable.line(labels.isEmpty() ? row.table().name() : labels));
    AbstractLayout places = AbstractLayout.of(layout);
    int place = places.place(row);
    if (place == Layout.ABSENT) {
      text.append(" is not there");
      return;
    }
    String between = ": ";
    for (int i = 0; i < places.cellsAt(place); i++) {
      int cell = places.cellAt(place, i);
      if (cell != Layout.ABSENT) {
        text.append(between).append(of(layout.column(cell), reading.value(cell)));
        between = ", ";
      }
    }
  }

  /** A column and the amount in one of its cells, such as {@code user 123 ticks}. */
  static String of(Column column, long cell) {
    Unit unit = column.unit();
    String name = Printable.line(column.name());
    if (unit.equals(Unit.LETTER) && cell > ' ' && cell < 0x7f) {
      return name + " " + (char) cell;
    }
    String amount = unit.exactAmount(cell, column.signed()).toPlainString();
    boolean isPlain = unit.name().equals(Unit.COUNT.name()) || unit.name().equals(Unit.NONE.name());
    return name + " " + amount + (isPlain ? "" : " " + Printable.line(unit.name()));
  }
}
