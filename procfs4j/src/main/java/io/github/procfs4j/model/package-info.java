/**
 * What a sample is, whatever file it came from: sources, tables, columns, rows, and their history
 * as changes. Knows neither text nor files.
 *
 * <p>Sources, tables, columns, rows, units, figures, series, rates and distributions are values
 * that never change. A {@link io.github.procfs4j.model.Playback}, an {@link
 * io.github.procfs4j.model.Interval} and a {@link io.github.procfs4j.model.CellHandle} move with
 * the samples that they stand on, and are for the thread that moves them.
 *
 * <p>A cell holds the number that the kernel printed; an amount is that number in the {@linkplain
 * io.github.procfs4j.model.Unit unit} of its column. Times are nanoseconds of the monotonic clock.
 */
@NullMarked
package io.github.procfs4j.model;

import org.jspecify.annotations.NullMarked;
