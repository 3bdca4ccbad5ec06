package io.github.procfs4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;

/** Histories of rows that come and go. */
class ComingAndGoingTest {
  private final long seed = Long.getLong("procfs.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private static void walk(SlotWalk walk, History history, int samples) {
    while (walk.samples() < samples) {
      if (walk.next()) {
        history.append(walk);
      } else {
        history.appendGap();
      }
    }
  }

  private void assertHolds(SlotWalk walk, History history) {
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
    History history = History.keepingAll();
    walk(walk, history, 300);
    assertThat(history.samples()).isEqualTo(300);
    assertHolds(walk, history);
  }

  @RepeatedTest(3)
  void aBoundedHistoryGivesTheLatestOfIt() {
    SlotWalk walk = new SlotWalk(random, 40);
    History history = History.keeping(1 << 17);
    walk(walk, history, 3_000);
    assertThat(history.dropped()).isPositive();
    assertHolds(walk, history);
  }
}
