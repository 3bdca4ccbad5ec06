/**
 * The model of samples, independent of texts and files: sources, tables, columns, rows, and their
 * history as changes.
 *
 * <p>Sources, tables, columns, rows, units, figures, series, rates and distributions are immutable
 * values. A {@link io.github.procfs4j.model.Playback}, an {@link io.github.procfs4j.model.Interval}
 * and a {@link io.github.procfs4j.model.CellHandle} change with their current sample, and must only
 * be used by the thread that moves them.
 *
 * <p>A cell contains the number that the kernel printed; an amount is that number in the
 * {@linkplain io.github.procfs4j.model.Unit unit} of its column. Times are nanoseconds of the
 * monotonic clock.
 */
@NullMarked
package io.github.procfs4j.model;

import org.jspecify.annotations.NullMarked;
