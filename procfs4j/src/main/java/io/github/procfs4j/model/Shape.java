package io.github.procfs4j.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The columns of a row in a slot, which many rows share. Immutable. */
final class Shape {
  final List<Column> columns;
  final Map<String, Integer> indexOfColumn;

  Shape(List<Column> columns) {
    this.columns = List.copyOf(columns);
    indexOfColumn = index(this.columns);
    if (indexOfColumn.size() < columns.size()) {
      throw new IllegalArgumentException("two columns of one name in " + columns);
    }
  }

  /** The index of each column, by name. */
  static Map<String, Integer> index(List<Column> columns) {
    Map<String, Integer> index = HashMap.newHashMap(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      index.put(columns.get(i).name(), i);
    }
    return index;
  }

  /** Whether these are its columns, with the same descriptions. */
  @SuppressWarnings("ReferenceEquality") // usually the same list; deeper takes long
  boolean isOf(List<Column> others) {
    if (columns == others) {
      return true;
    }
    if (columns.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < columns.size(); i++) {
      if (!columns.get(i).isDescribedAs(others.get(i))) {
        return false;
      }
    }
    return true;
  }
}
