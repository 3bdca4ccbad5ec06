package io.github.procfs4j.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The CPU time of a process, including threads that have ended, in nanoseconds: {@code
 * /proc/<pid>/stat} counts ticks, and {@code schedstat} counts only one thread.
 */
final class CpuClock {
  private static final MethodHandle GET_TIME = clockGetTime();

  private static final int PROCESS_CPU_TIME =
      2; // CLOCK_PROCESS_CPUTIME_ID, for the calling process

  private final int clock;
  private final MemorySegment time = Arena.ofAuto().allocate(JAVA_LONG, 2);

  private CpuClock(int clock) {
    this.clock = clock;
  }

  /** The clock of this process. */
  static CpuClock own() {
    return new CpuClock(PROCESS_CPU_TIME);
  }

  /** The clock of any process; its number is computed like in clock_getcpuclockid(3). */
  static CpuClock of(long pid) {
    return new CpuClock((int) (~pid << 3 | 2));
  }

  @SuppressWarnings("restricted") // the launcher enables native access
  private static MethodHandle clockGetTime() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("clock_gettime"),
        FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
  }

  /**
   * The CPU time so far, in nanoseconds.
   *
   * @throws IllegalStateException if the process no longer exists
   */
  long nanos() {
    int result;
    try {
      result = (int) GET_TIME.invokeExact(clock, time);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    if (result != 0) {
      throw new IllegalStateException("the process has ended");
    }
    return time.getAtIndex(JAVA_LONG, 0) * 1_000_000_000 + time.getAtIndex(JAVA_LONG, 1);
  }
}
