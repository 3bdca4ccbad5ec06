package io.github.procfs4j.processes;

import java.util.Optional;

/**
 * Names of threads that the kernel does not have: it keeps 15 bytes of a name, while a runtime
 * environment knows all of it, such as a JVM those of its threads. {@link
 * Processes#withThreadNames} and {@link Waits#withThreadNames} use them.
 *
 * <p>All methods are called by the thread that samples, and should return at once: names may be
 * looked up elsewhere meanwhile.
 */
public interface ThreadNames {
  /**
   * {@return a number that differs from the previous one if a thread may have got another name}
   * Called once for each sample, before the names. All threads are asked for again if it differs,
   * otherwise only new ones and those to which the kernel gives another name.
   */
  long version();

  /**
   * {@return the complete name of a thread; empty if it is not known}
   *
   * @param pid the number of its process
   * @param tid the kernel's number of the thread
   * @param start when it started, in ticks since boot: numbers are reused
   * @param comm the kernel's name, at most 15 bytes
   */
  Optional<String> name(long pid, long tid, long start, String comm);
}
