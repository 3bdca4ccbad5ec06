package io.github.procfs4j.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GreatestStatisticTest {
  private static double[] adjusted(double[][] values, int a) {
    return GreatestStatistic.adjusted(
        values, a, new double[values.length], GreatestStatistic.MOST_DIVISIONS, 1);
  }

  /** As scipy.stats.permutation_test (1.17) with the statistic of ttest_ind and all divisions. */
  @Test
  void ofOneFigureItIsThePermutationTest() {
    double[][] one = {{1.1, 2.3, 1.9, 2.8, 2.9, 3.7, 4.1, 2.2}};
    assertThat(adjusted(one, 4)[0]).isCloseTo(0.11428571428571428, within(1e-12));
  }

  /** By the definition: the part of the divisions in which any figure is as great. */
  @Test
  void theGreatestOfSeveralFiguresIsCompared() {
    Random random = new Random(3);
    double[][] values =
        IntStream.range(0, 30)
            .mapToObj(
                i -> IntStream.range(0, 8).mapToDouble(run -> random.nextGaussian()).toArray())
            .toArray(double[][]::new);
    for (int run = 4; run < 8; run++) {
      values[7][run] += 40;
    }
    double[] p = adjusted(values, 4);
    assertThat(p[7]).isCloseTo(2.0 / 70, within(1e-12));
    double[] others = IntStream.range(0, 30).filter(i -> i != 7).mapToDouble(i -> p[i]).toArray();
    // Step-down: what is found does not count against the others.
    double[][] rest =
        IntStream.range(0, 30)
            .filter(i -> i != 7)
            .mapToObj(i -> values[i])
            .toArray(double[][]::new);
    double[] alone = adjusted(rest, 4);
    assertThat(others).containsExactly(alone, within(1e-12));
  }

  /** Equal runs give any finding in at most the stated part of the comparisons. */
  @Test
  void equalRunsRarelyDiffer() {
    Random random = new Random(5);
    int found = 0;
    int trials = 200;
    for (int i = 0; i < trials; i++) {
      double[][] values =
          IntStream.range(0, 100)
              .mapToObj(
                  figure ->
                      IntStream.range(0, 10)
                          .mapToDouble(run -> Math.exp(2 * random.nextGaussian()))
                          .toArray())
              .toArray(double[][]::new);
      found += Arrays.stream(adjusted(values, 5)).anyMatch(p -> p <= 0.05) ? 1 : 0;
    }
    assertThat(found).isLessThanOrEqualTo(19); // 5 % are 10; more than 19 have a chance of 0.2 %
  }

  @Test
  void missingRunsAreLeftOut() {
    double[][] values = {{1, 2, Double.NaN, 3, 11, 12, 13, Double.NaN}, {1, 1, 1, 1, 1, 1, 1, 2}};
    assertThat(adjusted(values, 4)[0]).isLessThan(0.15);
    assertThat(adjusted(new double[0][], 4)).isEmpty();
  }

  /** One run is compared with twenty others. */
  @Test
  void oneRunAmongMany() {
    double[][] values = {IntStream.range(0, 21).mapToDouble(i -> i == 20 ? 90 : i).toArray()};
    assertThat(adjusted(values, 20)[0]).isCloseTo(1.0 / 21, within(1e-12));
  }

  @Test
  void manyDivisionsAreChosenAtRandom() {
    double[][] values = {IntStream.range(0, 20).mapToDouble(i -> i).toArray()};
    assertThat(adjusted(values, 10)[0])
        .isCloseTo(1.0 / GreatestStatistic.MOST_DIVISIONS, within(2e-3));
  }

  /** A difference below what a figure can show does not become large because nothing varies. */
  @Test
  void theResolutionIsTheLeastError() {
    double[][] values = {{1, 1, 1, 1, 1.001, 1.001, 1.001, 1.001}, {1, 2, 3, 4, 50, 51, 52, 53}};
    double[] p =
        GreatestStatistic.adjusted(
            values, 4, new double[] {0.01, 0}, GreatestStatistic.MOST_DIVISIONS, 1);
    assertThat(p[1]).isCloseTo(2.0 / 70, within(1e-12));
  }
}
