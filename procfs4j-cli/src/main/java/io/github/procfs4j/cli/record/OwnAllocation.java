package io.github.procfs4j.cli.record;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/** What this JVM has allocated on its heap: known to the JVM alone. */
public final class OwnAllocation {
  private OwnAllocation() {}

  /**
   * Tells it in bytes, of all threads since the JVM was started. To get at it takes some 10 ms and
   * a mebibyte once; to ask it, 0.3 µs and no allocation.
   */
  static LongSupplier known() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads::getTotalThreadAllocatedBytes;
  }
}
