package io.github.procfs4j.process;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.View;
import io.github.procfs4j.text.Cursor;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The typed view of a file of a process or thread: what its one row says. */
abstract class ProcessView extends View {
  /** Null where it is the one row of a table. */
  private final @Nullable Row row;

  private final Table table;

  /** The view of a reading of the file. */
  ProcessView(FileReading reading, Table table) {
    super(reading);
    this.row = null;
    this.table = table;
  }

  /** The view of the columns of the file in a row of the process table. */
  ProcessView(FileReading reading, Row row) {
    super(reading);
    this.row = row;
    this.table = row.table();
  }

  /** The row of the reading. */
  final Row row() {
    if (row != null) {
      return row;
    }
    List<Row> rows = rows(table);
    if (rows.isEmpty()) {
      throw new NoSuchElementException("there is no reading of " + table.name());
    }
    return rows.getFirst();
  }

  /**
   * What stands in a column, in its unit; beyond 2^63 - 1 as the 64-bit pattern.
   *
   * @throws NoSuchElementException if this kernel printed none
   */
  final long printed(Column column) {
    return amountOf(row(), column);
  }

  /**
   * What stands in a column, in its unit: sizes in bytes; beyond 2^63 - 1 as the 64-bit pattern.
   * Empty if this kernel printed none.
   */
  public final OptionalLong amount(Column column) {
    return row == null && rows(table).isEmpty()
        ? OptionalLong.empty()
        : amountIfPrinted(row(), column);
  }

  /**
   * Reads what else stands on a line of numbers, the first of which is that of the column {@code
   * first}; those beyond the columns known, of a newer kernel, are kept under names with their
   * place.
   *
   * @param before how many fields stand before it
   */
  static void numbers(
      Cursor in, Layout.Builder.RowBuilder row, List<Column> columns, int first, int before) {
    for (int i = first; i < columns.size() && !in.atLineEnd(); i++) {
      row.cell(columns.get(i), Descriptions.number(in, columns.get(i)));
    }
    Descriptions.rest(in, row, before + columns.size() - first);
  }
}
