package io.github.procfs4j.io;

import org.jspecify.annotations.Nullable;

/**
 * The monotonic clock as of the last tick of the kernel, mostly less than 10 ms ago.
 *
 * <p>{@link System#nanoTime} reads a register of the CPU, for which it has to wait until everything
 * that was loaded before has arrived. A thread that looks at a value and at the clock in turn
 * therefore waits for each value that is in no cache, one after the other. This clock is a number
 * in memory like others. It is CLOCK_MONOTONIC_COARSE of clock_gettime(2).
 */
public final class CoarseClock {
  private static final int CLOCK_MONOTONIC_COARSE = 6;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** Null if it cannot be read. */
  private static final @Nullable NativeAccess CALLS = calls();

  private CoarseClock() {}

  /**
   * The time of the last tick, on the scale of {@link System#nanoTime}; the present without native
   * access. Where the hypervisor keeps a CPU waiting, it may be that much earlier.
   */
  public static long nanoTime() {
    return CALLS != null ? CALLS.time(CLOCK_MONOTONIC_COARSE) : System.nanoTime();
  }

  /** The calls, if the JDK's clock has the same scale. */
  private static @Nullable NativeAccess calls() {
    NativeAccess calls = NativeAccess.granted();
    if (calls == null) {
      return null;
    }
    long before = System.nanoTime();
    long coarse = calls.time(CLOCK_MONOTONIC_COARSE);
    return coarse <= System.nanoTime() && before - coarse < NANOS_PER_SECOND ? calls : null;
  }
}
