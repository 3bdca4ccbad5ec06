package io.github.procfs4j.cli.export;

import java.util.function.LongSupplier;

/**
 * Bounds the heap of a long export. The collector that the launcher chooses suits short commands:
 * its young generation stays small, so that much garbage becomes old, and it lets the heap grow to
 * its greatest size before it looks for garbage there.
 */
final class HeapGrowth {
  /** What is smaller is not worth the time. */
  static final long SMALL = 64L << 20;

  private final LongSupplier used;
  private final Runnable collect;
  private long most = SMALL;

  HeapGrowth() {
    this(HeapGrowth::usedByJvm, System::gc);
  }

  /**
   * As if this were the heap.
   *
   * @param used how many bytes are used, with garbage
   * @param collect removes the garbage
   */
  HeapGrowth(LongSupplier used, Runnable collect) {
    this.used = used;
    this.collect = collect;
  }

  private static long usedByJvm() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Collects garbage if what is used has doubled since the last time. */
  synchronized void check() {
    if (used.getAsLong() > most) {
      collect.run();
      most = Math.max(SMALL, 2 * used.getAsLong());
    }
  }
}
