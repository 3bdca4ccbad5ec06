package io.github.procfs4j.io;

import java.nio.ByteOrder;

/**
 * The resource usage of this process, including threads that have ended, or of its children, from
 * getrusage(2): {@code /proc/self/stat} shows its CPU time in ticks of a hundredth of a second, and
 * no file of procfs shows its context switches. Only one thread at a time may use it.
 */
public final class ResourceUsage {
  /** Two times of two numbers each, and fourteen numbers. */
  private static final int SIZE = 18 * Long.BYTES;

  /** {@code ru_nvcsw} is the second to last of them. */
  private static final int VOLUNTARY_SWITCHES = 16 * Long.BYTES;

  private static final long MICROS_PER_SECOND = 1_000_000;

  private static final int RUSAGE_SELF = 0;
  private static final int RUSAGE_CHILDREN = -1;

  /** The unit of {@code ru_inblock} and {@code ru_oublock}. */
  private static final int BLOCK = 512;

  private final Buffer usage = new Buffer(SIZE);
  private final int who;

  /** Creates an object without values, before the first {@link #read}. */
  public ResourceUsage() {
    this(RUSAGE_SELF);
  }

  private ResourceUsage(int who) {
    this.who = who;
  }

  /** The same for the children that were waited for, and the children that these waited for. */
  public static ResourceUsage ofChildren() {
    return new ResourceUsage(RUSAGE_CHILDREN);
  }

  /**
   * Calls getrusage(2).
   *
   * @throws IllegalStateException if native access is not {@linkplain NativeAccess#isEnabled
   *     enabled}
   */
  public void read() {
    NativeAccess calls = NativeAccess.granted();
    if (calls == null) {
      throw new IllegalStateException("native access is not enabled");
    }
    calls.usage(who, usage);
  }

  /** CPU time in user mode, in microseconds. */
  public long userMicros() {
    return micros(0);
  }

  /** CPU time in the kernel, in microseconds. */
  public long systemMicros() {
    return micros(2 * Long.BYTES);
  }

  /** The number of times that a thread gave up its CPU, mostly to wait for something. */
  public long voluntarySwitches() {
    return number(VOLUNTARY_SWITCHES);
  }

  /** The number of times that a thread lost its CPU to another one. */
  public long involuntarySwitches() {
    return number(VOLUNTARY_SWITCHES + Long.BYTES);
  }

  /** Page faults that needed no I/O. */
  public long minorFaults() {
    return field(4);
  }

  /** Page faults that had to wait for I/O. */
  public long majorFaults() {
    return field(5);
  }

  /** Bytes read from block devices. */
  public long readBytes() {
    return field(7) * BLOCK;
  }

  /** Bytes to be written to block devices. */
  public long writtenBytes() {
    return field(8) * BLOCK;
  }

  /** One of the numbers after the two times, from {@code ru_maxrss} on. */
  private long field(int i) {
    return number((4 + i) * Long.BYTES);
  }

  private long micros(int at) {
    return number(at) * MICROS_PER_SECOND + number(at + Long.BYTES);
  }

  private long number(int at) {
    long number = usage.bytes().getLong(at);
    return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? number : Long.reverseBytes(number);
  }
}
