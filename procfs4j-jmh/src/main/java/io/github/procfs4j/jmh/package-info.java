/**
 * A profiler for JMH that shows what the machine did during each iteration, and which iterations
 * were disturbed by whom: {@link io.github.procfs4j.jmh.ProcfsProfiler}.
 */
@NullMarked
package io.github.procfs4j.jmh;

import org.jspecify.annotations.NullMarked;
