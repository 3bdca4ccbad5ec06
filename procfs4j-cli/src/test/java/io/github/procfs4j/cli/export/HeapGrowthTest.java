package io.github.procfs4j.cli.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapGrowthTest {
  private static final long STEP = 1 << 20;

  private long live;
  private long garbage;
  private int collections;

  private final HeapGrowth growth =
      new HeapGrowth(
          () -> live + garbage,
          () -> {
            garbage = 0;
            collections++;
          });

  /** Makes so much garbage; returns the most that was ever used. */
  private long make(long bytes) {
    long most = 0;
    for (long made = 0; made < bytes; made += STEP) {
      garbage += STEP;
      most = Math.max(most, live + garbage);
      growth.check();
    }
    return most;
  }

  @Test
  void theHeapIsBoundedByTwiceWhatIsAlive() {
    assertThat(make(100 * HeapGrowth.SMALL)).isEqualTo(HeapGrowth.SMALL + STEP);
    live = HeapGrowth.SMALL;
    assertThat(make(100 * HeapGrowth.SMALL)).isEqualTo(2 * HeapGrowth.SMALL + STEP);
    live = 3 * HeapGrowth.SMALL;
    make(HeapGrowth.SMALL);
    assertThat(make(100 * HeapGrowth.SMALL)).isEqualTo(6 * HeapGrowth.SMALL + STEP);
  }

  @Test
  void littleGarbageIsNotWorthACollection() {
    make(HeapGrowth.SMALL);
    assertThat(collections).isZero();
  }
}
