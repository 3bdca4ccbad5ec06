package io.github.procfs4j.metrics;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Reading;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.FileReading;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value of an instrument from sample to sample: the cells of a row that it is computed from, and
 * its attributes. Its values are in the {@linkplain Snapshot snapshots} of its {@linkplain
 * ExportedSource source}.
 */
public abstract sealed class Series {
  private final Instrument instrument;
  private final List<Attribute> attributes;
  private int slot;
  private int computation;

  private Series(Instrument instrument, List<Attribute> attributes) {
    this.instrument = instrument;
    this.attributes = List.copyOf(attributes);
  }

  /** {@return the instrument} */
  public final Instrument instrument() {
    return instrument;
  }

  /** {@return the attributes, which are different for each series of the instrument} */
  public final List<Attribute> attributes() {
    return attributes;
  }

  /** {@return where its values are in snapshots} It stays the same as long as the series exists. */
  public final int slot() {
    return slot;
  }

  /** Gives it a slot, before other threads see it. */
  final void place(int at) {
    slot = at;
  }

  /** The number of its current computation, which changes if it is then a sum of other cells. */
  final int computation() {
    return computation;
  }

  /** Computes its values as another one with the same identity, while the source is being read. */
  final void computeAs(Series other) {
    if (replaceBy(other)) {
      computation++;
    }
  }

  /** Takes over how another one is computed, and returns whether that is different. */
  abstract boolean replaceBy(Series other);

  /**
   * The value in a sample, in the unit of the instrument; NaN if there is none. Must only be called
   * while the source is being read.
   */
  abstract double value(FileReading reading);

  /** The instrument and the attributes, by which a series is identified. */
  record Key(String instrument, List<Attribute> attributes) {}

  Key key() {
    return new Key(instrument.name(), attributes);
  }

  @Override
  public String toString() {
    return instrument.name() + attributes;
  }

  /** A sum of cells in base units, which may be divided by another cell. */
  static final class OfCells extends Series {
    private final Row row;
    private Terms terms;
    private Operand[] operands;
    private Operand[] divisors;

    /** The layout for which the cells were looked up. */
    private @Nullable Layout layout;

    OfCells(Instrument instrument, List<Attribute> attributes, Row row, Terms terms) {
      super(instrument, attributes);
      this.row = row;
      this.terms = terms;
      operands = Operand.of(terms.names());
      divisors = Operand.of(terms.divisors());
    }

    @Override
    boolean replaceBy(Series other) {
      if (!(other instanceof OfCells ofCells) || ofCells.terms.equals(terms)) {
        return false;
      }
      terms = ofCells.terms;
      operands = ofCells.operands;
      divisors = ofCells.divisors;
      layout = null;
      return true;
    }

    /** Whether it is a cell of which only the unit is converted. */
    boolean isCell() {
      return operands.length == 1 && divisors.length == 0 && !terms.isSubtracted().getFirst();
    }

    /** The only cell. */
    int cell(Layout now) {
      return now.cell(row, operands[0].column);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // with the same layout, the cells are the same
    double value(FileReading reading) {
      if (layout != reading.layout()) {
        layout = reading.layout();
        Operand.find(operands, layout, row);
        Operand.find(divisors, layout, row);
      }
      double sum = 0;
      for (int i = 0; i < operands.length; i++) {
        double amount = operands[i].amount(reading);
        sum += terms.isSubtracted().get(i) ? -amount : amount;
      }
      double value = divisors.length == 0 ? sum : sum / divisors[0].amount(reading);
      return Double.isInfinite(value) ? Double.NaN : value;
    }
  }

  /**
   * What some cells of a row grew since the previous sample, as a share of what others did. There
   * is none if any of them fell.
   */
  static final class OfGrowth extends Series {
    private final Row row;
    private final Operand[] parts;

    /** All of which the kernel has; without a mode, it counts that time as another one. */
    private final Operand[] all;

    private @Nullable Layout layout;
    private long nanos;
    private double value = Double.NaN;

    OfGrowth(Instrument instrument, List<Attribute> attributes, Row row, Terms terms) {
      super(instrument, attributes);
      this.row = row;
      parts = Operand.of(terms.names());
      all = Operand.of(terms.divisors());
    }

    @Override
    boolean replaceBy(Series other) {
      return false; // the columns are those of the table of conventions
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // with the same layout, the cells are the same
    double value(FileReading reading) {
      if (layout == null || nanos != reading.startNanos()) {
        nanos = reading.startNanos();
        if (layout != reading.layout()) {
          layout = reading.layout();
          Operand.find(parts, layout, row);
          Operand.find(all, layout, row);
        }
        double whole = growth(all, reading);
        double part = growth(parts, reading);
        value = whole > 0 ? part / whole : Double.NaN;
      }
      return value;
    }

    private static double growth(Operand[] operands, FileReading reading) {
      double sum = 0;
      for (Operand operand : operands) {
        if (operand.cell != Layout.ABSENT) {
          sum += operand.growth(reading);
        }
      }
      return sum;
    }
  }

  /** A cell of a row, and how its number is converted. */
  private static final class Operand {
    private final String column;
    private int cell = Layout.ABSENT;
    private boolean isSigned;
    private double multiplier;
    private double divisor;
    private double last = Double.NaN;

    private Operand(String column) {
      this.column = column;
    }

    static Operand[] of(List<String> columns) {
      return columns.stream().map(Operand::new).toArray(Operand[]::new);
    }

    static void find(Operand[] operands, Layout layout, Row row) {
      for (Operand operand : operands) {
        operand.cell = layout.cell(row, operand.column);
        if (operand.cell != Layout.ABSENT) {
          Column column = layout.column(operand.cell);
          BaseUnit unit = BaseUnit.of(column.unit());
          operand.isSigned = column.signed();
          operand.multiplier = unit.multiplier();
          operand.divisor = unit.divisor();
        }
      }
    }

    double amount(Reading reading) {
      return cell == Layout.ABSENT
          ? Double.NaN
          : Plan.number(reading.value(cell), isSigned) * multiplier / divisor;
    }

    /** The growth since the last call; NaN if there was none, or it is negative. */
    double growth(Reading reading) {
      double before = last;
      last = amount(reading);
      return last < before ? Double.NaN : last - before;
    }
  }
}
