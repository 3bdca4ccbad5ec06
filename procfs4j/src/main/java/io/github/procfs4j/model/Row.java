package io.github.procfs4j.model;

import io.github.procfs4j.printable.Printable;
import java.util.List;
import java.util.Objects;

/**
 * A row of a table, known by its labels wherever it stands in the text: {@code cpu=3}, {@code
 * device=sda}. Rows are values: a device that left and came back is the same row.
 *
 * <p>Their order is that of the names of their tables and of their labels: one in which maps of
 * rows stay fast even for labels chosen to have the same hash code.
 *
 * <p>Two rows are one if they are of the same table and those of their labels are equal that {@link
 * Table#identifying tell rows apart}; the others describe.
 *
 * @param table the table it belongs to
 * @param labels its labels, one for each of the table's label names; empty where the text says
 *     nothing
 * @param repeat 0, or how many rows with the same labels stood before it in the same text
 */
public record Row(Table table, List<String> labels, int repeat) implements Comparable<Row> {
  /** Checks that there is a label for each name. */
  public Row {
    Objects.requireNonNull(labels, "labels");
    labels = List.copyOf(labels);
    if (labels.size() != table.labels().size()) {
      throw new IllegalArgumentException(
          "table " + table.name() + " has the labels " + table.labels() + ", not " + labels);
    }
  }

  /** The label of this name. */
  public String label(String name) {
    Objects.requireNonNull(name, "name");
    int index = table.labels().indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "table " + table.name() + " has the labels " + table.labels() + ", not " + name);
    }
    return labels.get(index);
  }

  /** The number that the label of this name is; NaN if there is no such label, or it is none. */
  public double numericLabel(String name) {
    Objects.requireNonNull(name, "name");
    int index = table.labels().indexOf(name);
    if (index < 0) {
      return Double.NaN;
    }
    try {
      return Long.parseLong(labels.get(index));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /**
   * The labels with their names, such as {@code cpu=3}, without those that are empty; empty for the
   * row of a table without labels. What stands in labels may come from anybody, and is not escaped.
   */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < labels.size(); i++) {
      if (!labels.get(i).isEmpty()) {
        text.append(text.isEmpty() ? "" : " ")
            .append(table.labels().get(i))
            .append('=')
            .append(labels.get(i));
      }
    }
    if (repeat > 0) {
      text.append(" #").append(repeat + 1);
    }
    return text.toString();
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    return other instanceof Row row
        && repeat == row.repeat
        && isOfTable(row.table)
        && hasIdentityOf(row.labels);
  }

  @SuppressWarnings("ReferenceEquality") // rows of one table mostly share it
  private boolean isOfTable(Table other) {
    return table == other || table.equals(other);
  }

  /** Without a list of the identifying labels: to find rows is most of what a report does. */
  private boolean hasIdentityOf(List<String> others) {
    for (int i = table.identifying() - 1; i >= 0; i--) {
      if (!labels.get(i).equals(others.get(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = table.name().hashCode();
    for (int i = table.identifying() - 1; i >= 0; i--) {
      hash = 31 * hash + labels.get(i).hashCode();
    }
    return 31 * hash + repeat;
  }

  @Override
  public int compareTo(Row other) {
    int order = table.name().compareTo(other.table.name());
    order = order == 0 ? compare(identity(), other.identity()) : order;
    order = order == 0 ? Integer.compare(repeat, other.repeat) : order;
    return order == 0 && !table.equals(other.table) ? compareTables(other.table) : order;
  }

  /** Of tables of one name that are not the same. */
  private int compareTables(Table other) {
    int order = compare(table.labels(), other.labels());
    return order == 0 ? Integer.compare(table.identifying(), other.identifying()) : order;
  }

  private static int compare(List<String> one, List<String> other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      // Rows of one text mostly share their strings, however long.
      int order = isSame(one.get(i), other.get(i)) ? 0 : one.get(i).compareTo(other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.size(), other.size());
  }

  @SuppressWarnings("ReferenceEquality") // two that are equal are compared
  private static boolean isSame(String one, String other) {
    return one == other;
  }

  private List<String> identity() {
    return table.identifying() == labels.size() ? labels : labels.subList(0, table.identifying());
  }

  /** The table and the {@link #text}, such as {@code cpu[cpu=3]}, fit to be printed. */
  @Override
  public String toString() {
    return Printable.line(table.name() + "[" + text() + "]");
  }
}
