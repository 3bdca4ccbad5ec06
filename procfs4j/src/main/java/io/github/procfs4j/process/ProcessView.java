package io.github.procfs4j.process;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.View;
import io.github.procfs4j.text.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The typed view of a file of a process or thread, which has one row. */
public abstract sealed class ProcessView extends View
    permits ProcessStat, ProcessStatm, ProcessStatus, ProcessIo, ProcessSchedStat {
  /** Null if it is the only row of a table. */
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
   * The amount in a column, in its unit; beyond 2^63 - 1 as the 64-bit pattern.
   *
   * @throws NoSuchElementException if this kernel did not print it
   */
  final long printed(Column column) {
    return amountOf(row(), column);
  }

  /**
   * {@return the amount in a column, in its unit, sizes in bytes; beyond 2^63 - 1 as the 64-bit
   * pattern} Empty if this kernel did not print it.
   *
   * @param column the column, identified by its name
   */
  public final OptionalLong amount(Column column) {
    return row == null && rows(table).isEmpty() ? OptionalLong.empty() : amount(row(), column);
  }

  /** The line of its row. */
  @Override
  public final String toString() {
    return row == null ? reading().text() : reading().text(row);
  }

  /**
   * Reads the rest of a line of numbers, beginning with the column {@code first}. Numbers beyond
   * the known columns, from a newer kernel, are named after their positions. So are all numbers if
   * no kernel prints that many, because it is not known which one is missing or extra.
   *
   * @param before the number of fields before it
   * @param older the total numbers of fields that older kernels print; if empty, kernels have
   *     always printed as many as there are columns
   */
  static void numbers(
      Cursor in,
      Layout.Builder.RowBuilder row,
      List<Column> columns,
      int first,
      int before,
      List<Integer> older) {
    List<Integer> cells = new ArrayList<>();
    for (int i = first; !in.atLineEnd(); i++) {
      cells.add(i < columns.size() ? Descriptions.number(in, columns.get(i)) : in.unsigned());
    }
    int known = columns.size() - first;
    int fields = before + cells.size();
    boolean isKnown =
        fields == before + known
            || (fields > before + known && !older.isEmpty())
            || older.contains(fields)
            || in.isCut();
    for (int i = 0; i < cells.size(); i++) {
      boolean hasName = isKnown && i < known;
      row.cell(
          hasName ? columns.get(first + i) : Descriptions.unnamed(before + i + 1), cells.get(i));
    }
    if (!isKnown) {
      in.note("%d fields before this, not %d".formatted(before + known, fields));
    }
  }
}
