package io.github.procfs4j.metrics;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Reading;
import io.github.procfs4j.model.Row;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the cells of a row grew by since the previous sample, and some of them as a share of others.
 * There is no share if any of these fell.
 */
final class Growth {
  private final Row row;
  private final List<String> columns;

  /** Those of which there are shares, of which the kernel may not have all. */
  private final int[] all;

  private final double[] last;
  private final double[] grown;

  /** The sum of what all grew by. */
  private double whole = Double.NaN;

  private Amounts amounts = new Amounts(0);

  /** The layout for which the cells were looked up; null before the first sample. */
  private @Nullable Layout layout;

  private long nanos;

  /**
   * Starts without a sample.
   *
   * @param columns all columns of which the growth is needed
   * @param all those of them of which there are shares
   */
  Growth(Row row, List<String> columns, List<String> all) {
    this.row = row;
    this.columns = List.copyOf(columns);
    this.all = indexes(all);
    last = new double[columns.size()];
    Arrays.fill(last, Double.NaN);
    grown = last.clone();
  }

  /** The indexes of columns, for {@link #share}. */
  int[] indexes(List<String> some) {
    return some.stream().mapToInt(columns::indexOf).toArray();
  }

  /** Moves on to a sample, unless it is the current one. */
  @SuppressWarnings("ReferenceEquality") // with the same layout, the cells are the same
  void next(Reading reading) {
    if (layout != null && nanos == reading.startNanos()) {
      return;
    }
    nanos = reading.startNanos();
    if (layout != reading.layout()) {
      layout = reading.layout();
      find(layout);
    }
    for (int i = 0; i < grown.length; i++) {
      double now = amounts.of(reading, i);
      grown[i] = now < last[i] ? Double.NaN : now - last[i];
      last[i] = now;
    }
    whole = 0;
    for (int i : all) {
      whole +=
          amounts.isAbsent(i) ? 0 : grown[i]; // it counts the time of a missing mode as another
    }
  }

  private void find(Layout now) {
    amounts = new Amounts(last.length);
    for (int i = 0; i < last.length; i++) {
      amounts.set(i, now, now.cell(row, columns.get(i)));
    }
  }

  /** What some columns grew by as a share of what all did; NaN if there is none. */
  double share(int[] some) {
    double sum = 0;
    for (int i : some) {
      sum += grown[i];
    }
    return whole > 0 ? sum / whole : Double.NaN;
  }
}
