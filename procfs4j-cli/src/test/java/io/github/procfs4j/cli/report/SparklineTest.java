package io.github.procfs4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SparklineTest {
  private static String curve(int columns, double... numbers) {
    Values values = new Values();
    Intervals intervals = new Intervals();
    double[] weights = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      values.add(numbers[i]);
      intervals.add(i, i + 1);
      weights[i] = 1;
    }
    return Sparkline.of(values, intervals, Summary.of(numbers, weights), columns);
  }

  @Test
  void goesFromZeroToTheMaximum() {
    assertThat(curve(9, 0, 1, 2, 3, 4, 5, 6, 7, 0)).isEqualTo("▁▃▄▅▆▇██▁");
  }

  @Test
  void tellsTheLeastFromNothing() {
    assertThat(curve(3, 0, 0.0001, 1000)).isEqualTo("▁▂█");
  }

  @Test
  void keepsTheHighestOfWhatSharesACharacter() {
    double[] numbers = new double[10_000];
    numbers[7_777] = 1;
    assertThat(curve(100, numbers)).hasSize(100).matches("▁{77}█▁{22}");
  }

  @Test
  void beginsAtTheMinimumWhereThatIsHigh() {
    assertThat(curve(3, 100, 101, 102)).isEqualTo("▁▅█");
  }

  @Test
  void isBlankWhereThereIsNoValue() {
    assertThat(curve(4, 1, Double.NaN, Double.NaN, 1)).isEqualTo("▄  ▄");
  }

  /** Values are kept with fewer digits than a summary has. */
  @Test
  void aValueBeyondTheMaximumIsAsHighAsThat() {
    Values values = new Values();
    Intervals intervals = new Intervals();
    for (int i = 0; i < 3; i++) {
      values.add(99 + i);
      intervals.add(i, i + 1);
    }
    Summary summary = Summary.of(new double[] {99.9, 100, 100.1}, new double[] {1, 1, 1});
    assertThat(Sparkline.of(values, intervals, summary, 3)).isEqualTo("▁▅█");
  }

  @Test
  void isNoLongerThanThereAreIntervals() {
    assertThat(curve(80, 0, 1)).isEqualTo("▁█");
    assertThat(curve(80)).isEmpty();
  }

  /** A pause of the recorder is one long interval, shown with its length. */
  @Test
  void timeGoesEvenlyToTheRight() {
    Values values = new Values();
    Intervals intervals = new Intervals();
    double[] ends = {1, 2, 8, 9, 10};
    double begin = 0;
    for (double end : ends) {
      values.add(end == 8 ? 1 : 0);
      intervals.add(begin, end);
      begin = end;
    }
    Summary summary = Summary.of(new double[] {0, 0, 1, 0, 0}, new double[] {1, 1, 1, 1, 1});
    assertThat(Sparkline.of(values, intervals, summary, 5)).isEqualTo("▁███▁");
  }
}
