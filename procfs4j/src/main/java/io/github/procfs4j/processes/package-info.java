/**
 * All processes and threads of a machine, or some of them, as one table: {@link
 * io.github.procfs4j.processes.Processes} samples it, {@link
 * io.github.procfs4j.processes.ProcessTable} is its typed view, and {@link
 * io.github.procfs4j.processes.OwnProcess} is the process of this JVM with its threads.
 *
 * <p>The files of a single process, and their columns, are in {@link io.github.procfs4j.process}.
 */
@NullMarked
package io.github.procfs4j.processes;

import org.jspecify.annotations.NullMarked;
