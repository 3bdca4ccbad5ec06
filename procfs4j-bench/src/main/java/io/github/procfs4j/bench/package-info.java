/**
 * Measures the cost of sampling, compared with the least that any reader of procfs has to do: a
 * bare {@code pread} in C of a file that is kept open.
 */
@NullMarked
package io.github.procfs4j.bench;

import org.jspecify.annotations.NullMarked;
