/**
 * Metrics by the names of node_exporter: the table of names, and the formats that Prometheus reads.
 * Nothing here reads a file or knows a source, except the tables {@code metrics.tsv}, {@code
 * figures.tsv} and {@code usual.tsv}.
 */
@NullMarked
package io.github.procfs4j.cli.exposition;

import org.jspecify.annotations.NullMarked;
