package io.github.procfs4j.cli.screens;

import io.github.procfs4j.model.Figure;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The processes or threads at a moment.
 *
 * @param figures the figures that at least one of them has
 * @param tasks all of them, in no particular order
 */
public record Tasks(List<Figure> figures, List<Task> tasks) {
  /** None: processes were not sampled. */
  public static final Tasks NONE = new Tasks(List.of(), List.of());

  /** The name of the column of numbers. */
  static final String NUMBER = "pid";

  /** The name of the column of names. */
  static final String NAME = "name";

  /** Copies the lists. */
  public Tasks {
    figures = List.copyOf(figures);
    tasks = List.copyOf(tasks);
  }

  /** The index of the figure with this name; -1 if there is none. */
  int index(String figure) {
    return IntStream.range(0, figures.size())
        .filter(i -> figures.get(i).name().equals(figure))
        .findFirst()
        .orElse(-1);
  }

  /**
   * Those that a filter finds, in order.
   *
   * @param column the name of a figure, {@link #NUMBER} or {@link #NAME}: figures with the greatest
   *     first, which are followed by what is not known, numbers and names in ascending order
   * @param isReversed whether the order is the other way round; what is not known remains last
   * @param filter a part of the name or the command line, in any case; empty for all
   */
  public List<Task> sorted(String column, boolean isReversed, String filter) {
    String wanted = filter.toLowerCase(Locale.ROOT);
    return tasks.stream()
        .filter(task -> wanted.isEmpty() || has(task, wanted))
        .sorted(order(column, isReversed).thenComparingLong(Task::number))
        .toList();
  }

  private static boolean has(Task task, String wanted) {
    return task.name().toLowerCase(Locale.ROOT).contains(wanted)
        || task.command().toLowerCase(Locale.ROOT).contains(wanted)
        || Long.toString(task.number()).equals(wanted);
  }

  private Comparator<Task> order(String column, boolean isReversed) {
    if (column.equals(NUMBER) || (index(column) < 0 && !column.equals(NAME))) {
      Comparator<Task> byNumber = Comparator.comparingLong(Task::number);
      return isReversed ? byNumber.reversed() : byNumber;
    }
    if (column.equals(NAME)) {
      Comparator<Task> byName = Comparator.comparing(task -> task.name().toLowerCase(Locale.ROOT));
      return isReversed ? byName.reversed() : byName;
    }
    int index = index(column);
    Comparator<Task> byValue =
        (one, other) -> Float.compare(one.values()[index], other.values()[index]);
    Comparator<Task> isUnknown = Comparator.comparing(task -> Float.isNaN(task.values()[index]));
    return isUnknown.thenComparing(isReversed ? byValue : byValue.reversed());
  }
}
