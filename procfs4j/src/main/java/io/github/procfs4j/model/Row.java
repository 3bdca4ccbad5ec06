package io.github.procfs4j.model;

import io.github.procfs4j.printable.Printable;
import java.util.List;
import java.util.Objects;

/**
 * A row of a table, identified by its labels, independently of its position in the text: {@code
 * cpu=3}, {@code device=sda}. Rows are values: a device that was removed and added again is the
 * same row.
 *
 * <p>Rows are ordered by the names of their tables and by their labels, so that maps of rows remain
 * fast even if labels are chosen to have the same hash code.
 *
 * <p>Two rows are equal if they belong to the same table and their {@link Table#identifying
 * identifying} labels are equal; the other labels only describe the row.
 *
 * @param table the table it belongs to
 * @param labels its labels, one for each of the table's label names; empty if the text contains
 *     nothing for it
 * @param repeat 0, or the number of previous rows with the same labels in the same text
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

  /**
   * {@return the label with this name}
   *
   * @param name one of the names of the labels of its {@linkplain Table#labels table}
   */
  public String label(String name) {
    Objects.requireNonNull(name, "name");
    int index = table.labels().indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "table " + table.name() + " has the labels " + table.labels() + ", not " + name);
    }
    return labels.get(index);
  }

  /**
   * {@return the label with this name as a number; NaN if there is no such label, or it is not a
   * number}
   *
   * @param name one of the names of the labels of its {@linkplain Table#labels table}
   */
  public double numericLabel(String name) {
    Objects.requireNonNull(name, "name");
    int index = table.labels().indexOf(name);
    if (index < 0) {
      return Double.NaN;
    }
    String label = labels.get(index);
    int digits = label.startsWith("-") || label.startsWith("+") ? 1 : 0;
    if (label.length() == digits || !Character.isDigit(label.charAt(digits))) {
      return Double.NaN; // without an exception, which takes longer than all the rest
    }
    try {
      return Long.parseLong(label);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /**
   * {@return the labels with their names, such as {@code cpu=3}, without those that are empty;
   * empty for the row of a table without labels} Labels may be of unknown origin, and are not
   * escaped.
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

  @SuppressWarnings("ReferenceEquality") // rows of one table usually share it
  private boolean isOfTable(Table other) {
    return table == other || table.equals(other);
  }

  /**
   * Compares without a list of the identifying labels, because finding rows is most of the work of
   * a report.
   */
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

  /** Compares different tables with the same name. */
  private int compareTables(Table other) {
    int order = compare(table.labels(), other.labels());
    return order == 0 ? Integer.compare(table.identifying(), other.identifying()) : order;
  }

  private static int compare(List<String> one, List<String> other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      // Rows of one text usually share their strings, even long ones.
      int order = isSame(one.get(i), other.get(i)) ? 0 : one.get(i).compareTo(other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.size(), other.size());
  }

  @SuppressWarnings("ReferenceEquality") // equal strings that are not the same object are compared
  private static boolean isSame(String one, String other) {
    return one == other;
  }

  private List<String> identity() {
    return table.identifying() == labels.size() ? labels : labels.subList(0, table.identifying());
  }

  /** The table and the {@link #text}, such as {@code cpu[cpu=3]}, escaped for printing. */
  @Override
  public String toString() {
    return Printable.line(table.name() + "[" + text() + "]");
  }
}
