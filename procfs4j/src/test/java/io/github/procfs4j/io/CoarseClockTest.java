package io.github.procfs4j.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CoarseClockTest {
  /** The ticks of Linux are 1 to 10 ms apart; a machine may be late with some. */
  private static final long LONGEST_TICK = TimeUnit.MILLISECONDS.toNanos(10);

  @Test
  void theLastTickIsNotLongAgo() {
    int right = 0;
    for (int i = 0; i < 10_000; i++) {
      long before = System.nanoTime();
      long tick = CoarseClock.nanoTime();
      long after = System.nanoTime();
      right += before - 2 * LONGEST_TICK <= tick && tick <= after ? 1 : 0;
    }
    assertThat(right).isGreaterThan(5_000);
  }

  @Test
  void timePasses() {
    long first = CoarseClock.nanoTime();
    while (CoarseClock.nanoTime() - first < 3 * LONGEST_TICK) {
      Thread.onSpinWait();
    }
    assertThat(System.nanoTime() - first).isGreaterThan(LONGEST_TICK);
  }

  @Test
  void nothingIsAllocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (int i = 0; i < 20_000; i++) {
      sum += CoarseClock.nanoTime();
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 20_000; i++) {
      sum += CoarseClock.nanoTime();
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000);
    assertThat(sum).isNotZero();
  }
}
