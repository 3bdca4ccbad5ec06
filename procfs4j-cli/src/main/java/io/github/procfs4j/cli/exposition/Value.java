package io.github.procfs4j.cli.exposition;

import java.math.BigDecimal;

/**
 * The value of a series.
 *
 * @param labels its labels
 * @param value the value
 */
public record Value(Labels labels, BigDecimal value) {}
