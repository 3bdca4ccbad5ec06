package io.github.procfs4j.cli.screens;

import io.github.procfs4j.model.Figure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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

  /** The name of the column of users. */
  static final String USER = "user";

  /** The name of the column of names. */
  static final String NAME = "name";

  /** The unit of memory, which the threads of a process share. */
  private static final String MEMORY = "bytes";

  /** Copies the lists. */
  public Tasks {
    figures = List.copyOf(figures);
    tasks = List.copyOf(tasks);
  }

  /**
   * A line of them.
   *
   * @param task the process or thread; what several use together has no number
   * @param depth how far below the first process of the tree it is
   * @param count how many they are
   */
  public record Line(Task task, int depth, int count) {}

  /** The index of the figure with this name; -1 if there is none. */
  int index(String figure) {
    return IntStream.range(0, figures.size())
        .filter(i -> figures.get(i).name().equals(figure))
        .findFirst()
        .orElse(-1);
  }

  /** Whether the user of any of them is known. */
  boolean hasUsers() {
    return tasks.stream().anyMatch(task -> !task.user().isEmpty());
  }

  /**
   * Those that a filter finds, in order.
   *
   * @param column the name of a figure, {@link #NUMBER}, {@link #USER} or {@link #NAME}: figures
   *     with the greatest first, which are followed by what is not known, the others in ascending
   *     order
   * @param isReversed whether the order is the other way round; what is not known remains last
   * @param filter the text of a {@link TaskFilter}
   */
  public List<Task> sorted(String column, boolean isReversed, String filter) {
    return tasks.stream()
        .filter(new TaskFilter(filter))
        .sorted(order(column, isReversed).thenComparingLong(Task::number))
        .toList();
  }

  /**
   * The lines of an arrangement of those that a filter finds.
   *
   * @param isOfThreads whether they are threads, which have their memory in common
   */
  public List<Line> arranged(
      Arrangement arrangement,
      String column,
      boolean isReversed,
      String filter,
      boolean isOfThreads) {
    return switch (arrangement) {
      case LIST -> lines(sorted(column, isReversed, filter));
      case TREE -> tree(column, isReversed, new TaskFilter(filter));
      case NAMES -> names(column, isReversed, filter, isOfThreads);
    };
  }

  private static List<Line> lines(List<Task> sorted) {
    return sorted.stream().map(task -> new Line(task, 0, 1)).toList();
  }

  /** Each below its parent; the parents of those that a filter finds are there, too. */
  private List<Line> tree(String column, boolean isReversed, TaskFilter filter) {
    Map<Long, Task> byNumber = new HashMap<>();
    tasks.forEach(task -> byNumber.put(task.number(), task));
    Set<Task> wanted = new HashSet<>();
    for (Task task : tasks) {
      if (filter.test(task)) {
        Task one = task;
        while (one != null && wanted.add(one)) {
          one = byNumber.get(one.parent());
        }
      }
    }
    Map<Long, List<Task>> children = new HashMap<>();
    List<Task> roots = new ArrayList<>();
    for (Task task : sorted(column, isReversed, "")) {
      if (wanted.contains(task)) {
        boolean hasParent = byNumber.containsKey(task.parent()) && task.parent() != task.number();
        (hasParent ? children.computeIfAbsent(task.parent(), key -> new ArrayList<>()) : roots)
            .add(task);
      }
    }
    List<Line> lines = new ArrayList<>();
    Set<Task> added = new HashSet<>();
    roots.forEach(root -> add(root, children, lines, added));
    // A recording may have circles, which have no root.
    wanted.stream()
        .sorted(Comparator.comparingLong(Task::number))
        .forEach(task -> add(task, children, lines, added));
    return lines;
  }

  /** Not recursive: a tree may be as deep as there are processes. */
  private static void add(
      Task root, Map<Long, List<Task>> children, List<Line> lines, Set<Task> added) {
    List<Line> waiting = new ArrayList<>();
    waiting.add(new Line(root, 0, 1));
    while (!waiting.isEmpty()) {
      Line next = waiting.removeLast();
      if (added.add(next.task())) {
        lines.add(next);
        List<Task> mine = children.getOrDefault(next.task().number(), List.of());
        for (int i = mine.size() - 1; i >= 0; i--) {
          waiting.add(new Line(mine.get(i), next.depth() + 1, 1));
        }
      }
    }
  }

  /** One line for each name, with the sums of what can be summed. */
  private List<Line> names(String column, boolean isReversed, String filter, boolean isOfThreads) {
    Map<String, List<Task>> byName = new LinkedHashMap<>();
    for (Task task : sorted(NUMBER, false, filter)) {
      byName.computeIfAbsent(task.name(), name -> new ArrayList<>()).add(task);
    }
    Map<String, Integer> counts = new HashMap<>();
    List<Task> together = new ArrayList<>();
    byName.forEach(
        (name, mine) -> {
          counts.put(name, mine.size());
          together.add(mine.size() == 1 ? mine.getFirst() : together(name, mine, isOfThreads));
        });
    return new Tasks(figures, together)
        .sorted(column, isReversed, "").stream()
            .map(task -> new Line(task, 0, counts.getOrDefault(task.name(), 1)))
            .toList();
  }

  private Task together(String name, List<Task> mine, boolean isOfThreads) {
    float[] sums = new float[figures.size()];
    for (int i = 0; i < sums.length; i++) {
      boolean isMemory = figures.get(i).unit().equals(MEMORY);
      sums[i] = isOfThreads && isMemory ? Float.NaN : sum(i, mine);
    }
    String user = mine.getFirst().user();
    boolean isOfOne = mine.stream().allMatch(task -> task.user().equals(user));
    return new Task(Task.UNKNOWN, Task.UNKNOWN, name, "", isOfOne ? user : "", "", sums);
  }

  /** The sum of the known values; a mean over something else than time has no sum. */
  private float sum(int figure, List<Task> mine) {
    if (!figures.get(figure).weightName().equals(Figure.TIME)) {
      return Float.NaN;
    }
    double sum = Double.NaN;
    for (Task task : mine) {
      float value = task.values()[figure];
      if (!Float.isNaN(value)) {
        sum = (Double.isNaN(sum) ? 0 : sum) + value;
      }
    }
    return (float) sum;
  }

  private Comparator<Task> order(String column, boolean isReversed) {
    int index = index(column);
    if (index < 0) {
      Comparator<Task> order =
          switch (column) {
            case NAME -> Comparator.comparing(task -> task.name().toLowerCase(Locale.ROOT));
            case USER -> Comparator.comparing(Task::user);
            default -> Comparator.comparingLong(Task::number);
          };
      return isReversed ? order.reversed() : order;
    }
    Comparator<Task> byValue =
        (one, other) -> Float.compare(one.values()[index], other.values()[index]);
    Comparator<Task> isUnknown = Comparator.comparing(task -> Float.isNaN(task.values()[index]));
    return isUnknown.thenComparing(isReversed ? byValue : byValue.reversed());
  }
}
