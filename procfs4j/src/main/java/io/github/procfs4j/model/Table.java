package io.github.procfs4j.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A table of a source: the labels of its rows.
 *
 * @param name the table's name within its source
 * @param labels the names of the labels of its rows, such as {@code cpu}, at most 64; empty for a
 *     table with one row
 * @param identifying how many of them, the first ones, identify rows; the others may change from
 *     text to text while the row remains the same
 */
public record Table(String name, List<String> labels, int identifying) {
  private static final int MOST_LABELS = 64;

  /** Copies the labels. */
  public Table {
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(name, "name");
    labels = List.copyOf(labels);
    if (labels.size() > MOST_LABELS) {
      throw new IllegalArgumentException(
          "table " + name + " with " + labels.size() + " labels, more than " + MOST_LABELS);
    }
    if (identifying < 0 || identifying > labels.size()) {
      throw new IllegalArgumentException(
          "table " + name + " with " + identifying + " of the labels " + labels);
    }
  }

  /**
   * {@return a table whose rows are identified by these labels}
   *
   * @param name the name of the table, unique within its file
   * @param labels the names of the labels, in the order of their values in {@link #row}
   */
  public static Table of(String name, String... labels) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(labels, "labels");
    return new Table(name, List.of(labels), labels.length);
  }

  /**
   * {@return this table with a further label that describes a row but does not identify it}
   *
   * @param label the name of the label, whose value follows the others
   */
  public Table describedBy(String label) {
    Objects.requireNonNull(label, "label");
    List<String> more = new ArrayList<>(labels);
    more.add(label);
    return new Table(name, more, identifying);
  }

  // Written explicitly, because rows are often compared by their tables.

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Table table
            && identifying == table.identifying
            && name.equals(table.name)
            && labels.equals(table.labels));
  }

  @Override
  public int hashCode() {
    return 31 * (31 * name.hashCode() + labels.hashCode()) + identifying;
  }

  /**
   * {@return whether the rows of both are identified by the same labels, regardless of descriptive
   * labels}
   *
   * @param other the table to compare with
   */
  public boolean hasSameIdentifyingLabels(Table other) {
    return equals(other) // usually; the lists below are allocated
        || labels.subList(0, identifying).equals(other.labels.subList(0, other.identifying));
  }

  /**
   * {@return the row with these labels, one for each name in {@link #labels}}
   *
   * @param labelValues the values of the labels, in the order of their names
   */
  public Row row(String... labelValues) {
    Objects.requireNonNull(labelValues, "labelValues");
    return new Row(this, List.of(labelValues), 0);
  }
}
