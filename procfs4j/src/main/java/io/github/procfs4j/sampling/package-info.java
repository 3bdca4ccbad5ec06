/**
 * Sampling: a file's reader, its learned text and its current cells, and the recorder that runs
 * many of them on one clock.
 */
@NullMarked
package io.github.procfs4j.sampling;

import org.jspecify.annotations.NullMarked;
