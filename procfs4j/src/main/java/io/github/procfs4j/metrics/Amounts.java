package io.github.procfs4j.metrics;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Reading;
import io.github.procfs4j.model.Unit;
import java.util.Arrays;

/**
 * Cells, and how their numbers are converted into base units. These are arrays, so that a sample
 * touches little memory.
 */
final class Amounts {
  private final int[] cells;

  /** The conversion of each cell, an index of the following arrays. */
  private final int[] kinds;

  private boolean[] areSigned = {};
  private double[] multipliers = {};
  private double[] divisors = {};

  /** Cells that are absent until they are set. */
  Amounts(int size) {
    cells = new int[size];
    Arrays.fill(cells, Layout.ABSENT);
    kinds = new int[size];
  }

  int size() {
    return cells.length;
  }

  /** Sets a cell of a layout, which may be absent. */
  void set(int index, Layout layout, int cell) {
    cells[index] = cell;
    if (cell != Layout.ABSENT) {
      kinds[index] = kind(layout.column(cell));
    }
  }

  /** There are few kinds. */
  private int kind(Column column) {
    BaseUnit unit = BaseUnit.of(column.unit());
    int kind = 0;
    while (kind < divisors.length
        && (areSigned[kind] != column.signed()
            || Double.compare(multipliers[kind], unit.multiplier()) != 0
            || Double.compare(divisors[kind], unit.divisor()) != 0)) {
      kind++;
    }
    if (kind == divisors.length) {
      areSigned = Arrays.copyOf(areSigned, kind + 1);
      multipliers = Arrays.copyOf(multipliers, kind + 1);
      divisors = Arrays.copyOf(divisors, kind + 1);
      areSigned[kind] = column.signed();
      multipliers[kind] = unit.multiplier();
      divisors[kind] = unit.divisor();
    }
    return kind;
  }

  boolean isAbsent(int index) {
    return cells[index] == Layout.ABSENT;
  }

  /** The number of a cell in its base unit; NaN if it is absent. */
  double of(Reading reading, int index) {
    int cell = cells[index];
    if (cell == Layout.ABSENT) {
      return Double.NaN;
    }
    int kind = kinds[index];
    return number(reading.value(cell), areSigned[kind]) * multipliers[kind] / divisors[kind];
  }

  /** A 64-bit pattern as a number, as {@link Unit#amount} has it without a unit. */
  private static double number(long cell, boolean isSigned) {
    return cell >= 0 || isSigned ? cell : (cell >>> 1) * 2.0 + (cell & 1);
  }
}
