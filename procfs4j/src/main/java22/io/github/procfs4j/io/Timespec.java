package io.github.procfs4j.io;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The {@code struct timespec} of a thread, into which clock_gettime(2) writes.
 *
 * <p>A scrape looks at a clock before each meter, and the fewer instructions that takes, the more
 * meters the processor loads ahead. So the objects of a few threads are in an array, where a thread
 * finds its own in fewer instructions than in a {@link ThreadLocal}.
 */
final class Timespec {
  private static final int NANOS_AT = Long.BYTES;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** A power of two. */
  private static final int RECENT = 16;

  private static final ThreadLocal<Timespec> OF_THREADS = ThreadLocal.withInitial(Timespec::new);

  /** Those of the threads that called last, each at a place that depends on its number. */
  private static final @Nullable Timespec[] OF_RECENT = new Timespec[RECENT];

  private final long thread = Thread.currentThread().threadId();
  private final ByteBuffer memory =
      ByteBuffer.allocateDirect(2 * Long.BYTES).order(ByteOrder.nativeOrder());
  private final long address = MemorySegment.ofBuffer(memory).address();

  private Timespec() {}

  /** That of the calling thread, which no other thread uses. */
  static Timespec ofThisThread() {
    long thread = Thread.currentThread().threadId();
    int place = (int) thread & (RECENT - 1);
    Timespec time = OF_RECENT[place]; // another thread may replace it, but none changes its fields
    if (time == null || time.thread != thread) {
      time = OF_THREADS.get();
      OF_RECENT[place] = time;
    }
    return time;
  }

  /** Reads a clock, in nanoseconds. */
  long read(int clock) {
    try {
      int ignored = (int) CLibrary.Clock.GETTIME.invokeExact(clock, address);
    } catch (Throwable e) {
      throw CLibrary.unexpected(e);
    }
    return memory.getLong(0) * NANOS_PER_SECOND + memory.getLong(NANOS_AT);
  }
}
