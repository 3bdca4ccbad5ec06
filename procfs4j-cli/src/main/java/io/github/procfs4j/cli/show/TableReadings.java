package io.github.procfs4j.cli.show;

import io.github.procfs4j.cli.options.Amounts;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.TextTable;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Reading;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.sampling.Fact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Readings for people. A table with a single row that has no labels or many columns is written with
 * a line for each column. In other tables, if there are more than a few rows with only zeros, they
 * are left out and counted, because most of a machine's interrupts never occur.
 */
public final class TableReadings implements ReadingWriter {
  private static final int ZERO_ROWS_SHOWN = 8;

  /** A single row with more columns than this is written with a line for each. */
  private static final int MOST_COLUMNS = 24;

  private final Output out;
  private boolean isFirst = true;

  public TableReadings(Output out) {
    this.out = out;
  }

  @Override
  public void text(Source source, List<Fact> facts, String text, long startNanos, long endNanos) {
    heading(source.name());
    if (!facts.isEmpty()) {
      FactLines.print(facts, out);
      out.line();
    }
    // A NUL ends each argument of a process; no other file contains one.
    for (String line : text.replace('\0', ' ').stripTrailing().split("\n", -1)) {
      out.verbatim(line);
    }
    out.flush();
  }

  @Override
  public void tables(Source source, Reading reading, List<String> problems) {
    List<TableLayout> tables = reading.layout().tables();
    if (tables.isEmpty()) {
      heading(source.name());
      out.line("  nothing");
    }
    for (TableLayout table : tables) {
      String name = table.table().name();
      boolean isOnly = name.equals(source.name()) || source.name().endsWith("/" + name);
      String title = isOnly ? source.name() : source.name() + ": " + name;
      boolean isWide = table.rows().size() == 1 && table.columns().size() > MOST_COLUMNS;
      if (table.table().labels().isEmpty() || isWide) {
        heading(title);
        lines(table, reading);
      } else {
        rows(title, table, reading);
      }
    }
    out.flush();
  }

  private void heading(String title) {
    if (!isFirst) {
      out.line();
    }
    isFirst = false;
    out.wrapped(title);
  }

  private void lines(TableLayout table, Reading reading) {
    TextTable text = new TextTable(1, false, true, false);
    for (Row row : table.rows()) {
      for (String label : table.table().labels()) {
        text.add(List.of("  " + label, row.label(label), ""));
      }
      for (Column column : table.columns()) {
        int cell = reading.layout().cell(row, column);
        if (cell != Layout.ABSENT) {
          Amounts.Amount amount = Amounts.of(reading.layout().column(cell), reading.value(cell));
          text.add(List.of("  " + column.name(), amount.number(), amount.unit()));
        }
      }
    }
    text.print(out);
  }

  private void rows(String title, TableLayout table, Reading reading) {
    List<Row> others =
        table.rows().stream().filter(row -> !isZero(row, table.columns(), reading)).toList();
    int zeros = table.rows().size() - others.size();
    boolean leavesOut = zeros > ZERO_ROWS_SHOWN;
    List<Row> shown = leavesOut ? others : table.rows();
    List<String> labels = table.table().labels();
    List<Column> columns =
        table.columns().stream()
            .filter(column -> shown.stream().anyMatch(row -> hasCell(row, column, reading)))
            .toList();
    boolean[] isNumber = new boolean[labels.size() + columns.size()];
    Arrays.fill(isNumber, labels.size(), isNumber.length, true);
    TextTable text = new TextTable(labels.size(), isNumber);

    List<String> units = columns.stream().map(Amounts::unit).distinct().toList();
    heading(
        title
            + (units.size() == 1 && !units.getFirst().isEmpty() ? ", in " + units.getFirst() : ""));
    if (table.rows().isEmpty()) {
      out.line("  none");
      return;
    }
    List<String> head = new ArrayList<>(labels);
    columns.forEach(column -> head.add(column.name()));
    text.head(indented(head));
    if (units.size() > 1) {
      List<String> line = new ArrayList<>(labels.stream().map(label -> "").toList());
      columns.forEach(column -> line.add(Amounts.unit(column)));
      text.head(indented(line));
    }
    shown.forEach(row -> text.add(indented(row(row, columns, reading))));
    text.print(out);
    if (leavesOut) {
      out.wrapped("  and " + zeros + " rows with only zeros");
    }
  }

  private static boolean hasCell(Row row, Column column, Reading reading) {
    return reading.layout().cell(row, column) != Layout.ABSENT;
  }

  private static List<String> indented(List<String> line) {
    line.set(0, "  " + line.getFirst());
    return line;
  }

  private static List<String> row(Row row, List<Column> columns, Reading reading) {
    List<String> cells = new ArrayList<>(row.labels());
    if (row.repeat() > 0) {
      cells.set(cells.size() - 1, cells.getLast() + " #" + (row.repeat() + 1));
    }
    for (Column column : columns) {
      int cell = reading.layout().cell(row, column);
      cells.add(cell == Layout.ABSENT ? "-" : cell(reading, cell));
    }
    return cells;
  }

  private static String cell(Reading reading, int cell) {
    Column column = reading.layout().column(cell);
    Amounts.Amount amount = Amounts.of(column, reading.value(cell));
    return Amounts.isSize(column) ? amount.text() : amount.number();
  }

  /** Whether a row has numbers, all of which are zero. */
  private static boolean isZero(Row row, List<Column> columns, Reading reading) {
    boolean counts = false;
    for (Column column : columns) {
      int cell = reading.layout().cell(row, column);
      if (cell != Layout.ABSENT && column.kind() != Kind.IDENTIFIER) {
        if (reading.value(cell) != 0) {
          return false;
        }
        counts = true;
      }
    }
    return counts;
  }
}
