package io.github.procfs4j.metrics;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import java.util.List;

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

    OfCells(Instrument instrument, List<Attribute> attributes, Row row, Terms terms) {
      super(instrument, attributes);
      this.row = row;
      this.terms = terms;
    }

    @Override
    boolean replaceBy(Series other) {
      if (!(other instanceof OfCells ofCells) || ofCells.terms.equals(terms)) {
        return false;
      }
      terms = ofCells.terms;
      return true;
    }

    Terms terms() {
      return terms;
    }

    /** Whether it is a cell of which only the unit is converted. */
    boolean isCell() {
      return terms.names().size() == 1
          && terms.divisors().isEmpty()
          && !terms.isSubtracted().getFirst();
    }

    /** The cell of one of the terms; absent if there is none. */
    int cell(Layout layout, String column) {
      return layout.cell(row, column);
    }
  }

  /** What some cells of a row grew by since the previous sample, as a share of what others did. */
  static final class OfGrowth extends Series {
    private final Growth growth;
    private final int[] parts;

    OfGrowth(Instrument instrument, List<Attribute> attributes, Growth growth, Terms terms) {
      super(instrument, attributes);
      this.growth = growth;
      parts = growth.indexes(terms.names());
    }

    @Override
    boolean replaceBy(Series other) {
      return false; // the columns are those of the table of conventions
    }

    Growth growth() {
      return growth;
    }

    /** The share in the last sample of the growth; NaN if there is none. */
    double share() {
      return growth.share(parts);
    }
  }
}
