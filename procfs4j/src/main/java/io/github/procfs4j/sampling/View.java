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
 * The typed view of a file, with names for its cells. Each file has its own view, with a method for
 * each value worth a name; this class contains what they have in common.
 *
 * <p>A view of a single reading is immutable. The view of a sampler shows the sampler's last
 * sample; after a failed sample it shows nothing, and its methods report that values are absent.
 */
public abstract class View {
  private final FileReading reading;

  /**
   * Creates a view of {@code reading}.
   *
   * @param reading the sample that it shows; if that changes, so does the view
   */
  protected View(FileReading reading) {
    this.reading = reading;
  }

  /**
   * {@return the reading of this view: its cells, rows and columns, and the times when they were
   * read}
   */
  public final FileReading reading() {
    return reading;
  }

  /**
   * {@return the rows of a table, in the order of the text}
   *
   * @param table the table, identified by its name and the names of its labels
   */
  protected final List<Row> rows(Table table) {
    return reading.layout().table(table.name()).map(TableLayout::rows).orElse(List.of());
  }

  /**
   * {@return the amount of a row in a column, in the column's unit}
   *
   * @param row the row, identified by its table and its labels
   * @param column the column, identified by its name
   * @throws java.util.NoSuchElementException if this kernel did not print it
   */
  protected final long amountOf(Row row, Column column) {
    return reading.amount(row, column);
  }

  /**
   * {@return the amount of a row in a column, in the column's unit: sizes in bytes} Empty if the
   * row does not exist, or this kernel did not print that column for it.
   *
   * @param row the row, from one of the methods of the view that return rows
   * @param column the column, a constant of the file's class of columns, such as {@code
   *     StatColumns}
   * @throws ArithmeticException if it does not fit in 64 bits, or has decimals: {@link #reading}
   *     then returns the number
   */
  public final OptionalLong amount(Row row, Column column) {
    Objects.requireNonNull(row, "row");
    Objects.requireNonNull(column, "column");
    return reading.amountIfPrinted(row, column);
  }

  /**
   * {@return the amount of a row in the column with the kernel's name, even if the column is not
   * described}
   *
   * @param row the row, identified by its table and its labels
   * @param column the kernel's name for the column
   * @throws ArithmeticException as for {@link #amount(Row, Column)}
   */
  public final OptionalLong amount(Row row, String column) {
    Objects.requireNonNull(column, "column");
    Objects.requireNonNull(row, "row");
    Objects.requireNonNull(column, "column");
    return reading.amountIfPrinted(row, Column.undescribed(column, Unit.COUNT));
  }

  /** A line for each row, as in {@link FileReading#text()}. */
  @Override
  public String toString() {
    return reading.text();
  }
}
