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

/** The typed view of a file of a process or thread: what its one row says. */
public abstract sealed class ProcessView extends View
    permits ProcessStat, ProcessStatm, ProcessStatus, ProcessIo, ProcessSchedStat {
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
    return row == null && rows(table).isEmpty() ? OptionalLong.empty() : amount(row(), column);
  }

  /** The line of its row. */
  @Override
  public final String toString() {
    return row == null ? reading().text() : reading().text(row);
  }

  /**
   * Reads what else stands on a line of numbers, the first of which is that of the column {@code
   * first}; those beyond the columns known, of a newer kernel, are kept under names with their
   * place. So are all of them if there are as many as no kernel prints: which one is missing, or
   * too many, cannot be said.
   *
   * @param before how many fields stand before it
   * @param older as many fields as older kernels print, in all; if there are none, kernels have
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
