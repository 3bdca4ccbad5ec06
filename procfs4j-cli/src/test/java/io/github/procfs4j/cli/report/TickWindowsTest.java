package io.github.procfs4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TickWindowsTest {
  private static final float NONE = Float.NaN;

  private static Intervals intervals(double each, int size) {
    Intervals intervals = new Intervals(100);
    for (int i = 0; i < size; i++) {
      intervals.add(i * each, (i + 1) * each);
    }
    return intervals;
  }

  private static Values values(float... numbers) {
    Values values = new Values();
    for (float number : numbers) {
      values.add(number);
    }
    return values;
  }

  private static float[] shown(double each, float... numbers) {
    Intervals intervals = intervals(each, numbers.length);
    return new TickWindows(values(numbers), null, intervals, intervals.tickWindow())
        .values()
        .toArray(1);
  }

  @Test
  void intervalsAreJoinedUntilATickIsTwoPercent() {
    assertThat(shown(0.1, 100, 0, 0, 100, 0, 0, 0, 0, 0, 100))
        .containsExactly(40, 40, 40, 40, 40, 20, 20, 20, 20, 20);
  }

  @Test
  void whatIsLeftBelongsToTheLastWindow() {
    assertThat(shown(0.1, 100, 0, 0, 100, 0, 0, 70)).containsOnly(270 / 7f);
    assertThat(shown(0.1, 100, 0)).containsOnly(50);
  }

  @Test
  void missingValuesStayMissingAndLongGapsSeparateWindows() {
    assertThat(shown(0.1, 100, NONE, 0, 100, 0)).containsExactly(50, NONE, 50, 50, 50);
    assertThat(shown(0.1, 100, NONE, NONE, NONE, NONE, NONE, NONE, 0, NONE))
        .containsExactly(100, NONE, NONE, NONE, NONE, NONE, NONE, 0, NONE);
  }

  @Test
  void aLongTimeOfTheSameValueIsNotChangedByWhatFollows() {
    float[] numbers = new float[100];
    numbers[99] = 50;
    float[] shown = shown(0.1, numbers);
    assertThat(Arrays.copyOf(shown, 94)).containsOnly(0);
    assertThat(Arrays.copyOfRange(shown, 94, 100)).containsOnly(50 / 6f);
  }

  @Test
  void longIntervalsAreShownAsTheyAre() {
    assertThat(intervals(0.499, 10).tickWindow()).isNaN();
    assertThat(new Intervals().tickWindow()).isNaN();
    assertThat(intervals(0.1, 10).tickWindow()).isEqualTo(0.5);
  }

  @Test
  void theEndOfAWindowIsThatOfItsLastInterval() {
    Intervals intervals = intervals(0.1, 12);
    TickWindows windows =
        new TickWindows(
            values(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), null, intervals, intervals.tickWindow());
    assertThat(windows.to(0)).isEqualTo(intervals.to(4));
    assertThat(windows.to(4)).isEqualTo(intervals.to(4));
    assertThat(windows.to(5)).isEqualTo(intervals.to(11));
  }

  /** Each value counts once, whatever the lengths, the weights and the gaps. */
  @Test
  void theMeanOverTheWholeTimeStaysTheSame() {
    Random random = new Random(1);
    for (int run = 0; run < 500; run++) {
      int size = 1 + random.nextInt(60);
      Intervals intervals = new Intervals(100);
      Values values = new Values();
      Values weights = random.nextBoolean() ? new Values() : null;
      double at = 0;
      for (int i = 0; i < size; i++) {
        double length =
            random.nextInt(10) == 0 ? 3 * random.nextDouble() : 0.01 + random.nextDouble() / 5;
        intervals.add(at, at + length);
        at += length;
        values.add(random.nextInt(5) == 0 ? Double.NaN : random.nextInt(4) * 25);
        if (weights != null) {
          weights.add(1 + random.nextInt(3));
        }
      }
      Values shown = new TickWindows(values, weights, intervals, 0.5).values();
      double expected = 0;
      double sum = 0;
      for (int i = 0; i < size; i++) {
        assertThat(Float.isNaN(shown.get(i))).isEqualTo(Float.isNaN(values.get(i)));
        double weight = weights == null ? intervals.seconds(i) : weights.get(i);
        expected += Float.isNaN(values.get(i)) ? 0 : values.get(i) * weight;
        sum += Float.isNaN(shown.get(i)) ? 0 : shown.get(i) * weight;
      }
      assertThat(shown.size()).isEqualTo(size);
      assertThat(sum).isCloseTo(expected, within(0.001 + expected * 1e-6));
    }
  }
}
