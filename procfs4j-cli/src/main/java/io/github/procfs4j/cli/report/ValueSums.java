package io.github.procfs4j.cli.report;

import java.util.Map;
import java.util.TreeMap;

/**
 * The sum of the values of several rows in each interval; NaN where all of them are. It costs as
 * much as the values change, however many intervals there are.
 */
final class ValueSums {
  /** How the sum and the number of known values change, by the interval. */
  private final Map<Integer, Step> steps = new TreeMap<>();

  private static final class Step {
    final Sum change = new Sum();
    int known;
  }

  /** Adds values. */
  void add(Values values) {
    add(values, Double.NaN);
  }

  /** Counts the intervals in which these values are known. */
  void count(Values values) {
    add(values, 1);
  }

  private void add(Values values, double instead) {
    int from = 0;
    for (int run = 0; run < values.runs(); run++) {
      double value = values.ofRun(run);
      if (!Double.isNaN(value)) {
        double added = Double.isNaN(instead) ? value : instead;
        change(from, added, 1);
        change(values.end(run), -added, -1);
      }
      from = values.end(run);
    }
  }

  private void change(int at, double by, int known) {
    Step step = steps.computeIfAbsent(at, key -> new Step());
    step.change.plus(by);
    step.known += known;
  }

  /**
   * The sums.
   *
   * @param size the number of intervals
   * @param otherwise the value where no value is known
   */
  Values values(int size, double otherwise) {
    Values values = new Values();
    Sum sum = new Sum();
    int known = 0;
    int from = 0;
    for (Map.Entry<Integer, Step> step : steps.entrySet()) {
      values.add(known == 0 ? otherwise : sum.total(), step.getKey() - from);
      from = step.getKey();
      known += step.getValue().known;
      sum.plus(step.getValue().change.total());
      if (known == 0) {
        sum.clear();
      }
    }
    values.add(otherwise, size - from); // the values of a row end before the last interval
    return values;
  }
}
