package io.github.procfs4j.recording;

/**
 * Ticks of a source that were skipped because the recorder was late.
 *
 * @param nanos the monotonic time at which this was noticed
 * @param ticks how many were skipped
 */
public record LateTicks(long nanos, long ticks) {}
