package io.github.procfs4j.io;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * What this process has used, all its threads together and those that have ended, as getrusage(2)
 * tells: {@code /proc/self/stat} has its CPU time in ticks of a hundredth of a second, and no file
 * of procfs has its context switches. One thread at a time may use it.
 */
public final class ResourceUsage {
  private static final int RUSAGE_SELF = 0;

  /** Fourteen numbers behind two times of two numbers each. */
  private static final long SIZE = 18 * Long.BYTES;

  /** {@code ru_nvcsw} is the last but one of them. */
  private static final long VOLUNTARY_SWITCHES = 16 * Long.BYTES;

  private static final long MICROS_PER_SECOND = 1_000_000;

  private final MemorySegment usage = Arena.ofAuto().allocate(SIZE, Long.BYTES);

  /** Nothing is known before {@link #read}. */
  public ResourceUsage() {}

  /** Asks the kernel; to be called only where {@linkplain CLibrary#isEnabled native access} is. */
  public void read() {
    try {
      int ignored = (int) CLibrary.Functions.GETRUSAGE.invokeExact(RUSAGE_SELF, usage.address());
    } catch (Throwable e) {
      throw CLibrary.unexpected(e);
    } finally {
      Reference.reachabilityFence(usage);
    }
  }

  /** CPU time in user mode, in microseconds. */
  public long userMicros() {
    return micros(0);
  }

  /** CPU time in the kernel, in microseconds. */
  public long systemMicros() {
    return micros(2L * Long.BYTES);
  }

  /** How often a thread gave up its CPU, mostly to wait for something. */
  public long voluntarySwitches() {
    return usage.get(JAVA_LONG, VOLUNTARY_SWITCHES);
  }

  /** How often a thread lost its CPU to another. */
  public long involuntarySwitches() {
    return usage.get(JAVA_LONG, VOLUNTARY_SWITCHES + Long.BYTES);
  }

  private long micros(long offset) {
    return usage.get(JAVA_LONG, offset) * MICROS_PER_SECOND
        + usage.get(JAVA_LONG, offset + Long.BYTES);
  }
}
