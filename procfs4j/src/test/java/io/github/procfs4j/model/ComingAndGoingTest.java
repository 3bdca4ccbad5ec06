package io.github.procfs4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.procfs4j.model.changes.ChangeHistory;
import io.github.procfs4j.model.slots.Slots;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Histories of rows that come and go. */
class ComingAndGoingTest {
  private final long seed = Long.getLong("procfs.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private static void walk(SlotWalk walk, ChangeHistory history, int samples) {
    while (walk.samples() < samples) {
      if (walk.next()) {
        history.append(walk);
      } else {
        history.appendGap();
      }
    }
  }

  private void assertHolds(SlotWalk walk, ChangeHistory history) {
    try {
      walk.assertPlayed(history.playback(), history.dropped());
      walk.assertPlayed(history.playback(), history.dropped()); // again
      walk.assertSeries(history::playback, history.dropped());
      walk.assertIntervals(history.playback(), history.dropped());
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  @RepeatedTest(20)
  void aHistoryGivesWhatTheSamplesSaid() {
    SlotWalk walk = new SlotWalk(random, 2 + random.nextInt(12));
    ChangeHistory history = ChangeHistory.keepingAll();
    walk(walk, history, 300);
    assertThat(history.samples()).isEqualTo(300);
    assertHolds(walk, history);
  }

  @RepeatedTest(3)
  void aBoundedHistoryGivesTheLatestOfIt() {
    SlotWalk walk = new SlotWalk(random, 40);
    ChangeHistory history = ChangeHistory.keeping(1 << 17);
    walk(walk, history, 3_000);
    assertThat(history.dropped()).isPositive();
    assertHolds(walk, history);
  }

  /** Many rows, some of whose numbers change. */
  private static final class Table implements Sample {
    static final int ROWS = 1_000;
    final Slots slots = new Slots(2);
    final long[] values = new long[2 * ROWS];
    boolean isContinuation;
    long time;

    Table() {
      for (int row = 0; row < ROWS; row++) {
        slots.add(Samples.TABLE.row("row" + row), List.of(Samples.COUNTER, Samples.GAUGE));
      }
    }

    void next() {
      for (int i = 0; i < changes(); i++) {
        values[changed(i)]++;
      }
      time += 1_000_000;
    }

    @Override
    public boolean isContinuation() {
      return isContinuation;
    }

    @Override
    public int changes() {
      return 20;
    }

    @Override
    public int changed(int i) {
      return 7 * i;
    }

    @Override
    public long delta(int i) {
      return 1;
    }

    @Override
    public Layout layout() {
      return slots.layout();
    }

    @Override
    public long value(int cell) {
      return values[cell];
    }

    @Override
    public long startNanos() {
      return time;
    }

    @Override
    public long endNanos() {
      return time;
    }
  }

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static long allocated(ChangeHistory history, Table table, int samples) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < samples; i++) {
      table.next();
      history.append(table);
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void whileNothingComesOrGoesASampleAllocatesNothing() {
    Table table = new Table();
    ChangeHistory history = ChangeHistory.keeping(1 << 18);
    history.append(table);
    table.isContinuation = true;
    allocated(history, table, 20_000);
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 3 && least > 0; attempt++) {
      least = Math.min(least, allocated(history, table, 10_000));
    }
    assertThat(least).isZero();
    assertThat(history.dropped()).isPositive();
  }

  @Test
  void aRowThatComesOrGoesCostsItselfAndNotTheOthers() {
    Table table = new Table();
    ChangeHistory history = ChangeHistory.keepingAll();
    history.append(table);
    table.isContinuation = true;
    long bytes = history.bytes();
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 1_000; i++) {
      table.next();
      table.slots.remove(500); // of which no number ever changes
      table.slots.add(Samples.TABLE.row("later" + i), List.of(Samples.COUNTER, Samples.GAUGE));
      history.append(table);
    }
    allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
    // Twenty changes of two bytes each, and the times.
    assertThat((history.bytes() - bytes) / 1_000.0).isLessThan(50);
    // Two references for each row, and the new rows.
    assertThat(allocated / 1_000).isLessThan(2 * 4 * Table.ROWS + 2_000);
  }

  @Test
  void aBoundedHistoryStaysBoundedWhereKeyFramesAreLong() {
    Slots slots = new Slots(1_000);
    for (int row = 0; row < 300; row++) {
      slots.add(Samples.TABLE.row("row" + row), List.of(Samples.COUNTER));
    }
    ChangeHistory history = ChangeHistory.keeping(1 << 20);
    for (int i = 0; i < 50; i++) {
      history.append(Samples.first(slots.layout(), i, i, Collections.nCopies(300_000, -1L << 60)));
    }
    // A key frame takes 3 MB here: only the latest ones are kept, not as many as the number of
    // chunks would allow.
    assertThat(history.bytes()).isLessThan(10 << 20);
    assertThat(history.samples()).isPositive();
  }
}
