package io.github.procfs4j.sampling;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import java.util.List;
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

  /** The amount of a row in a column, in the column's unit; empty if this kernel printed none. */
  protected final OptionalLong amountIfPrinted(Row row, Column column) {
    return reading.amountIfPrinted(row, column);
  }
}
