package io.github.procfs4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistributionTest {
  private static Distribution of(double... numbers) {
    double[] weights = new double[numbers.length];
    Arrays.fill(weights, 1);
    return new Distribution(numbers, weights);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 10",
    "1, 10",
    "10, 10",
    "10.001, 20",
    "20, 20",
    "49, 50",
    "50, 50",
    "51, 60",
    "90, 90",
    "90.1, 100",
    "99, 100",
    "100, 100"
  })
  void aPercentileIsOneOfTheNumbers(double percent, double number) {
    assertThat(of(70, 10, 100, 40, 20, 90, 60, 30, 80, 50).percentile(percent)).isEqualTo(number);
  }

  @Test
  void aNumberCountsByItsWeight() {
    Distribution distribution = new Distribution(new double[] {1, 2, 3}, new double[] {98, 1, 1});
    assertThat(distribution.percentile(98)).isEqualTo(1);
    assertThat(distribution.percentile(99)).isEqualTo(2);
    assertThat(distribution.percentile(99.5)).isEqualTo(3);
    assertThat(distribution.mean()).isCloseTo(1.03, within(1e-12));
  }

  @Test
  void whatIsNoNumberOrHasNoWeightIsMissing() {
    Distribution distribution =
        new Distribution(new double[] {Double.NaN, 5, 7}, new double[] {1, 1, 0});
    assertThat(distribution.size()).isEqualTo(1);
    assertThat(distribution.mean()).isEqualTo(5);
    assertThat(distribution.max()).isEqualTo(5);
  }

  @Test
  void ofNothingEverythingIsNaN() {
    Distribution nothing = of();
    assertThat(nothing.size()).isZero();
    assertThat(nothing.min()).isNaN();
    assertThat(nothing.mean()).isNaN();
    assertThat(nothing.max()).isNaN();
    assertThat(nothing.percentile(50)).isNaN();
  }

  @Test
  void agreesWithAnExactCount() {
    Random random = new Random(11);
    for (int i = 0; i < 500; i++) {
      int size = 1 + random.nextInt(50);
      double[] numbers = random.doubles(size, -100, 100).map(Math::rint).toArray();
      double[] weights = random.ints(size, 1, 2_000_000_000).asDoubleStream().toArray();
      Distribution distribution = new Distribution(numbers, weights);
      assertThat(distribution.min()).isEqualTo(Arrays.stream(numbers).min().orElseThrow());
      assertThat(distribution.max()).isEqualTo(Arrays.stream(numbers).max().orElseThrow());
      for (double percent : new double[] {0, 1, 25, 50, 75, 90, 99, 99.9, 100}) {
        assertThat(distribution.percentile(percent)).isEqualTo(exact(numbers, weights, percent));
      }
    }
  }

  /**
   * The lowest number such that the numbers up to it have at least this share of the weight, in
   * exact arithmetic.
   */
  private static double exact(double[] numbers, double[] weights, double percent) {
    BigDecimal all =
        Arrays.stream(weights).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal wanted = all.multiply(BigDecimal.valueOf(percent)).scaleByPowerOfTen(-2);
    BigDecimal upTo = BigDecimal.ZERO;
    int[] order =
        IntStream.range(0, numbers.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> numbers[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int i : order) {
      upTo = upTo.add(new BigDecimal(weights[i]));
      if (upTo.compareTo(wanted) >= 0) {
        return numbers[i];
      }
    }
    throw new AssertionError();
  }
}
