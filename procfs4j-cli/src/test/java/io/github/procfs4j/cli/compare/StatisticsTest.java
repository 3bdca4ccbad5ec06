package io.github.procfs4j.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Examples that others have published, and enumeration. */
class StatisticsTest {
  /** From the documentation of scipy.stats.mannwhitneyu (1.17). */
  @Test
  void rankSumAsInSciPy() {
    assertThat(new RankSum().p(new double[] {19, 22, 16, 29, 24}, new double[] {20, 11, 17, 12}))
        .isCloseTo(0.1111111111111111, within(1e-12));
  }

  /**
   * From the documentation of R's wilcox.test (Hollander and Wolfe 1973, pages 69 to 71), where the
   * one-sided p value is 0.1272.
   */
  @Test
  void rankSumAsInR() {
    assertThat(
            new RankSum()
                .p(
                    new double[] {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46},
                    new double[] {1.15, 0.88, 0.90, 0.74, 1.21}))
        .isCloseTo(2 * 0.1272, within(1e-4));
  }

  /**
   * Times of rats on a rotating rod, most of them the same: the exact p value is 0.0373 (Bergmann,
   * Ludbrook and Spooren, The American Statistician 54, 2000; the data set rotarod of R's package
   * coin).
   */
  @Test
  void rankSumWithTies() {
    double[] control = new double[12];
    Arrays.fill(control, 300);
    double[] treated = {22, 300, 75, 271, 300, 18, 300, 300, 163, 300, 300, 300};
    assertThat(new RankSum().p(control, treated)).isCloseTo(0.0373, within(5e-5));
  }

  @Test
  void rankSumIsThatOfAllDivisions() {
    Random random = new Random(1);
    for (int i = 0; i < 50; i++) {
      int a = 1 + random.nextInt(4);
      int b = 1 + random.nextInt(4);
      double[] all = random.ints(a + b, 0, 4).asDoubleStream().toArray();
      double[] one = Arrays.copyOf(all, a);
      double[] other = Arrays.copyOfRange(all, a, a + b);
      assertThat(new RankSum().p(one, other))
          .as("%s %s", Arrays.toString(one), Arrays.toString(other))
          .isCloseTo(enumerated(all, a), within(1e-12));
    }
  }

  /** The part of all divisions in which the sum of ranks is as far from its mean. */
  private static double enumerated(double[] all, int a) {
    double[] ranks =
        Arrays.stream(all)
            .map(
                x ->
                    (1 + Arrays.stream(all).filter(y -> y < x).count())
                        + (Arrays.stream(all).filter(y -> y == x).count() - 1) / 2.0)
            .toArray();
    double mean = a * (all.length + 1) / 2.0;
    double seen = Math.abs(IntStream.range(0, a).mapToDouble(i -> ranks[i]).sum() - mean);
    int ways = 0;
    int asFar = 0;
    for (int chosen = 0; chosen < 1 << all.length; chosen++) {
      if (Integer.bitCount(chosen) == a) {
        double sum = 0;
        for (int i = 0; i < all.length; i++) {
          sum += (chosen >> i & 1) == 1 ? ranks[i] : 0;
        }
        ways++;
        asFar += Math.abs(sum - mean) >= seen - 1e-9 ? 1 : 0;
      }
    }
    return (double) asFar / ways;
  }

  @Test
  void largeGroupsWithTiesAreApproximated() {
    double[] a = IntStream.range(0, 40).mapToDouble(i -> i % 10).toArray();
    double[] b = IntStream.range(0, 40).mapToDouble(i -> i % 10 + 3).toArray();
    assertThat(new RankSum().p(a, b)).isBetween(1e-7, 1e-3);
    assertThat(new RankSum().p(a, a)).isGreaterThan(0.9);
  }

  /** From the documentation of scipy.stats.false_discovery_control (1.17), as R's p.adjust. */
  @Test
  void benjaminiHochbergAsInSciPy() {
    double[] p = {
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
      0.5719, 0.6528, 0.7590, 1.000
    };
    double[] adjusted = {
      0.0015,
      0.003,
      0.0095,
      0.035625,
      0.0603,
      0.06385714,
      0.06385714,
      0.0645,
      0.0765,
      0.486,
      0.58118182,
      0.714875,
      0.75323077,
      0.81321429,
      1.0
    };
    assertThat(Statistics.benjaminiHochberg(p)).containsExactly(adjusted, within(1e-8));
    double[] reversed = IntStream.range(0, p.length).mapToDouble(i -> p[14 - i]).toArray();
    assertThat(Statistics.benjaminiHochberg(reversed)[14]).isCloseTo(0.0015, within(1e-8));
    assertThat(Statistics.benjaminiHochberg(new double[0])).isEmpty();
  }

  /** The example of cliff.delta in R's package effsize (Macbeth, Razumiejczyk and Ledesma 2011). */
  @Test
  void deltaAsInEffsize() {
    double[] treatment = {10, 10, 20, 20, 20, 30, 30, 30, 40, 50};
    double[] control = {10, 20, 30, 40, 40, 50};
    assertThat(Statistics.delta(control, treatment)).isCloseTo(-0.25, within(1e-12));
    assertThat(Statistics.delta(new double[] {1, 2}, new double[] {3, 4})).isEqualTo(1);
  }

  @Test
  void medians() {
    assertThat(Statistics.median(new double[] {3, Double.NaN, 1})).isEqualTo(2);
    assertThat(Statistics.median(new double[] {5, 3, 1})).isEqualTo(3);
    assertThat(Statistics.median(new double[] {Double.NaN})).isNaN();
  }

  @ParameterizedTest
  @CsvSource({"3,3,20", "4,4,70", "5,5,252", "10,10,184756", "1,20,21", "20,1,21", "2,5,21"})
  void divisions(int a, int b, double ways) {
    assertThat(Statistics.divisions(a, b)).isEqualTo(ways);
    assertThat(Statistics.leastRankSum(a, b)).isEqualTo(2 / ways);
  }

  /** The formula of Hesterberg (2015), with R's pnorm(-sqrt(n / (n - 1)) * qt(0.975, n - 1)). */
  @ParameterizedTest
  @CsvSource({
    "3,6.834137e-08",
    "5,9.541006e-04",
    "10,8.550639e-03",
    "20,1.588083e-02",
  })
  void intervalsOfFewRunsAreWider(int runs, double tail) {
    assertThat(Bootstrap.tail(runs)).isCloseTo(tail, within(tail * 1e-5));
  }

  /** Of the intervals of equal groups, hardly more than 5 % exclude 0. */
  @ParameterizedTest
  @CsvSource({"4,4", "5,5", "10,10", "8,4", "20,20"})
  void intervalsCoverTheDifference(int a, int b) {
    Random random = new Random(7);
    int outside = 0;
    int trials = 400;
    for (int i = 0; i < trials; i++) {
      double[] one = random.doubles(a).map(x -> 100 + 10 * random.nextGaussian()).toArray();
      double[] other = random.doubles(b).map(x -> 100 + 10 * random.nextGaussian()).toArray();
      Bootstrap.Ranges ranges = new Bootstrap(i).of(one, other);
      outside += ranges.difference().excludes(0) ? 1 : 0;
      assertThat(ranges.relative().low()).isLessThanOrEqualTo(ranges.relative().high());
    }
    assertThat(outside).isLessThanOrEqualTo((int) (0.07 * trials));
  }

  @Test
  void anIntervalOfGroupsThatDifferExcludesZero() {
    Bootstrap.Ranges ranges =
        new Bootstrap(1)
            .of(new double[] {10, 11, 10.5, 10.2, 10.8}, new double[] {20, 21, 20.5, 20.2, 20.8});
    assertThat(ranges.difference().low()).isBetween(8.0, 10.5);
    assertThat(ranges.difference().high()).isBetween(9.5, 12.0);
    assertThat(ranges.relative().low()).isBetween(0.7, 1.0);
    assertThat(
            new Bootstrap(1)
                .of(new double[] {0, 0, 0, 1}, new double[] {2, 3, 4, 5})
                .relative()
                .low())
        .isNaN();
  }

  @Test
  void quantilesAreWeighted() {
    Weighted values = new Weighted();
    assertThat(values.quantile(0.5)).isNaN();
    for (int i = 100; i >= 1; i--) {
      values.add(i, 1);
    }
    assertThat(values.quantile(0.99)).isEqualTo(99);
    assertThat(values.quantile(0.5)).isEqualTo(50);
    assertThat(values.quantile(1)).isEqualTo(100);
    values.add(1_000, 900);
    assertThat(values.quantile(0.11)).isEqualTo(1_000);
  }
}
