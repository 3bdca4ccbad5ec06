/**
 * What a sample is, whatever file it came from: sources, tables, columns, rows, and their history
 * as changes. Knows neither text nor files.
 */
@NullMarked
package io.github.procfs4j.model;

import org.jspecify.annotations.NullMarked;
