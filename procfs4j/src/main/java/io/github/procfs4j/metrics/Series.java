package io.github.procfs4j.metrics;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Reading;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.FileReading;
import io.github.procfs4j.sampling.SharedReader;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value of an instrument from sample to sample: the cells of a row that it is computed from, and
 * its attributes. It must only be used while its {@linkplain ExportedSource source} is being read.
 */
public abstract sealed class Series {
  private final Instrument instrument;
  private final List<Attribute> attributes;

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

  /**
   * {@return the value in a sample, in the unit of the instrument; NaN if there is none}
   *
   * @param reading the sample
   */
  public abstract double value(FileReading reading);

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
    private final Terms terms;
    private final Operand[] operands;
    private final @Nullable Operand divisor;

    /** The layout for which the cells were looked up. */
    private @Nullable Layout layout;

    OfCells(Instrument instrument, List<Attribute> attributes, Row row, Terms terms) {
      super(instrument, attributes);
      this.row = row;
      this.terms = terms;
      operands = new Operand[terms.names().size()];
      for (int i = 0; i < operands.length; i++) {
        operands[i] = new Operand(terms.names().get(i));
      }
      String by = terms.divisor();
      divisor = by == null ? null : new Operand(by);
    }

    @Override
    public double value(FileReading reading) {
      find(reading.layout());
      double sum = 0;
      for (int i = 0; i < operands.length; i++) {
        double amount = operands[i].amount(reading);
        sum += terms.isSubtracted().get(i) ? -amount : amount;
      }
      double value = divisor == null ? sum : sum / divisor.amount(reading);
      return Double.isInfinite(value) ? Double.NaN : value;
    }

    @SuppressWarnings("ReferenceEquality") // with the same layout, the cells are the same
    private void find(Layout now) {
      if (layout != now) {
        layout = now;
        for (Operand operand : operands) {
          operand.find(now, row);
        }
        if (divisor != null) {
          divisor.find(now, row);
        }
      }
    }

    /** A cell of the row, and how its number is converted. */
    private static final class Operand {
      private final String column;
      private int cell = Layout.ABSENT;
      private boolean isSigned;
      private double multiplier;
      private double divisor;

      Operand(String column) {
        this.column = column;
      }

      void find(Layout layout, Row row) {
        cell = layout.cell(row, column);
        if (cell != Layout.ABSENT) {
          BaseUnit unit = BaseUnit.of(layout.column(cell).unit());
          isSigned = layout.column(cell).signed();
          multiplier = unit.multiplier();
          divisor = unit.divisor();
        }
      }

      double amount(Reading reading) {
        return cell == Layout.ABSENT
            ? Double.NaN
            : Unit.COUNT.amount(reading.value(cell), isSigned) * multiplier / divisor;
      }
    }
  }

  /** A sum of figures in percent, as a share. */
  static final class OfFigures extends Series {
    private final Row row;
    private final List<Figure> figures;
    private final SharedReader<FileReading> reader;

    OfFigures(
        Instrument instrument,
        List<Attribute> attributes,
        Row row,
        List<Figure> figures,
        SharedReader<FileReading> reader) {
      super(instrument, attributes);
      this.row = row;
      this.figures = List.copyOf(figures);
      this.reader = Objects.requireNonNull(reader, "reader");
    }

    @Override
    public double value(FileReading reading) {
      double percent = 0;
      for (int i = 0; i < figures.size(); i++) {
        percent += reader.value(figures.get(i), row);
      }
      return percent / 100;
    }
  }
}
