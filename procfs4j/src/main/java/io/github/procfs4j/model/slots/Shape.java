package io.github.procfs4j.model.slots;

import io.github.procfs4j.model.Column;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The columns of a row in a slot, which many rows share. Immutable. */
public final class Shape {
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
  public static Map<String, Integer> index(List<Column> columns) {
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
      if (!isSame(columns.get(i), others.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether both are the same column with the same description. */
  private static boolean isSame(Column one, Column other) {
    return one.name().equals(other.name())
        && one.unit().equals(other.unit())
        && one.kind() == other.kind()
        && one.signed() == other.signed()
        && one.since().equals(other.since())
        && one.requires().equals(other.requires())
        && one.meaning().equals(other.meaning())
        && one.reference().equals(other.reference());
  }
}
