/**
 * Recordings as relations: the one view on which everything stands that exports recordings or
 * queries them.
 *
 * <p>Each table of each recorded source is a relation, such as {@code stat.cpu}, with a row for
 * each row of each sample. Another one, such as {@code stat.cpu_figures}, has the figures of each
 * interval. The schema {@code recording} describes the recording itself: facts, marks, gaps.
 * docs/tables.md lists all of them.
 *
 * <p>{@link io.github.procfs4j.tables.Relations} may be used by several threads, {@link
 * io.github.procfs4j.tables.Rows} by one at a time.
 */
@NullMarked
package io.github.procfs4j.tables;

import org.jspecify.annotations.NullMarked;
