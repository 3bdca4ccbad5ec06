package io.github.procfs4j.cli.record;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/** The bytes that this JVM has allocated on its heap, which only the JVM knows. */
public final class OwnAllocation {
  private OwnAllocation() {}

  /**
   * Supplies the number of bytes, for all threads since the JVM was started. The first use takes
   * about 10 ms and a mebibyte; each call takes 0.3 µs and allocates nothing.
   */
  static LongSupplier known() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads::getTotalThreadAllocatedBytes;
  }
}
