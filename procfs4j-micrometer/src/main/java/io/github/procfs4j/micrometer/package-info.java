/**
 * The performance data of Linux as meters of Micrometer. {@link
 * io.github.procfs4j.micrometer.ProcfsMetrics} binds them to a registry.
 */
@NullMarked
package io.github.procfs4j.micrometer;

import org.jspecify.annotations.NullMarked;
