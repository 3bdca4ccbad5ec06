package io.github.procfs4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.model.Samples.Made;
import io.github.procfs4j.model.changes.ChangeHistory;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The policy for rates: never across a gap, never for a counter that went backwards, never guessed.
 */
class RatesTest {
  private static final long S = 1_000_000_000;

  private static TimeSeries series(long... timesAndNumbers) {
    TimeSeries.Builder builder = new TimeSeries.Builder(Samples.COUNTER);
    for (int i = 0; i < timesAndNumbers.length; i += 2) {
      builder.point(timesAndNumbers[i], timesAndNumbers[i], timesAndNumbers[i + 1]);
    }
    return builder.build();
  }

  @Test
  void isGrowthByTheTimeThatWasMeasured() {
    // The samples should be a second apart, but are not.
    Rates rates = series(0, 100, S + S / 2, 400, 2 * S, 500).rate();
    assertThat(rates.size()).isEqualTo(2);
    assertThat(rates.perSecond(0)).isEqualTo(200);
    assertThat(rates.perSecond(1)).isEqualTo(200);
    assertThat(rates.fromNanos(1)).isEqualTo(S + S / 2);
    assertThat(rates.toNanos(1)).isEqualTo(2 * S);
  }

  @Test
  void isMeasuredFromTheMiddleOfAReadToTheMiddleOfTheNext() {
    TimeSeries.Builder builder = new TimeSeries.Builder(Samples.COUNTER);
    builder.point(0, S, 0); // half a second
    builder.point(2 * S, 5 * S, 300); // three and a half
    TimeSeries series = builder.build();
    assertThat(series.timeNanos(0)).isEqualTo(S / 2);
    assertThat(series.rate().perSecond(0)).isEqualTo(100);
  }

  @Test
  void theMiddleOfTimesNearTheEndOfTheScale() {
    TimeSeries.Builder builder = new TimeSeries.Builder(Samples.COUNTER);
    builder.point(Long.MAX_VALUE - 10, Long.MAX_VALUE, 0);
    builder.point(Long.MAX_VALUE, Long.MIN_VALUE + 9, 5);
    TimeSeries series = builder.build();
    assertThat(series.timeNanos(0)).isEqualTo(Long.MAX_VALUE - 5);
    assertThat(series.rate().size()).isEqualTo(1);
    assertThat(series.rate().perSecond(0)).isPositive();
  }

  @Test
  void noneWhereTheCounterWentBack() {
    Rates rates = series(0, 100, S, 90, 2 * S, 95).rate();
    assertThat(rates.size()).isEqualTo(1);
    assertThat(rates.skipped()).isEqualTo(1);
    assertThat(rates.perSecond(0)).isEqualTo(5);
    assertThat(rates.fromNanos(0)).isEqualTo(S);
  }

  @Test
  void noneAcrossAGap() {
    TimeSeries.Builder builder = new TimeSeries.Builder(Samples.COUNTER);
    builder.gap();
    builder.point(0, 0, 100);
    builder.point(S, S, 110);
    builder.gap();
    builder.gap();
    builder.point(5 * S, 5 * S, 120);
    builder.point(6 * S, 6 * S, 140);
    TimeSeries series = builder.build();
    assertThat(series.isAfterGap(0)).isTrue();
    assertThat(series.isAfterGap(2)).isTrue();
    assertThat(series.rate().size()).isEqualTo(2);
    assertThat(series.rate().skipped()).isEqualTo(1);
    assertThat(series.rate().perSecond(1)).isEqualTo(20);
  }

  @Test
  void noneWhereNoTimePassed() {
    Rates rates = series(0, 100, 0, 110, -5, 120, S, 130).rate();
    assertThat(rates.size()).isEqualTo(1);
    assertThat(rates.skipped()).isEqualTo(2);
    assertThat(rates.max()).isFinite().isNotNegative();
  }

  @Test
  void countersBeyond2To63AreUnsigned() {
    // Across 2^63, and near 2^64.
    Rates rates =
        series(0, Long.MAX_VALUE, S, Long.MIN_VALUE + 9, 2 * S, -11, 3 * S, -1, 4 * S, 4).rate();
    assertThat(rates.size()).isEqualTo(3);
    assertThat(rates.perSecond(0)).isEqualTo(10);
    assertThat(rates.perSecond(1)).isCloseTo(0x1p63, within(1e4));
    assertThat(rates.perSecond(2)).isEqualTo(10);
    assertThat(rates.skipped()).as("from 2^64 - 1 to 4").isEqualTo(1);
  }

  @Test
  void isInTheUnitOfTheColumn() {
    Column kilobytes = new Column("c", Unit.KIBIBYTES, Kind.COUNTER, false, "", "", "Made up.", "");
    TimeSeries.Builder builder = new TimeSeries.Builder(kilobytes);
    builder.point(0, 0, 1);
    builder.point(S, S, 3);
    assertThat(builder.build().rate().perSecond(0)).isEqualTo(2048);
    Column centiseconds =
        new Column("c", Unit.CENTISECONDS, Kind.COUNTER, false, "", "", "Made up.", "");
    builder = new TimeSeries.Builder(centiseconds);
    builder.point(0, 0, 100);
    builder.point(S, S, 200);
    assertThat(builder.build().rate().perSecond(0)).isEqualTo(1);
  }

  @Test
  void theMeanIsAllThatWasCountedByAllTheTime() {
    // 100 in 1 s and 90 in 9 s are 19 a second, not the mean of the two rates.
    Rates rates = series(0, 0, S, 100, 10 * S, 190).rate();
    assertThat(rates.mean()).isCloseTo(19, within(1e-9));
    assertThat(rates.min()).isEqualTo(10);
    assertThat(rates.max()).isEqualTo(100);
  }

  @Test
  void ofNothingThereIsNone() {
    assertThat(series().rate().size()).isZero();
    assertThat(series().rate().skipped()).isZero();
    assertThat(series(0, 1).rate().mean()).isNaN();
    assertThat(series(0, 1).rate().max()).isNaN();
    assertThat(series(0, 1).rate().min()).isNaN();
  }

  @Test
  void aGaugeHasNone() {
    TimeSeries gauge = new TimeSeries.Builder(Samples.GAUGE).build();
    assertThatIllegalStateException().isThrownBy(gauge::rate).withMessageContaining("gauge");
  }

  @Test
  void anIntervalHoldsToTheSamePolicy() {
    Layout layout = Samples.layout("a");
    Row row = Samples.TABLE.row("a");
    ChangeHistory history = ChangeHistory.keepingAll();
    Made last = Samples.first(layout, 0, 0, List.of(100L, 7L));
    history.append(last);
    last = Samples.after(last, S, S, List.of(300L, 8L));
    history.append(last);
    last = Samples.after(last, 2 * S, 2 * S, List.of(200L, 9L)); // backwards
    history.append(last);
    history.appendGap();
    last = Samples.first(layout, 3 * S, 3 * S, List.of(250L, 9L));
    history.append(last);
    last = Samples.after(last, 3 * S, 3 * S, List.of(260L, 9L)); // no time passed
    history.append(last);
    last = Samples.after(last, 3 * S - 5, 3 * S - 5, List.of(270L, 9L)); // time goes backwards
    history.append(last);
    last = Samples.after(last, 4 * S, 4 * S, List.of(270L, 5L));
    history.append(last);
    Interval interval = new Interval(history.playback());
    assertThat(interval.pageSize()).as("not told").isNaN();
    assertThat(interval.next()).isTrue();
    assertThat(interval.perSecond(row, Samples.COUNTER)).isEqualTo(200);
    assertThat(interval.amount(row, Samples.GAUGE)).isEqualTo(8);
    assertThat(interval.next()).isTrue();
    assertThat(interval.perSecond(row, Samples.COUNTER)).as("back").isNaN();
    assertThat(interval.next()).isTrue();
    assertThat(interval.perSecond(row, Samples.COUNTER)).as("across a gap").isNaN();
    assertThat(interval.next()).isTrue();
    assertThat(interval.perSecond(row, Samples.COUNTER)).as("in no time").isNaN();
    assertThat(interval.next()).isTrue();
    assertThat(interval.perSecond(row, Samples.COUNTER)).as("backwards in time").isNaN();
    assertThat(interval.next()).isTrue();
    assertThat(interval.perSecond(row, Samples.COUNTER)).isZero();
    assertThat(interval.amount(row, Samples.GAUGE)).isEqualTo(5);
    assertThat(interval.next()).isFalse();
  }
}
