package io.github.procfs4j.model.slots;

import static io.github.procfs4j.model.Samples.COUNTER;
import static io.github.procfs4j.model.Samples.GAUGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Samples;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.model.slots.LayoutChange.SlotRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class SlotsTest {
  private static final Table PROCESS = Table.of("process", "pid").describedBy("comm");
  private static final Table THREAD = Table.of("thread", "tid");
  private static final Column STATE = Column.undescribed("state", Unit.COUNT);
  private static final List<Column> SHORT = List.of(COUNTER);
  private static final List<Column> LONG = List.of(GAUGE, COUNTER, STATE);

  private final long seed = Long.getLong("procfs.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Slots slots = new Slots(4);

  private static Row process(int pid) {
    return PROCESS.row(Integer.toString(pid), "comm" + pid);
  }

  @Test
  void aRowGoesIntoTheLowestSlotThatIsFree() {
    for (int pid = 0; pid < 5; pid++) {
      assertThat(slots.add(process(pid), SHORT)).isEqualTo(pid);
    }
    slots.remove(3);
    slots.remove(1);
    assertThat(slots.add(process(7), SHORT)).isEqualTo(1);
    assertThat(slots.add(process(8), SHORT)).isEqualTo(3);
    assertThat(slots.add(process(9), SHORT)).isEqualTo(5);
    assertThat(slots.row(5)).isEqualTo(process(9));
    assertThat(slots.cells()).isEqualTo(24);
    slots.remove(4);
    slots.remove(5);
    assertThat(slots.slots()).isEqualTo(4);
    assertThat(slots.layout().cells()).isEqualTo(16);
    assertThat(slots.layout().slots()).isEqualTo(4);
  }

  @Test
  void cellsStandInTheirSlotsAndTheRestAreHoles() {
    slots.add(process(1), SHORT);
    slots.add(THREAD.row("1"), LONG);
    slots.add(process(2), LONG);
    slots.remove(0);
    Layout layout = slots.layout();
    assertThat(layout.cells()).isEqualTo(12);
    assertThat(layout.cell(process(1), COUNTER)).isEqualTo(Layout.ABSENT);
    assertThat(layout.cell(THREAD.row("1"), COUNTER)).isEqualTo(5);
    assertThat(layout.cell(process(2), STATE)).isEqualTo(10);
    assertThat(layout.cell(process(2), "none")).isEqualTo(Layout.ABSENT);
    assertThat(layout.row(10)).isEqualTo(process(2));
    assertThat(layout.column(10)).isSameAs(STATE);
    for (int hole : new int[] {0, 3, 7, 11}) {
      assertThat(layout.isHole(hole)).isTrue();
      assertThatExceptionOfType(NoSuchElementException.class)
          .isThrownBy(() -> layout.row(hole))
          .withMessage("cell " + hole + " belongs to no row");
      assertThatExceptionOfType(NoSuchElementException.class)
          .isThrownBy(() -> layout.column(hole))
          .withMessage("cell " + hole + " belongs to no row");
    }
    assertThat(layout.isHole(4)).isFalse();
  }

  @Test
  void tablesListTheirRowsBySlotAndTheColumnsThatSomeRowHas() {
    slots.add(process(1), SHORT);
    slots.add(THREAD.row("1"), SHORT);
    slots.add(process(2), LONG);
    assertThat(slots.layout().tables())
        .containsExactly(
            new TableLayout(
                PROCESS, List.of(COUNTER, GAUGE, STATE), List.of(process(1), process(2))),
            new TableLayout(THREAD, SHORT, List.of(THREAD.row("1"))));
    assertThat(slots.layout().table("thread")).isPresent();
    assertThat(slots.layout().table("process").orElseThrow().rows().getLast().label("comm"))
        .isEqualTo("comm2");
    slots.remove(1);
    assertThat(slots.layout().table("thread")).isEmpty();
  }

  @Test
  void theLayoutIsTheSameObjectWhileNothingHappens() {
    SlotLayout empty = slots.layout();
    assertThat(empty.cells()).isZero();
    assertThat(empty.tables()).isEmpty();
    assertThat(slots.layout()).isSameAs(empty);
    slots.add(process(1), SHORT);
    SlotLayout one = slots.layout();
    assertThat(one).isNotSameAs(empty);
    assertThat(slots.layout()).isSameAs(one);
    slots.remove(slots.add(process(2), SHORT)); // never part of a layout
    slots.describe(0, process(1));
    assertThat(slots.layout()).isSameAs(one);
  }

  @Test
  void aLayoutKnowsHowItDiffersFromTheOneBefore() {
    slots.add(process(0), SHORT);
    slots.add(process(1), SHORT);
    slots.add(process(2), SHORT);
    slots.add(process(3), SHORT);
    SlotLayout first = slots.layout();
    assertThat(first.change()).isEqualTo(first.whole());
    assertThat(first.whole().came())
        .extracting(SlotRow::row)
        .containsExactly(process(0), process(1), process(2), process(3));
    Row named = PROCESS.row("2", "named");
    slots.remove(3);
    slots.remove(1);
    slots.add(process(4), LONG);
    slots.describe(2, named);
    slots.describe(1, PROCESS.row("4", "named")); // only came since the last layout
    SlotLayout second = slots.layout();
    LayoutChange change = second.change();
    assertThat(change.left()).containsExactly(1, 3);
    assertThat(change.came()).containsExactly(new SlotRow(1, process(4), LONG));
    assertThat(change.came().getFirst().row().label("comm")).isEqualTo("named");
    assertThat(change.described()).containsExactly(new SlotRow(2, named, SHORT));
    assertThat(change.described().getFirst().row().label("comm")).isEqualTo("named");
    slots.remove(2);
    slots.add(named, SHORT); // the same row in the same slot, but its cells begin at 0
    slots.describe(0, PROCESS.row("0", "named"));
    slots.remove(0); // leaves, whatever its description
    SlotLayout third = slots.layout();
    assertThat(third.change().left()).containsExactly(0, 2);
    assertThat(third.change().came()).containsExactly(new SlotRow(2, named, SHORT));
    assertThat(third.change().described()).isEmpty();

    assertThat(second.isSuccessorOf(first)).isTrue();
    assertThat(third.isSuccessorOf(second)).isTrue();
    assertThat(third.isSuccessorOf(first)).isFalse();
    assertThat(first.isSuccessorOf(second)).isFalse();
    assertThat(second.isSuccessorOf(second)).isFalse();
    assertThat(second.isSuccessorOf(Samples.layout("a"))).isFalse();
    assertThat(Samples.layout("a").isSuccessorOf(second)).isFalse();
    assertThat(first.isSuccessorOf(new Slots(4).layout())).isFalse();
  }

  @Test
  void twoThatGoOnFromOneLayoutAreNotTakenForOneAnother() {
    slots.add(process(0), SHORT);
    SlotLayout base = slots.layout();
    Slots other = Slots.of(base);
    slots.add(process(1), SHORT);
    other.add(process(2), SHORT);
    SlotLayout one = slots.layout();
    SlotLayout two = other.layout();
    assertThat(one.isSuccessorOf(base)).isTrue();
    assertThat(two.isSuccessorOf(base)).isTrue();
    other.remove(0);
    assertThat(other.layout().isSuccessorOf(two)).isTrue();
    assertThat(other.layout().isSuccessorOf(one)).isFalse();
  }

  @Test
  void whatCannotBeIsRefusedAndLeavesThingsAsTheyWere() {
    slots.add(process(1), LONG);
    SlotLayout before = slots.layout();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Slots(2).add(process(1), LONG))
        .withMessage("process[pid=1 comm=comm1] has 3 columns where a slot has 2 cells");
    assertThatIllegalArgumentException().isThrownBy(() -> slots.add(process(1), LONG));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> slots.add(process(2), List.of(GAUGE, STATE, GAUGE)));
    assertThatIllegalArgumentException().isThrownBy(() -> slots.remove(1));
    assertThatIllegalArgumentException().isThrownBy(() -> slots.remove(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> slots.describe(0, process(2)));
    assertThatIllegalArgumentException().isThrownBy(() -> slots.describe(1, process(2)));
    assertThatIllegalArgumentException().isThrownBy(() -> new Slots(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Slots(Slots.MOST_STRIDE + 1));
    assertThat(slots.layout()).isSameAs(before);
    Slots full = new Slots(Slots.MOST_STRIDE);
    for (int i = 0; i < Slots.MOST_CELLS / Slots.MOST_STRIDE; i++) {
      full.add(process(i), SHORT);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> full.add(process(-1), SHORT));
    for (LayoutChange wrong :
        List.of(
            change(List.of(1), List.of()),
            change(List.of(0, 0), List.of()),
            change(List.of(), List.of(new SlotRow(0, process(2), SHORT))),
            change(List.of(), List.of(new SlotRow(1, process(1), SHORT))),
            change(List.of(), List.of(new SlotRow(1 << 30, process(2), SHORT))))) {
      assertThatIllegalArgumentException().isThrownBy(() -> Slots.of(before).apply(wrong));
    }
  }

  private static LayoutChange change(List<Integer> left, List<SlotRow> came) {
    return new LayoutChange(left, came, List.of());
  }

  @Test
  void layoutsAreTheSameIfTheirRowsAreDescribedAlikeInTheSameSlots() {
    slots.add(process(1), SHORT);
    slots.add(process(2), SHORT);
    Slots other = new Slots(4);
    other.add(process(1), SHORT);
    other.add(process(2), SHORT);
    assertThat(slots.layout().isSameAs(other.layout())).isTrue();
    other.describe(1, PROCESS.row("2", "other"));
    assertThat(slots.layout().isSameAs(other.layout())).isFalse();
    slots.describe(1, PROCESS.row("2", "other"));
    assertThat(slots.layout().isSameAs(other.layout())).isTrue();
    slots.remove(0);
    other.remove(1);
    assertThat(slots.layout().isSameAs(other.layout())).isFalse();
    Slots kibibytes = new Slots(4);
    Slots bytes = new Slots(4);
    kibibytes.add(process(1), List.of(GAUGE.as("gauge", Unit.KIBIBYTES)));
    bytes.add(process(1), List.of(GAUGE.as("gauge", Unit.BYTES)));
    assertThat(kibibytes.layout().isSameAs(bytes.layout())).isFalse();
    assertThat(bytes.layout().isSameAs(slots.layout())).isFalse();
  }

  @Test
  void columnsOfOneNameDescribedOtherwiseStayApart() {
    List<Column> kibibytes = List.of(GAUGE.as("gauge", Unit.KIBIBYTES));
    slots.add(process(1), List.of(GAUGE));
    slots.add(process(2), kibibytes);
    slots.add(process(3), List.of(GAUGE));
    assertThat(slots.layout().column(0).unit()).isEqualTo(Unit.COUNT);
    assertThat(slots.layout().column(4).unit()).isEqualTo(Unit.KIBIBYTES);
    assertThat(slots.layout().whole().came().getLast().columns())
        .isSameAs(slots.layout().whole().came().getFirst().columns());
  }

  /** Rows come, leave, and get new descriptions; a map contains where each of them is. */
  @RepeatedTest(50)
  void everyRowIsWhereItWasPut() {
    Map<Row, Integer> slotOf = new HashMap<>();
    List<Row> gone = new ArrayList<>();
    Slots replayed = new Slots(4);
    SlotLayout layout = slots.layout();
    for (int step = 0; step < 60; step++) {
      for (int i = random.nextInt(6); i > 0; i--) {
        Row row = process(random.nextInt(40));
        Integer slot = slotOf.get(row);
        if (slot == null) {
          slotOf.put(row, slots.add(row, random.nextBoolean() ? SHORT : LONG));
        } else if (random.nextInt(3) > 0) {
          slots.remove(slot);
          slotOf.remove(row);
          gone.add(row);
        } else {
          slots.describe(slot, PROCESS.row(row.labels().getFirst(), "named" + step));
        }
      }
      SlotLayout before = layout;
      layout = slots.layout();
      if (layout != before) {
        assertThat(layout.isSuccessorOf(before)).isTrue();
        replayed.apply(layout.change());
      }
      assertThat(replayed.layout().isSameAs(layout)).as("seed %d", seed).isTrue();
      Slots anew = new Slots(4);
      anew.apply(layout.whole());
      assertThat(anew.layout().isSameAs(layout)).as("seed %d", seed).isTrue();
      gone.removeAll(slotOf.keySet());
      for (Row row : gone) {
        assertThat(layout.cell(row, COUNTER)).as("seed %d", seed).isEqualTo(Layout.ABSENT);
      }
      for (Map.Entry<Row, Integer> each : slotOf.entrySet()) {
        int from = 4 * each.getValue();
        assertThat(layout.cell(each.getKey(), COUNTER)).as("seed %d", seed).isIn(from, from + 1);
        assertThat(layout.row(from)).isEqualTo(each.getKey());
      }
      assertThat(layout.tables().stream().mapToInt(table -> table.rows().size()).sum())
          .isEqualTo(slotOf.size());
    }
  }
}
