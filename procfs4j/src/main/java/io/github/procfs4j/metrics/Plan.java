package io.github.procfs4j.metrics;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.FileReading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the values of all series of a source are computed from a sample. Most of them are one cell
 * times a number: a loop over arrays computes these.
 *
 * <p>It must only be used by one thread at a time.
 */
final class Plan {
  private final List<Series> series;

  /** {@link Series#computation} of a slot. */
  private final int[] computations;

  /** The cell of a slot; absent if there is none, or if a formula computes the value. */
  private final int[] cells;

  /** How the number of a cell is converted, as an index of the {@link #conversions}. */
  private final int[] kinds;

  /** Few, so that the loop touches little memory. */
  private final List<Conversion> conversions = new ArrayList<>();

  /** Those that are more than a cell. */
  private final List<Series> formulas = new ArrayList<>();

  /** The layout for which the cells were looked up. */
  private @Nullable Layout layout;

  /**
   * Plans for series that have got their slots.
   *
   * @param series the series
   * @param size a number greater than each slot
   */
  Plan(Collection<Series> series, int size) {
    this.series = List.copyOf(series);
    computations = new int[size];
    series.forEach(one -> computations[one.slot()] = one.computation());
    cells = new int[size];
    kinds = new int[size];
  }

  private record Conversion(boolean isSigned, double multiplier, double divisor) {}

  private int kind(Column column) {
    BaseUnit unit = BaseUnit.of(column.unit());
    Conversion conversion = new Conversion(column.signed(), unit.multiplier(), unit.divisor());
    int kind = conversions.indexOf(conversion);
    if (kind < 0) {
      kind = conversions.size();
      conversions.add(conversion);
    }
    return kind;
  }

  /** No values, where a source cannot be read. */
  Snapshot nothing(long nanos, boolean isOutdated) {
    double[] values = new double[cells.length];
    Arrays.fill(values, Double.NaN);
    return new Snapshot(values, computations, nanos, isOutdated);
  }

  /** The values in a sample. */
  @SuppressWarnings("ReferenceEquality") // with the same layout, the cells are the same
  Snapshot compute(FileReading reading, boolean isOutdated) {
    Layout now = reading.layout();
    if (layout != now) {
      find(now);
      layout = now;
    }
    double[] values = new double[cells.length];
    for (int slot = 0; slot < values.length; slot++) {
      values[slot] = cells[slot] == Layout.ABSENT ? Double.NaN : amount(reading, slot);
    }
    for (int i = 0; i < formulas.size(); i++) {
      values[formulas.get(i).slot()] = formulas.get(i).value(reading);
    }
    return new Snapshot(values, computations, reading.startNanos(), isOutdated);
  }

  private double amount(FileReading reading, int slot) {
    Conversion conversion = conversions.get(kinds[slot]);
    return number(reading.value(cells[slot]), conversion.isSigned)
        * conversion.multiplier
        / conversion.divisor;
  }

  /** A 64-bit pattern as a number, as {@link Unit#amount} has it without a unit. */
  static double number(long cell, boolean isSigned) {
    return cell >= 0 || isSigned ? cell : (cell >>> 1) * 2.0 + (cell & 1);
  }

  private void find(Layout now) {
    Arrays.fill(cells, Layout.ABSENT);
    formulas.clear();
    for (Series one : series) {
      if (one instanceof Series.OfCells ofCells && ofCells.isCell()) {
        int cell = ofCells.cell(now);
        if (cell != Layout.ABSENT) {
          cells[one.slot()] = cell;
          kinds[one.slot()] = kind(now.column(cell));
        }
      } else {
        formulas.add(one);
      }
    }
  }
}
