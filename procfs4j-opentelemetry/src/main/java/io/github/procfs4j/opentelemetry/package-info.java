/**
 * The performance data of Linux as instruments of OpenTelemetry. {@link
 * io.github.procfs4j.opentelemetry.ProcfsTelemetry} registers them, and {@link
 * io.github.procfs4j.opentelemetry.ProcfsAutoConfiguration} does so where the SDK is configured by
 * properties, as in the Java agent.
 */
@NullMarked
package io.github.procfs4j.opentelemetry;

import org.jspecify.annotations.NullMarked;
