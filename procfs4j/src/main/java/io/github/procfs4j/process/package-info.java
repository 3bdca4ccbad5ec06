/**
 * The process table, and the files of one process or thread, each a class.
 *
 * <p>Numbers of processes and threads are {@code long}. As the kernel gives them again, a row is
 * distinguished by its number and the time of its start. A process that ended is {@link
 * io.github.procfs4j.sampling.Outcome#GONE}. Memory is in bytes or, where the kernel prints pages,
 * in pages; CPU time is in ticks, or in nanoseconds where the name of a method says so.
 */
@NullMarked
package io.github.procfs4j.process;

import org.jspecify.annotations.NullMarked;
