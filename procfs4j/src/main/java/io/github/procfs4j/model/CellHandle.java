package io.github.procfs4j.model;

import java.util.NoSuchElementException;
import java.util.Objects;

/**
 * One cell of a reading that changes, such as a sampler, found once and read again and again. Where
 * the rows and columns are still the same, to read it costs a comparison more than to read the cell
 * by its number; where they are not, it is looked for.
 *
 * <pre>{@code
 * CellHandle user = stat.handle(Stat.cpu(0), StatColumns.CPU_USER);
 * while (stat.sample() == Outcome.SAMPLED) {
 *   histogram.recordValue(user.amount());
 * }
 * }</pre>
 *
 * <p>It is used by the thread that uses the reading.
 */
public final class CellHandle {
  private final Reading reading;
  private final Row row;
  private final Column column;

  /** Where the cell was found last, and in which layout. */
  private Layout layout;

  private int cell;

  /** By what its number is multiplied; 0 where it has decimals. */
  private int factor;

  CellHandle(Reading reading, Row row, Column column) {
    this.reading = reading;
    this.row = Objects.requireNonNull(row, "row");
    this.column = Objects.requireNonNull(column, "column");
    layout = reading.layout();
    found(layout.cell(row, column));
  }

  private void found(int at) {
    cell = at;
    if (at != Layout.ABSENT) {
      Unit unit = layout.column(at).unit();
      factor = unit.decimals() > 0 ? 0 : unit.factor();
    }
  }

  @SuppressWarnings("ReferenceEquality") // looking deeper costs what is saved
  private int cell() {
    Layout now = reading.layout();
    if (now != layout) {
      int at = now.cell(row, column, layout, cell);
      layout = now;
      found(at);
    }
    return cell;
  }

  /** The row it is in. */
  public Row row() {
    return row;
  }

  /** The column it is in, as the caller described it. */
  public Column column() {
    return column;
  }

  /** Whether the row is there now and has the column. */
  public boolean isPresent() {
    return cell() != Layout.ABSENT;
  }

  /**
   * The number as the kernel printed it, as {@link Reading#value(int)} has it.
   *
   * @throws NoSuchElementException if there is none now; the message says what it depends on
   */
  public long value() {
    int at = cell();
    if (at == Layout.ABSENT) {
      throw reading.absent(row, column);
    }
    return reading.value(at);
  }

  /**
   * The amount in the column's unit, as {@link Reading#amount} has it: sizes in bytes.
   *
   * @throws NoSuchElementException if there is none now; the message says what it depends on
   * @throws ArithmeticException if it does not fit 64 bits, or is no whole number of its unit
   */
  public long amount() {
    long value = value();
    if (factor == 0) {
      return reading.amount(row, column); // which says what is wrong with it
    }
    return factor == 1 ? value : Math.multiplyExact(value, factor);
  }

  /** The row, the column, and the amount if there is one now. */
  @Override
  public String toString() {
    try {
      int at = cell();
      if (at != Layout.ABSENT) {
        return row + ": " + ReadingText.of(layout.column(at), reading.value(at));
      }
    } catch (NoSuchElementException e) {
      // A playback stands before its first sample or after its last.
    }
    return row + ": " + column + " absent";
  }
}
