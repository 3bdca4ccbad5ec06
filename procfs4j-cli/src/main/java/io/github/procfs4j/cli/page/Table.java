package io.github.procfs4j.cli.page;

import java.util.List;

/**
 * A table of text. The first column is the name of the row and aligned left; the others are aligned
 * right, like numbers.
 *
 * @param columns the headings
 * @param rows the rows, each with one text for each heading
 */
public record Table(List<String> columns, List<List<String>> rows) {

  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "a row of %d texts below %d headings: %s".formatted(row.size(), columns.size(), row));
      }
    }
  }
}
