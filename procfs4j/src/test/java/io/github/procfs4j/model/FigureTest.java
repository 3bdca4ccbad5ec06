package io.github.procfs4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What happens to impossible figures, and why others have no value. */
class FigureTest {
  private static final Table TABLE = Table.of("table", "row");
  private static final Row ROW = TABLE.row("a");
  private static final Column USER = counter("user");
  private static final Column GUEST = counter("guest");
  private static final Column TOTAL = gauge("total");
  private static final Column FREE = gauge("free");

  private static Column counter(String name) {
    return new Column(name, Unit.COUNT, Kind.COUNTER, false, "", "", "", "");
  }

  private static Column gauge(String name) {
    return new Column(name, Unit.COUNT, Kind.GAUGE, false, "", "", "", "");
  }

  private static Figure figure(Limits limits) {
    return new Figure(
        TABLE.name(),
        "f",
        "",
        limits,
        "",
        "",
        (i, row) -> i.growth(row, USER) - i.growthIfPrinted(row, GUEST));
  }

  /** Two samples of some rows, a second apart unless stated otherwise. */
  private static final class Two implements Playback {
    private final List<Layout> layouts = new ArrayList<>();
    private final List<long[]> cells = new ArrayList<>();
    private long period = 1_000_000_000;
    private boolean gap;
    private int at = -1;

    /** Null represents a field that is not a number; an omitted column is not printed. */
    Two sample(SequencedMap<Row, Map<Column, @Nullable Long>> rows) {
      Layout.Builder layout = new Layout.Builder();
      List<Long> numbers = new ArrayList<>();
      rows.forEach(
          (row, columns) ->
              columns.forEach(
                  (column, number) -> {
                    layout.row(row).cell(column, number == null ? -1 : numbers.size());
                    if (number != null) {
                      numbers.add(number);
                    }
                  }));
      layouts.add(layout.build());
      cells.add(numbers.stream().mapToLong(Long::longValue).toArray());
      return this;
    }

    Interval interval() {
      Interval interval = new Interval(this);
      assertThat(interval.next()).isTrue();
      return interval;
    }

    @Override
    public boolean next() {
      return ++at < layouts.size();
    }

    @Override
    public boolean isAfterGap() {
      return gap && at == 1;
    }

    @Override
    public Layout layout() {
      return layouts.get(at);
    }

    @Override
    public long value(int cell) {
      return cells.get(at)[cell];
    }

    @Override
    public long startNanos() {
      return at * period;
    }

    @Override
    public long endNanos() {
      return at * period;
    }
  }

  private static SequencedMap<Row, Map<Column, @Nullable Long>> row(
      Row row, @Nullable Object... cells) {
    Map<Column, @Nullable Long> columns = new LinkedHashMap<>();
    for (int i = 0; i < cells.length; i += 2) {
      columns.put((Column) cells[i], (Long) cells[i + 1]);
    }
    SequencedMap<Row, Map<Column, @Nullable Long>> rows = new LinkedHashMap<>();
    rows.put(row, columns);
    return rows;
  }

  private static SequencedMap<Row, Map<Column, @Nullable Long>> a(@Nullable Object... cells) {
    return row(ROW, cells);
  }

  private static Interval between(
      SequencedMap<Row, Map<Column, @Nullable Long>> before,
      SequencedMap<Row, Map<Column, @Nullable Long>> after) {
    return new Two().sample(before).sample(after).interval();
  }

  @Test
  void aValueWithinItsLimitsIsWhatComesOut() {
    Interval interval = between(a(USER, 1L, GUEST, 0L), a(USER, 45L, GUEST, 4L));
    assertThat(figure(Limits.AMOUNT).value(interval, ROW)).isEqualTo(40);
    assertThat(interval.side()).isEqualTo(Limits.Side.WITHIN);
    assertThat(interval.lack()).isNull();
  }

  @Test
  void aValueThatCannotBeIsShownLimitedOrReplaced() {
    Interval interval = between(a(USER, 0L, GUEST, 0L), a(USER, 44L, GUEST, 45L));
    assertThat(figure(Limits.AMOUNT).value(interval, ROW)).isEqualTo(-1);
    assertThat(interval.side()).isEqualTo(Limits.Side.BELOW);
    assertThat(figure(Limits.AMOUNT.limited("mpstat(1)")).value(interval, ROW)).isZero();
    assertThat(interval.side()).isEqualTo(Limits.Side.BELOW);
    assertThat(figure(Limits.AMOUNT.replacedBy("", (i, row) -> 7)).value(interval, ROW))
        .isEqualTo(7);
    assertThat(interval.side()).isEqualTo(Limits.Side.BELOW);
    assertThat(interval.lack()).isNull();
    assertThat(figure(Limits.NONE).value(interval, ROW)).isEqualTo(-1);
    assertThat(interval.side()).isEqualTo(Limits.Side.WITHIN);
  }

  @Test
  void whereWhatReplacesAValueCannotBeEitherThereIsNone() {
    Interval interval = between(a(USER, 0L, GUEST, 0L), a(USER, 44L, GUEST, 45L));
    Limits limits = Limits.AMOUNT.replacedBy("", (i, row) -> -2);
    assertThat(figure(limits).value(interval, ROW)).isNaN();
    assertThat(interval.lack()).isEqualTo(Lack.IMPOSSIBLE);
  }

  @Test
  void aPartIsNoMoreThanTheWholeOfThatInterval() {
    Figure free = Figure.gauge(TABLE, "free", "", FREE).within(Limits.AMOUNT.partOf(TOTAL));
    Interval interval = between(a(TOTAL, 10L, FREE, 20L), a(TOTAL, 10L, FREE, 11L));
    assertThat(free.value(interval, ROW)).isEqualTo(11);
    assertThat(interval.side()).isEqualTo(Limits.Side.ABOVE);
    Interval without = between(a(FREE, 20L), a(FREE, 11L));
    assertThat(free.value(without, ROW)).isEqualTo(11);
    assertThat(without.side()).isEqualTo(Limits.Side.WITHIN);
    assertThat(without.lack()).isNull();
  }

  @Test
  void aColumnThatNoRowHasCountsAsZero() {
    Interval interval = between(a(USER, 1L), a(USER, 45L));
    assertThat(figure(Limits.AMOUNT).value(interval, ROW)).isEqualTo(44);
  }

  /** The column is printed, but its field is not a number: 0 would be made up. */
  @Test
  void aNumberThatIsNoneDoesNotCountAsZero() {
    for (Interval interval :
        List.of(
            between(a(USER, 1L, GUEST, 0L), a(USER, 45L, GUEST, null)),
            between(a(USER, 1L, GUEST, null), a(USER, 45L, GUEST, null)))) {
      assertThat(figure(Limits.AMOUNT).value(interval, ROW)).isNaN();
      assertThat(interval.lack()).isEqualTo(Lack.NOT_IN_ROW);
      assertThat(interval.lackingColumn()).isEqualTo(GUEST);
    }
    Interval first = between(a(USER, 1L, GUEST, null), a(USER, 45L, GUEST, 3L));
    assertThat(figure(Limits.AMOUNT).value(first, ROW)).isNaN();
    assertThat(first.lack()).isEqualTo(Lack.NOT_BEFORE);
  }

  private static Lack lack(Interval interval, Figure figure) {
    assertThat(figure.value(interval, ROW)).isNaN();
    return Objects.requireNonNull(interval.lack());
  }

  @Test
  void theReasonIsTheTrueOne() {
    Figure rate = Figure.rate(TABLE, "r", "/s", USER);
    assertThat(lack(between(a(GUEST, 1L), a(GUEST, 1L)), rate)).isEqualTo(Lack.NOT_PRINTED);
    assertThat(lack(between(row(TABLE.row("b"), USER, 1L), a(USER, 1L)), rate))
        .isEqualTo(Lack.NOT_BEFORE);
    assertThat(lack(between(a(USER, 2L), a(USER, 1L)), rate)).isEqualTo(Lack.WENT_BACK);
    Two gap = new Two().sample(a(USER, 1L)).sample(a(USER, 2L));
    gap.gap = true;
    assertThat(lack(gap.interval(), rate)).isEqualTo(Lack.GAP);
    Two still = new Two().sample(a(USER, 1L)).sample(a(USER, 2L));
    still.period = 0;
    assertThat(lack(still.interval(), rate)).isEqualTo(Lack.NO_TIME);
    Figure mean =
        new Figure(
            TABLE.name(),
            "m",
            "",
            Limits.AMOUNT,
            "",
            "",
            (i, row) -> i.growth(row, USER) / i.growth(row, GUEST));
    assertThat(lack(between(a(USER, 1L, GUEST, 1L), a(USER, 2L, GUEST, 1L)), mean))
        .isEqualTo(Lack.NOTHING_COUNTED);
    Figure pages =
        new Figure(
            TABLE.name(),
            "p",
            "bytes",
            Limits.AMOUNT,
            "",
            "",
            (i, row) -> i.amount(row, FREE) * i.pageSize());
    assertThat(lack(between(a(FREE, 1L), a(FREE, 1L)), pages)).isEqualTo(Lack.UNKNOWN_MACHINE);
  }

  /**
   * What several figures share is computed once; each of them has the same reason for a missing
   * value.
   */
  @Test
  void whatIsComputedOnceLacksTheSameEachTime() {
    Figure shared =
        new Figure(
            TABLE.name(),
            "s",
            "",
            Limits.AMOUNT,
            "",
            "",
            (i, row) -> i.once(row, FigureTest::user));
    Interval interval = between(a(USER, 2L), a(USER, 1L));
    assertThat(lack(interval, shared)).isEqualTo(Lack.WENT_BACK);
    assertThat(lack(interval, shared)).isEqualTo(Lack.WENT_BACK);
  }

  @Test
  void theValueBeforeIsThatOfTheEarlierSample() {
    Figure free = Figure.gauge(TABLE, "free", "", FREE);
    Figure share =
        new Figure(
            TABLE.name(),
            "share",
            "%",
            Limits.SHARE,
            "",
            "",
            (i, row) -> 100 * i.amount(row, FREE) / i.once(row, FigureTest::total));
    Figure rate = Figure.rate(TABLE, "r", "/s", USER);
    Interval interval = between(a(FREE, 1L, TOTAL, 4L, USER, 1L), a(FREE, 3L, TOTAL, 4L, USER, 2L));
    assertThat(share.value(interval, ROW)).isEqualTo(75);
    assertThat(share.valueBefore(interval, ROW)).isEqualTo(25);
    assertThat(free.valueBefore(interval, ROW)).isEqualTo(1);
    assertThat(rate.valueBefore(interval, ROW)).isNaN();
    assertThat(share.value(interval, ROW)).isEqualTo(75);
    assertThat(free.valueBefore(between(a(USER, 1L), a(FREE, 1L)), ROW)).isNaN();
    assertThat(free.valueBefore(between(row(TABLE.row("b"), FREE, 1L), a(FREE, 1L)), ROW)).isNaN();
  }

  private static double total(Interval interval, Row row) {
    return interval.amount(row, TOTAL);
  }

  @Test
  void whatIsCountedInTicksIsKnown() {
    Column ticks = new Column("t", Unit.TICKS, Kind.COUNTER, false, "", "", "", "");
    Figure inTicks = Figure.rate(TABLE, "t", "ticks/s", ticks);
    Figure share =
        new Figure(
            TABLE.name(),
            "s",
            "%",
            Limits.SHARE,
            "",
            "",
            (i, row) -> 100 * i.growth(row, USER) / i.once(row, Interval::growthOfAll));
    Interval interval = between(a(USER, 1L, ticks, 5L), a(USER, 2L, ticks, 7L));
    inTicks.value(interval, ROW);
    assertThat(interval.isOfTicks()).isTrue();
    Figure.rate(TABLE, "r", "/s", USER).value(interval, ROW);
    assertThat(interval.isOfTicks()).isFalse();
    share.value(interval, ROW);
    assertThat(interval.isOfTicks()).isTrue();
    share.value(interval, ROW); // of which a part is computed only once
    assertThat(interval.isOfTicks()).isTrue();
  }

  private static double user(Interval interval, Row row) {
    return interval.growth(row, USER);
  }

  /** Like cancelled_write_bytes. */
  @Test
  void aSignedCounterMayCrossZero() {
    Column signed = new Column("s", Unit.BYTES, Kind.COUNTER, true, "", "", "", "");
    Interval interval = between(a(signed, -1024L), a(signed, 1024L));
    assertThat(interval.growth(ROW, signed)).isEqualTo(2048);
    assertThat(between(a(signed, 0L), a(signed, -1L)).growth(ROW, signed)).isNaN();
  }
}
