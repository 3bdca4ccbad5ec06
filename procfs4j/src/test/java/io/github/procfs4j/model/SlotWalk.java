package io.github.procfs4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.slots.SlotLayout;
import io.github.procfs4j.model.slots.Slots;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Made-up samples whose rows come and go at random, and the content of each as maps by row and
 * column, with which histories and recordings are compared.
 */
public final class SlotWalk implements Sample {
  private static final Table PROCESS = Table.of("process", "pid", "start").describedBy("comm");
  private static final Table THREAD = Table.of("thread", "pid", "tid").describedBy("comm");
  private static final Column SIZE =
      new Column("size", Unit.PAGES, Kind.GAUGE, true, "", "", "", "");
  private static final Column FAULTS =
      new Column("faults", Unit.COUNT, Kind.COUNTER, false, "4.18", "CONFIG_FAULTS", "Faults.", "");

  /** Shapes of rows; the last one is only for the widest slots. */
  private static final List<List<Column>> SHAPES =
      List.of(
          List.of(),
          List.of(Samples.COUNTER, Samples.GAUGE),
          List.of(Samples.GAUGE, SIZE, Samples.COUNTER),
          List.of(Samples.GAUGE, SIZE.as("size", Unit.KIBIBYTES), Samples.COUNTER),
          List.of(Samples.COUNTER, Samples.GAUGE, SIZE.as("size", Unit.KIBIBYTES), FAULTS));

  /** The numbers of a row at a time, and all its labels. */
  private record RowThen(List<String> labels, Map<String, Long> cells) {}

  /** The content of a sample. */
  private record Moment(
      long start, long end, boolean isAfterGap, Map<Row, RowThen> rows, Layout layout) {}

  private final Random random;
  private final int most;
  private Slots slots = new Slots(2);
  private final Map<Row, Integer> slotOf = new LinkedHashMap<>();
  private final Map<Row, List<Column>> columnsOf = new HashMap<>();
  private final Set<Row> met = new LinkedHashSet<>();
  private final List<Moment> moments = new ArrayList<>();
  private Map<Integer, Long> cells = new HashMap<>();
  private final List<long[]> changes = new ArrayList<>();
  private @Nullable SlotLayout layout;
  private boolean isContinuation;
  private boolean isAfterGap;
  private long time = 1_000_000;

  /** Creates a walk with about this many rows. */
  public SlotWalk(Random random, int most) {
    this.random = random;
    this.most = most;
  }

  /** Makes the next sample or a failed one; returns whether it succeeded. */
  public boolean next() {
    time += 1000 + random.nextInt(2_000_000);
    if (random.nextInt(40) == 0) {
      isAfterGap = true;
      return false;
    }
    Map<Integer, Long> before = cells;
    Layout layoutBefore = layout;
    if (random.nextInt(60) == 0) {
      restart();
    }
    for (int i = random.nextInt(10) - 5; i > 0; i--) {
      comeOrGo();
    }
    SlotLayout now = slots.layout();
    isContinuation =
        layoutBefore != null
            && (now == layoutBefore || now.isSuccessorOf(layoutBefore))
            && !isAfterGap;
    layout = now;
    cells = numbers(before);
    changes.clear();
    if (isContinuation) {
      new TreeSet<>(cells.keySet())
          .forEach(
              cell -> {
                long difference = value(cell) - before.getOrDefault(cell, 0L);
                if (difference != 0) {
                  changes.add(new long[] {cell, difference});
                }
              });
    }
    remember();
    isAfterGap = false;
    return true;
  }

  /** Puts all rows into wider slots, in another order. */
  private void restart() {
    slots = new Slots(slots.stride() + random.nextInt(2));
    List<Row> rows = new ArrayList<>(slotOf.keySet());
    Collections.shuffle(rows, random);
    slotOf.clear();
    rows.forEach(row -> slotOf.put(row, slots.add(row, columnsOf.getOrDefault(row, List.of()))));
    layout = null;
  }

  private void comeOrGo() {
    if (slotOf.size() < random.nextInt(most)) {
      Row row = row();
      if (!slotOf.containsKey(row)) {
        List<Column> columns = columnsOf.computeIfAbsent(row, added -> shape());
        if (columns.size() <= slots.stride()) {
          slotOf.put(row, slots.add(row, columns));
          met.add(row);
        }
      }
    } else if (!slotOf.isEmpty()) {
      Row row = new ArrayList<>(slotOf.keySet()).get(random.nextInt(slotOf.size()));
      int slot = Objects.requireNonNull(slotOf.get(row));
      switch (random.nextInt(4)) {
        case 0 -> slots.describe(slot, described(slots.row(slot)));
        case 1 -> {
          // Removed and added again before the next layout, usually in another slot.
          slots.remove(slot);
          slotOf.put(row, slots.add(row, columnsOf.getOrDefault(row, List.of())));
        }
        default -> {
          slots.remove(slot);
          slotOf.remove(row);
        }
      }
    }
  }

  /** A new row, or one that existed before. */
  private Row row() {
    if (random.nextInt(4) == 0 && !met.isEmpty()) {
      return new ArrayList<>(met).get(random.nextInt(met.size()));
    }
    String pid = Integer.toString(random.nextInt(100));
    return random.nextBoolean()
        ? PROCESS.row(pid, Long.toString(time), "comm" + pid)
        : THREAD.row(pid, Long.toString(time), "");
  }

  private Row described(Row row) {
    List<String> labels = new ArrayList<>(row.labels());
    labels.set(labels.size() - 1, "comm\n" + random.nextInt(3) + "\ud83d\ude00");
    return new Row(row.table(), labels, row.repeat());
  }

  /** A shape that fits. */
  private List<Column> shape() {
    List<Column> shape = SHAPES.get(random.nextInt(SHAPES.size()));
    return shape.size() <= slots.stride() ? shape : Objects.requireNonNull(SHAPES.get(1));
  }

  /** The new numbers of a row: mostly the previous ones if the row stayed. */
  private Map<Integer, Long> numbers(Map<Integer, Long> before) {
    Set<Integer> came = new TreeSet<>();
    SlotLayout now = Objects.requireNonNull(layout);
    if (isContinuation && !moments.isEmpty() && now != moments.getLast().layout) {
      now.change().left().forEach(came::add);
      now.change().came().forEach(row -> came.add(row.slot()));
      came.forEach(
          slot -> {
            for (int i = 0; i < slots.stride(); i++) {
              before.remove(slot * slots.stride() + i);
            }
          });
    }
    Map<Integer, Long> numbers = new HashMap<>();
    slotOf.forEach(
        (row, slot) -> {
          for (int i = 0; i < columnsOf.getOrDefault(row, List.of()).size(); i++) {
            int cell = slot * slots.stride() + i;
            long was = before.getOrDefault(cell, 0L);
            numbers.put(cell, random.nextInt(3) == 0 ? Samples.another(random, was) : was);
          }
        });
    return numbers;
  }

  private void remember() {
    Map<Row, RowThen> rows = new LinkedHashMap<>();
    slotOf.forEach(
        (row, slot) -> {
          Map<String, Long> numbers = new LinkedHashMap<>();
          List<Column> columns = columnsOf.getOrDefault(row, List.of());
          for (int i = 0; i < columns.size(); i++) {
            numbers.put(columns.get(i).name(), value(slot * slots.stride() + i));
          }
          rows.put(row, new RowThen(slots.row(slot).labels(), numbers));
        });
    moments.add(new Moment(startNanos(), endNanos(), isAfterGap, rows, layout()));
  }

  /** The number of samples. */
  public int samples() {
    return moments.size();
  }

  /** Checks that a playback returns the samples, except those that were dropped. */
  public void assertPlayed(Playback playback, long dropped) {
    boolean isFirst = true;
    for (Moment moment : moments.subList((int) dropped, moments.size())) {
      assertThat(playback.next()).isTrue();
      assertThat(playback.startNanos()).isEqualTo(moment.start);
      assertThat(playback.endNanos()).isEqualTo(moment.end);
      if (!isFirst) {
        assertThat(playback.isAfterGap()).isEqualTo(moment.isAfterGap);
      }
      assertThat(playback.layout().isSameAs(moment.layout)).isTrue();
      assertThat(rows(playback)).isEqualTo(moment.rows);
      isFirst = false;
    }
    assertThat(playback.next()).isFalse();
  }

  private static Map<Row, RowThen> rows(Reading reading) {
    Layout layout = reading.layout();
    Map<Row, RowThen> rows = new HashMap<>();
    for (TableLayout table : layout.tables()) {
      for (Row row : table.rows()) {
        rows.put(row, new RowThen(row.labels(), new HashMap<>()));
      }
    }
    for (int cell = 0; cell < layout.cells(); cell++) {
      if (layout.isHole(cell)) {
        assertThat(reading.value(cell)).as("hole").isZero();
      } else {
        Row row = layout.row(cell);
        Column column = layout.column(cell);
        assertThat(layout.cell(row, column)).isEqualTo(cell);
        Objects.requireNonNull(rows.get(row)).cells.put(column.name(), reading.value(cell));
      }
    }
    return rows;
  }

  /** Checks the series of some rows and their rates against the samples. */
  public void assertSeries(Supplier<Playback> playback, long dropped) {
    List<Row> some = new ArrayList<>(met);
    Collections.shuffle(some, random);
    for (Row row : some.subList(0, Math.min(20, some.size()))) {
      for (Column column : List.of(Samples.COUNTER, SIZE)) {
        TimeSeries series = TimeSeries.of(playback.get(), row, column);
        int point = 0;
        int rates = 0;
        boolean isGap = false;
        Long before = null;
        for (Moment moment : moments.subList((int) dropped, moments.size())) {
          RowThen then = moment.rows.get(row);
          Long value = then == null ? null : then.cells.get(column.name());
          isGap |= moment.isAfterGap || value == null;
          if (value == null) {
            continue;
          }
          assertThat(series.startNanos(point)).isEqualTo(moment.start);
          assertThat(series.value(point)).isEqualTo(value);
          if (point > 0) {
            assertThat(series.isAfterGap(point)).as("%s %s", row, column).isEqualTo(isGap);
          }
          if (before != null && !isGap && !isBack(before, value)) {
            rates++;
          }
          before = value;
          isGap = false;
          point++;
        }
        assertThat(series.size()).as("%s %s", row, column).isEqualTo(point);
        if (column.kind() == Kind.COUNTER) {
          assertThat(series.rate().size()).isEqualTo(rates);
        }
      }
    }
  }

  /** Checks {@link Interval} for all rows against the samples. */
  public void assertIntervals(Playback playback, long dropped) {
    Interval interval = new Interval(playback);
    Moment was = moments.get((int) dropped);
    for (Moment is : moments.subList((int) dropped + 1, moments.size())) {
      assertThat(interval.next()).isTrue();
      assertThat(interval.isAfterGap()).isEqualTo(is.isAfterGap);
      for (Row row : is.rows.keySet()) {
        assertInterval(interval, row, was, is);
      }
      for (Row row : was.rows.keySet()) {
        assertInterval(interval, row, was, is);
      }
      was = is;
    }
    assertThat(interval.next()).isFalse();
  }

  private static void assertInterval(Interval interval, Row row, Moment was, Moment is) {
    Long from = is.isAfterGap ? null : number(was, row, Samples.COUNTER);
    Long to = number(is, row, Samples.COUNTER);
    boolean isBack = from != null && to != null && isBack(from, to);
    assertSame(
        row,
        interval.growth(row, Samples.COUNTER),
        from == null || to == null || isBack ? Double.NaN : Unit.COUNT.amount(to - from, false));
    if (number(is, row, FAULTS) == null) {
      assertSame(row, interval.growthOfAll(row), interval.growth(row, Samples.COUNTER));
      assertThat(interval.wentBack(row)).isEqualTo(isBack);
    }
    assertSame(row, interval.amount(row, Samples.GAUGE), amount(number(is, row, Samples.GAUGE)));
    Long gaugeBefore = is.isAfterGap ? null : number(was, row, Samples.GAUGE);
    assertSame(row, interval.amountBefore(row, Samples.GAUGE), amount(gaugeBefore));
  }

  /** A counter that grew by 2^63 or more also went backwards: below 0, printed without its sign. */
  private static boolean isBack(long from, long to) {
    return Long.compareUnsigned(to, from) < 0 || to - from < 0;
  }

  private static double amount(@Nullable Long number) {
    return number == null ? Double.NaN : Unit.COUNT.amount(number, false);
  }

  private static void assertSame(Row row, double is, double expected) {
    assertThat(Double.compare(is, expected)).as("%s: %f, not %f", row, is, expected).isZero();
  }

  private static @Nullable Long number(Moment moment, Row row, Column column) {
    RowThen then = moment.rows.get(row);
    return then == null ? null : then.cells.get(column.name());
  }

  @Override
  public Layout layout() {
    return Objects.requireNonNull(layout);
  }

  @Override
  public long value(int cell) {
    return cells.getOrDefault(cell, 0L);
  }

  @Override
  public long startNanos() {
    return time;
  }

  @Override
  public long endNanos() {
    return time + 700;
  }

  @Override
  public boolean isContinuation() {
    return isContinuation;
  }

  @Override
  public int changes() {
    return changes.size();
  }

  @Override
  public int changed(int i) {
    return (int) changes.get(i)[0];
  }

  @Override
  public long delta(int i) {
    return changes.get(i)[1];
  }
}
