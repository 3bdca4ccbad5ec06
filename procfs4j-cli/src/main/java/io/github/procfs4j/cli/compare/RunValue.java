package io.github.procfs4j.cli.compare;

import org.jspecify.annotations.Nullable;

/**
 * A figure of one row in one run.
 *
 * @param mean its mean over the run, weighted as the figure is
 * @param resolution the least difference that the kernel's counting can show in a run of this
 *     length; 0 if that is no limit
 * @param course its means in successive parts of the run, each as long as {@link Run#partSeconds};
 *     NaN where it is not known
 * @param values its values in all intervals, if they were requested
 */
@SuppressWarnings("ArrayRecordComponent") // they are neither changed nor compared
record RunValue(double mean, double resolution, float[] course, @Nullable Weighted values) {}
