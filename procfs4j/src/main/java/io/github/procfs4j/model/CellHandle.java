package io.github.procfs4j.model;

import io.github.procfs4j.model.slots.AbstractLayout;
import java.util.NoSuchElementException;
import java.util.Objects;

/**
 * A cell of a changing reading, such as a sampler, that is looked up once and read repeatedly.
 * While the rows and columns are the same, reading it costs only one comparison more than reading
 * the cell by its number; otherwise it is looked up again.
 *
 * <pre>{@code
 * CellHandle user = stat.handle(Stat.cpu(0), StatColumns.CPU_USER);
 * while (stat.sample() == Outcome.SAMPLED) {
 *   histogram.recordValue(user.amount());
 * }
 * }</pre>
 *
 * <p>It must only be used by the thread that uses the reading.
 */
public final class CellHandle {
  private final Reading reading;
  private final Row row;
  private final Column column;

  /** The layout in which the cell was last looked up, and its number there. */
  private Layout layout;

  private int cell;

  /** The factor of its unit; 0 if the unit has decimals. */
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

  @SuppressWarnings("ReferenceEquality") // a deeper comparison would cost more than it saves
  private int cell() {
    Layout now = reading.layout();
    if (now != layout) {
      int at = AbstractLayout.of(now).cell(row, column, layout, cell);
      layout = now;
      found(at);
    }
    return cell;
  }

  /** {@return its row} */
  public Row row() {
    return row;
  }

  /** {@return its column, as the caller described it} */
  public Column column() {
    return column;
  }

  /** {@return whether the row currently exists and has the column} */
  public boolean isPresent() {
    return cell() != Layout.ABSENT;
  }

  /**
   * {@return the number as the kernel printed it, as from {@link Reading#value(int)}}
   *
   * @throws NoSuchElementException if there is currently none; the message states what it depends
   *     on
   */
  public long value() {
    int at = cell();
    if (at == Layout.ABSENT) {
      throw reading.absent(row, column);
    }
    return reading.value(at);
  }

  /**
   * {@return the amount in the column's unit, as from {@link Reading#amount}: sizes in bytes}
   *
   * @throws NoSuchElementException if there is currently none; the message states what it depends
   *     on
   * @throws ArithmeticException if it does not fit in 64 bits, or is not a whole number of its unit
   */
  public long amount() {
    long value = value();
    if (factor == 0) {
      return reading.amount(row, column); // its message states the reason
    }
    return factor == 1 ? value : Math.multiplyExact(value, factor);
  }

  /** The row, the column, and the amount if there is currently one. */
  @Override
  public String toString() {
    try {
      int at = cell();
      if (at != Layout.ABSENT) {
        return row + ": " + ReadingText.of(layout.column(at), reading.value(at));
      }
    } catch (NoSuchElementException e) {
      // A playback is before its first sample or after its last.
    }
    return row + ": " + column + " absent";
  }
}
