package io.github.procfs4j.sampling;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The typed view of a file: names for what its cells tell. Each file has its own, with a method for
 * each thing worth a name; what they have in common is here.
 *
 * <p>A view of one reading never changes. The view of a sampler shows the sampler's last sample,
 * and after a sample that failed it shows nothing: its methods then say that nothing is there.
 */
public abstract class View {
  private final FileReading reading;

  /** A view of {@code reading}. */
  protected View(FileReading reading) {
    this.reading = reading;
  }

  /** The cells, rows and columns that this is the view of, and when they were read. */
  public final FileReading reading() {
    return reading;
  }

  /** The rows of a table, in the order of the text. */
  protected final List<Row> rows(Table table) {
    return reading.layout().table(table.name()).map(TableLayout::rows).orElse(List.of());
  }

  /**
   * The amount of a row in a column, in the column's unit.
   *
   * @throws java.util.NoSuchElementException if this kernel printed none
   */
  protected final long amountOf(Row row, Column column) {
    return reading.amount(row, column);
  }

  /**
   * The amount of a row in a column, in the column's unit: sizes in bytes. Empty if the row is not
   * there, or this kernel printed no such column of it.
   *
   * @param row from one of the methods of the view that name rows or list them
   * @param column a constant of the file's class of columns, such as {@code StatColumns}
   * @throws ArithmeticException if it does not fit 64 bits, or has decimals: {@link #reading} has
   *     the number then
   */
  public final OptionalLong amount(Row row, Column column) {
    Objects.requireNonNull(row, "row");
    Objects.requireNonNull(column, "column");
    return reading.amountIfPrinted(row, column);
  }

  /**
   * The amount of a row in the column that the kernel calls so, also where it is not described.
   *
   * @throws ArithmeticException as {@link #amount(Row, Column)} does
   */
  public final OptionalLong amount(Row row, String column) {
    Objects.requireNonNull(column, "column");
    Objects.requireNonNull(row, "row");
    Objects.requireNonNull(column, "column");
    return reading.amountIfPrinted(row, Column.undescribed(column, Unit.COUNT));
  }

  /** A line for each row, as {@link FileReading#text()} has it. */
  @Override
  public String toString() {
    return reading.text();
  }
}
