package io.github.procfs4j.processes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Times in milliseconds, of made-up threads. */
class ReadyTimeTest {
  private final ReadyTime ready = new ReadyTime();
  private int slices;

  private long sample(long now, boolean isReady, long running, long delay) {
    long nanos =
        ready.sample(
            now * 1_000_000,
            isReady,
            running * 1_000_000,
            delay * 1_000_000,
            slices,
            now * 1_000_000);
    assertThat(nanos % 1_000_000).isZero();
    return nanos / 1_000_000;
  }

  @Test
  void aDelayThatTheKernelHasCountedIsThat() {
    assertThat(sample(0, false, 0, 0)).isZero();
    slices++;
    assertThat(sample(100, false, 20, 30)).isEqualTo(30);
    assertThat(sample(200, false, 20, 30)).isEqualTo(30);
  }

  @Test
  void aThreadThatWasWokenUpAndHasNotRunWaitsForACpu() {
    sample(0, false, 0, 0);
    assertThat(sample(100, true, 0, 0)).as("woken up halfway").isEqualTo(50);
    assertThat(sample(200, true, 0, 0)).isEqualTo(150);
    slices++;
    assertThat(sample(300, false, 10, 180)).as("as the kernel counts it").isEqualTo(180);
  }

  /** The kernel adds to the run time at its ticks only. */
  @Test
  void aThreadThatMayHaveACpuDoesNotWaitForOneUntilATickHasPassed() {
    sample(0, false, 0, 0);
    slices++;
    assertThat(sample(100, true, 5, 0)).isZero();
    assertThat(sample(105, true, 5, 0)).isZero();
    assertThat(sample(109, true, 9, 0)).as("it ran").isZero();
    assertThat(sample(119, true, 9, 0)).isZero();
    assertThat(sample(149, true, 9, 0)).as("no tick has found it running").isEqualTo(30);
  }

  @Test
  void aDelayThatBeganBeforeTheFirstSampleCountsFromThere() {
    sample(0, true, 0, 0);
    assertThat(sample(100, true, 0, 0)).isEqualTo(90);
    slices++;
    assertThat(sample(200, false, 20, 5_000)).isEqualTo(180);
    assertThat(sample(10_000, false, 20, 5_000)).as("not later, either").isEqualTo(180);
    slices++;
    assertThat(sample(10_100, false, 30, 5_040)).isEqualTo(220);
  }

  @Test
  void itNeverFalls() {
    sample(0, false, 0, 0);
    assertThat(sample(100, true, 0, 0)).isEqualTo(50);
    slices++;
    assertThat(sample(110, true, 0, 40)).isEqualTo(50);
    slices++;
    assertThat(sample(200, true, 0, 60)).isEqualTo(60);
  }
}
