package io.github.procfs4j.recording;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.recording.SlotFormat.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** The numbers under which the shapes of a source's rows have been written. */
final class ShapeNumbers {
  /** By table and numbers of the columns. */
  private final Map<List<Object>, Integer> numbers = new HashMap<>();

  /**
   * The same by the identity of the lists of columns, which rows share, because comparing the lists
   * takes long.
   */
  private final IdentityHashMap<List<Column>, Map<Table, Integer>> numbersOfLists =
      new IdentityHashMap<>();

  /**
   * The number of a shape.
   *
   * @param isNew receives the shape if it has no number yet
   */
  int of(Shape shape, ToIntFunction<Column> columnNumber, Consumer<Shape> isNew) {
    return numbersOfLists
        .computeIfAbsent(shape.columns(), list -> new HashMap<>())
        .computeIfAbsent(shape.table(), table -> find(shape, columnNumber, isNew));
  }

  private int find(Shape shape, ToIntFunction<Column> columnNumber, Consumer<Shape> isNew) {
    List<Object> key = new ArrayList<>();
    key.add(shape.table());
    shape.columns().forEach(column -> key.add(columnNumber.applyAsInt(column)));
    Integer number = numbers.get(key);
    if (number == null) {
      isNew.accept(shape);
      number = numbers.size();
      numbers.put(key, number);
    }
    return number;
  }

  /** Clears the lists, because others are used from now on. */
  void forgetLists() {
    numbersOfLists.clear();
  }
}
