package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import java.util.List;

/**
 * The rows and columns of a table for figures, which allocate nothing and therefore use neither
 * iterators nor streams.
 */
final class TableOf {
  private TableOf() {}

  /** The rows of the table with this name; none if there is no such table. */
  static List<Row> rows(Layout layout, String name) {
    List<Layout.TableLayout> tables = layout.tables();
    for (int t = 0; t < tables.size(); t++) {
      if (tables.get(t).table().name().equals(name)) {
        return tables.get(t).rows();
      }
    }
    return List.of();
  }

  /** The columns of the table with this name; none if there is no such table. */
  static List<Column> columns(Layout layout, String name) {
    List<Layout.TableLayout> tables = layout.tables();
    for (int t = 0; t < tables.size(); t++) {
      if (tables.get(t).table().name().equals(name)) {
        return tables.get(t).columns();
      }
    }
    return List.of();
  }
}
