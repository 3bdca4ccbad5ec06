package io.github.procfs4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Compares the highest means with those of all stretches, one by one. */
class StretchesTest {
  private static final double SECONDS = 10;

  /** Some values, several times each, of which some are missing. */
  private static Values values(Random random, int size, int longest) {
    Values values = new Values();
    while (values.size() < size) {
      double value = random.nextInt(3) == 0 ? Double.NaN : random.nextInt(100);
      values.add(value, Math.min(size - values.size(), 1 + random.nextInt(longest)));
    }
    return values;
  }

  private static Intervals intervals(Random random, int size, double length, double jitter) {
    Intervals intervals = new Intervals();
    double at = 1;
    for (int i = 0; i < size; i++) {
      double end = at + length * (1 + jitter * random.nextDouble());
      intervals.add(at, end);
      at = end;
    }
    return intervals;
  }

  /** The highest mean, by looking at each stretch; NaN if there is none. */
  private static double plainly(
      Values values, @Nullable Values weights, Intervals intervals, int size) {
    double least = 0.99 * Math.min(SECONDS, intervals.seconds(0, size));
    double highest = Double.NaN;
    for (int to = 0; to < size; to++) {
      int from = to;
      while (from > 0 && intervals.seconds(from, to + 1) < least) {
        from--;
      }
      double sum = 0;
      double weight = 0;
      double known = 0;
      for (int i = from; i <= to; i++) {
        double weighing = weights == null ? intervals.seconds(i) : weights.get(i);
        if (!Float.isNaN(values.get(i))) {
          sum += values.get(i) * weighing;
          weight += weighing;
          known += intervals.seconds(i);
        }
      }
      double length = intervals.seconds(from, to + 1);
      if (length >= least && known >= length / 2 && weight > 0) {
        highest = Double.isNaN(highest) ? sum / weight : Math.max(highest, sum / weight);
      }
    }
    return highest;
  }

  @Test
  void theHighestMeanIsThatOfAllStretches() {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      int size = 1 + random.nextInt(120);
      // Powers of two, so that lengths are exact and equal.
      Intervals intervals = intervals(random, size, random.nextBoolean() ? 1 : 0.25, 0);
      Values values = values(random, size, 30);
      Values weights = random.nextBoolean() ? null : weights(random, values);
      Optional<Peak> found = Windows.highest("", values, weights, intervals, SECONDS);
      double expected = plainly(values, weights, intervals, size);
      if (Double.isNaN(expected)) {
        assertThat(found).as("seed %d", seed).isEmpty();
      } else {
        assertThat(found.orElseThrow().value())
            .as("seed %d", seed)
            .isCloseTo(expected, within(1e-9));
      }
    }
  }

  /** A weight of what is missing does not count. */
  private static Values weights(Random random, Values values) {
    Values weights = new Values();
    while (weights.size() < values.size()) {
      weights.add(
          random.nextInt(4), Math.min(values.size() - weights.size(), 1 + random.nextInt(30)));
    }
    return weights;
  }

  /** If the value changes each time, every stretch is examined, however long the intervals are. */
  @Test
  void everyStretchIsExaminedIfTheValueAlwaysChanges() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      int size = 1 + random.nextInt(120);
      Intervals intervals = intervals(random, size, 0.5, 1);
      Values values = new Values();
      for (int i = 0; i < size; i++) {
        values.add(2 * random.nextInt(100) + i % 2);
      }
      assertThat(Windows.highest("", values, null, intervals, SECONDS).orElseThrow().value())
          .as("seed %d", seed)
          .isCloseTo(plainly(values, null, intervals, size), within(1e-9));
    }
  }

  @Test
  void aSumOfValuesIsThatOfEachInterval() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      int size = 1 + random.nextInt(100);
      double[] expected = new double[size];
      int[] known = new int[size];
      ValueSums sums = new ValueSums();
      ValueSums counts = new ValueSums();
      for (int row = 0; row < 4; row++) {
        Values values = values(random, 1 + random.nextInt(size), 20);
        for (int i = 0; i < values.size(); i++) {
          expected[i] += Float.isNaN(values.get(i)) ? 0 : values.get(i);
          known[i] += Float.isNaN(values.get(i)) ? 0 : 1;
        }
        sums.add(values);
        counts.count(values);
      }
      Values sum = sums.values(size, Double.NaN);
      Values count = counts.values(size, 0);
      for (int i = 0; i < size; i++) {
        assertThat(sum.get(i))
            .isEqualTo(Float.valueOf(known[i] == 0 ? Float.NaN : (float) expected[i]));
        assertThat(count.get(i)).isEqualTo(known[i]);
      }
      assertThat(sum.size()).isEqualTo(size);
    }
  }
}
