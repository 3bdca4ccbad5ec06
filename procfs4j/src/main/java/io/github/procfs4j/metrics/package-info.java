/**
 * What bridges to metrics libraries have in common: the cells of a sample as values with a name, a
 * base unit and attributes, and how they come and go. Nothing here knows a source, except the table
 * {@code instruments.tsv}.
 */
@NullMarked
package io.github.procfs4j.metrics;

import org.jspecify.annotations.NullMarked;
