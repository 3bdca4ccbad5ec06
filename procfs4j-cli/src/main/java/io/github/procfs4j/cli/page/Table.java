package io.github.procfs4j.cli.page;

import java.util.List;

/**
 * A table of text. The first column names the row and is set flush left; the others are set flush
 * right, as numbers are.
 *
 * @param columns the headings
 * @param rows the rows, each with one text per heading
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
