package io.github.procfs4j.model;

import java.util.List;

/**
 * A table of a source: what tells its rows apart, and its columns.
 *
 * @param name the table's name within its source
 * @param labels the names of the labels that tell its rows apart, such as {@code cpu}; empty for a
 *     table of one row
 */
public record Table(String name, List<String> labels) {
  /** Keeps the labels as they are now. */
  public Table {
    labels = List.copyOf(labels);
  }

  /** A table whose rows are told apart by these labels. */
  public static Table of(String name, String... labels) {
    return new Table(name, List.of(labels));
  }

  /** The row with these labels, one for each name in {@link #labels}. */
  public Row row(String... labelValues) {
    return new Row(this, List.of(labelValues), 0);
  }
}
