package io.github.procfs4j.metrics;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.sampling.FileReading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the values of all series of a source are computed from a sample: by loops over arrays. Most
 * of them are one cell times a number.
 *
 * <p>It must only be used by one thread at a time.
 */
final class Plan {
  private final List<Series> series;

  /** {@link Series#computation} of a slot. */
  private final int[] computations;

  /** The layout for which the following fields were determined. */
  private @Nullable Layout layout;

  /** The cell of each slot; absent if there is none, or if its value is not only a cell. */
  private Amounts cells;

  private Sums sums;
  private final Set<Growth> growths = new LinkedHashSet<>();
  private final List<Series.OfGrowth> shares = new ArrayList<>();

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
    cells = new Amounts(size);
    sums = Sums.NONE;
  }

  /** No values, where a source cannot be read. */
  Snapshot nothing(long nanos, boolean isOutdated) {
    double[] values = new double[computations.length];
    Arrays.fill(values, Double.NaN);
    return new Snapshot(values, computations, nanos, isOutdated);
  }

  /** The values in a sample. */
  @SuppressWarnings("ReferenceEquality") // with the same layout, the cells are the same
  Snapshot compute(FileReading reading, boolean isOutdated) {
    if (layout != reading.layout()) {
      layout = reading.layout();
      find(layout);
    }
    double[] values = new double[computations.length];
    for (int slot = 0; slot < values.length; slot++) {
      values[slot] = cells.of(reading, slot);
    }
    sums.compute(reading, values);
    for (Growth growth : growths) {
      growth.next(reading);
    }
    for (Series.OfGrowth share : shares) {
      values[share.slot()] = share.share();
    }
    return new Snapshot(values, computations, reading.startNanos(), isOutdated);
  }

  private void find(Layout now) {
    cells = new Amounts(computations.length);
    growths.clear();
    shares.clear();
    List<Series.OfCells> ofSeveral = new ArrayList<>();
    for (Series one : series) {
      if (one instanceof Series.OfGrowth share) {
        growths.add(share.growth());
        shares.add(share);
      } else if (one instanceof Series.OfCells ofCells) {
        if (ofCells.isCell()) {
          cells.set(one.slot(), now, ofCells.cell(now, ofCells.terms().names().getFirst()));
        } else {
          ofSeveral.add(ofCells);
        }
      }
    }
    sums = new Sums(ofSeveral, now);
  }
}
