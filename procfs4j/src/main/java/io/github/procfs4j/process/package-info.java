/**
 * The files of one process or thread, each with a class; its command line and name; and the memory
 * that it uses. The table of all processes is in {@code io.github.procfs4j.processes}.
 *
 * <p>Numbers of processes and threads are {@code long}. Because the kernel reuses them, a row is
 * distinguished by its number and its start time. The outcome for a process that has ended is
 * {@link io.github.procfs4j.sampling.Outcome#GONE}. Memory is in bytes or, where the kernel prints
 * pages, in pages; CPU time is in ticks, or in nanoseconds if the method says so.
 */
@NullMarked
package io.github.procfs4j.process;

import org.jspecify.annotations.NullMarked;
