package io.github.procfs4j.metrics;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Reading;
import java.util.List;

/** The values of series that are sums of cells, some of them divided by another cell. */
final class Sums {
  /** No sums. */
  static final Sums NONE = new Sums(List.of(), new Layout.Builder().build());

  private final int[] slots;

  /** The cells of all sums, each followed by what divides it. */
  private final Amounts terms;

  private final boolean[] areSubtracted;

  /** For each sum, the index after its last term. */
  private final int[] ends;

  private final boolean[] areDivided;

  Sums(List<Series.OfCells> sums, Layout layout) {
    int size = sums.stream().map(Series.OfCells::terms).mapToInt(Sums::size).sum();
    slots = new int[sums.size()];
    terms = new Amounts(size);
    areSubtracted = new boolean[size];
    ends = new int[slots.length];
    areDivided = new boolean[slots.length];
    int at = 0;
    for (int i = 0; i < slots.length; i++) {
      Series.OfCells sum = sums.get(i);
      slots[i] = sum.slot();
      List<String> names = sum.terms().names();
      for (int j = 0; j < names.size(); j++) {
        areSubtracted[at] = sum.terms().isSubtracted().get(j);
        terms.set(at++, layout, sum.cell(layout, names.get(j)));
      }
      ends[i] = at;
      for (String divisor : sum.terms().divisors()) {
        areDivided[i] = true;
        terms.set(at++, layout, sum.cell(layout, divisor));
      }
    }
  }

  private static int size(Terms terms) {
    return terms.names().size() + terms.divisors().size();
  }

  /** Puts the values in a sample into their slots. */
  void compute(Reading reading, double[] values) {
    int at = 0;
    for (int i = 0; i < slots.length; i++) {
      double sum = 0;
      for (; at < ends[i]; at++) {
        double amount = terms.of(reading, at);
        sum += areSubtracted[at] ? -amount : amount;
      }
      if (areDivided[i]) {
        sum /= terms.of(reading, at++);
      }
      values[slots[i]] = Double.isInfinite(sum) ? Double.NaN : sum;
    }
  }
}
