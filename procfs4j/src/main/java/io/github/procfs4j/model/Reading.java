package io.github.procfs4j.model;

import io.github.procfs4j.printable.Printable;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * The cells of a source at one time: from one reading, or the current ones of a sampler.
 *
 * <p>The records of many files are not printed at one instant. A reading therefore carries the
 * monotonic time before its first and after its last byte was read, on the scale of {@link
 * System#nanoTime}.
 */
public interface Reading {
  /** {@return the rows, columns and cells} */
  Layout layout();

  /**
   * {@return the number in a cell as the kernel printed it, as a 64-bit pattern; its column
   * describes it}
   *
   * @param cell the number of the cell in the {@link #layout}, from 0
   * @throws IndexOutOfBoundsException if the layout has no such cell
   */
  long value(int cell);

  /** {@return the monotonic time before the first byte was read, in nanoseconds} */
  long startNanos();

  /** {@return the monotonic time after the last byte was read, in nanoseconds} */
  long endNanos();

  /**
   * {@return the number of a row in a column with this name, as the kernel printed it; empty if it
   * did not print it}
   *
   * @param row the row, identified by its table and its labels
   * @param column the kernel's name for the column
   */
  default OptionalLong value(Row row, String column) {
    int cell = layout().cell(row, column);
    return cell == Layout.ABSENT ? OptionalLong.empty() : OptionalLong.of(value(cell));
  }

  /**
   * {@return the amount of a row in a column, in the column's unit: sizes in bytes}
   *
   * @param row the row, identified by its table and its labels
   * @param column a column of its table, identified by its name
   * @throws NoSuchElementException if this kernel did not print it; the message states the column
   *     and what it depends on
   * @throws ArithmeticException if it does not fit in 64 bits, or is not a whole number of its unit
   */
  default long amount(Row row, Column column) {
    int cell = layout().cell(row, column);
    if (cell == Layout.ABSENT) {
      throw absent(row, column);
    }
    Unit unit = layout().column(cell).unit();
    if (unit.decimals() > 0) {
      throw new ArithmeticException(column.name() + " has decimals: ask for its value");
    }
    long value = value(cell);
    return unit.factor() == 1 ? value : Math.multiplyExact(value, unit.factor());
  }

  /**
   * As {@link #amount}, but empty if this kernel did not print it.
   *
   * @param row the row, identified by its table and its labels
   * @param column a column of its table, identified by its name
   * @return the amount, in the column's unit: sizes in bytes
   */
  default OptionalLong amountIfPrinted(Row row, Column column) {
    return layout().cell(row, column) == Layout.ABSENT
        ? OptionalLong.empty()
        : OptionalLong.of(amount(row, column));
  }

  /**
   * {@return the cell of a row and a column, for repeated reading} The row and the column need not
   * exist yet.
   *
   * @param row the row, identified by its table and its labels
   * @param column a column of its table, identified by its name
   */
  default CellHandle handle(Row row, Column column) {
    return new CellHandle(this, row, column);
  }

  /**
   * {@return its content, for a log or a debugger: a line for each row, such as {@code cpu=0: user
   * 1234 ticks, nice 3 ticks}, with amounts in their units; plain counts have none} It is not
   * intended to be parsed.
   */
  default String text() {
    return ReadingText.of(this);
  }

  /**
   * {@return the line of one row, as in {@link #text()}}
   *
   * @param row the row, identified by its table and its labels
   */
  default String text(Row row) {
    return ReadingText.of(this, row);
  }

  /**
   * {@return an exception that states why a row has no number in a column}
   *
   * @param row the row, identified by its table and its labels
   * @param column a column of its table, identified by its name
   */
  default NoSuchElementException absent(Row row, Column column) {
    Layout layout = layout();
    if (layout.tables().isEmpty()) {
      return new NoSuchElementException(
          "no "
              + column.name()
              + " of "
              + row
              + ": no sample was made yet, or the last one failed");
    }
    if (layout.table(row.table().name()).isEmpty()) {
      return new NoSuchElementException(
          "no "
              + column.name()
              + " of "
              + row
              + ": there is no table "
              + Printable.line(row.table().name())
              + ", but: "
              + layout.tables().stream()
                  .map(table -> Printable.line(table.table().name()))
                  .collect(Collectors.joining(", ")));
    }
    if (!layout.rows(row.table()).contains(row)) {
      return new NoSuchElementException(
          "no " + column.name() + " of " + row + ": there is no such row");
    }
    return new NoSuchElementException(
        row
            + " has no "
            + column.name()
            + " on this kernel"
            + (column.since().isEmpty() ? "" : "; since Linux " + column.since())
            + (column.requires().isEmpty() ? "" : "; depends on " + column.requires()));
  }
}
