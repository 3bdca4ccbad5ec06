package io.github.procfs4j.processes;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.Directory;
import java.util.function.LongSupplier;

/**
 * When the files of a task need not be read, because they cannot have changed, or may be late: what
 * is the same for all tasks of a sample.
 *
 * <p>{@link Probe} has the rule for a single task.
 */
final class Lateness implements AutoCloseable {
  /** All files are read in each sample. */
  static final long NONE = 0;

  /** The greatest age of a number that need not be exact, in nanoseconds. */
  private final long most;

  private final LongSupplier clock;
  private final MemoryWatch memory;
  private long now;
  private boolean isKernel;
  private boolean mayHaveMoved = true;

  Lateness(Directory root, long most) {
    this(root, most, System::nanoTime);
  }

  /** With another clock, for tests. */
  Lateness(Directory root, long most, LongSupplier clock) {
    this.most = most;
    this.clock = clock;
    memory = new MemoryWatch(root);
  }

  /**
   * Begins a sample.
   *
   * @param start the time
   * @param kernel whether the files are those of the running kernel; in a copied tree, one of them
   *     says nothing about the others
   * @param tasks the number of processes
   */
  void begin(long start, boolean kernel, int tasks, Buffer buffer) {
    now = start;
    isKernel = kernel;
    mayHaveMoved = most == NONE || memory.mayHaveMoved(start, tasks, buffer);
  }

  /** The clock by which samples begin. */
  LongSupplier clock() {
    return clock;
  }

  /** When the sample began. */
  long now() {
    return now;
  }

  boolean isKernel() {
    return isKernel;
  }

  /** Whether numbers may be late in this sample. */
  boolean isAllowed() {
    return most != NONE && isKernel;
  }

  /** Whether numbers may be late in any sample. */
  boolean isPossible() {
    return most != NONE;
  }

  /** Whether the kernel may have taken memory away from processes since their files were read. */
  boolean mayHaveMoved() {
    return mayHaveMoved;
  }

  /**
   * Until when the files of a task that are read in this sample need not be read again, however
   * idle it is.
   *
   * <p>The ages at which tasks are due lie between half of the greatest age and all of it, so that
   * tasks that were read in one sample are due in different ones.
   */
  long due(long number) {
    long part = (number * 0x9e37) >>> 8 & 0xff;
    return now + most - (most >>> 9) * part;
  }

  @Override
  public void close() {
    memory.close();
  }
}
