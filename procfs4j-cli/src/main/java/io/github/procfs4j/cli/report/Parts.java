package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.processes.ProcessTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The chosen parts of a source: a list of parts for each table. */
final class Parts {
  private Parts() {}

  /**
   * The parts of a source, by table.
   *
   * @param membership the control groups of processes, if these are grouped by them
   * @param top the greatest number of rows of a table
   * @param order the order of rows: by their first figure
   */
  static List<List<Part>> of(
      SourceFigures source,
      Choice choice,
      @Nullable Membership membership,
      int top,
      PartOrder order) {
    List<List<Part>> tables = new ArrayList<>();
    List<List<Part>> files = LockedFiles.parts(source, choice);
    add(files, tables, top, order);
    for (TableFigures table : source.tables()) {
      if (!files.isEmpty() && LockedFile.isReplaced(source, table)) {
        continue;
      }
      List<RowFigures> rows =
          table.rows().stream().filter(row -> choice.isWanted(row.row())).toList();
      List<List<Part>> byRow =
          choice.group() == null
              ? rows.stream().map(row -> ofRow(source, row)).toList()
              : groups(source, rows, choice.group(), membership);
      add(byRow, tables, top, order);
    }
    return tables;
  }

  /** Adds a table of the first rows. */
  private static void add(
      List<List<Part>> rows, List<List<Part>> tables, int top, PartOrder order) {
    List<Part> parts =
        rows.stream()
            .filter(row -> !row.isEmpty())
            .sorted((one, other) -> Double.compare(rank(order, other), rank(order, one)))
            .limit(top)
            .flatMap(List::stream)
            .toList();
    if (!parts.isEmpty()) {
      tables.add(parts);
    }
  }

  private static double rank(PartOrder order, List<Part> row) {
    return order.of(row.getFirst());
  }

  private static List<Part> ofRow(SourceFigures source, RowFigures row) {
    String table = row.row().table().name();
    return row.figures().stream()
        .filter(figure -> figure.summary().size() > 0)
        .map(figure -> Part.of(source, table, name(row), figure))
        .toList();
  }

  private static String name(RowFigures row) {
    String table = row.row().table().name();
    boolean isTask =
        table.equals(ProcessTable.PROCESS.name()) || table.equals(ProcessTable.THREAD.name());
    return isTask
        ? new TaskUse(row.row()).text()
        : row.row().labels().isEmpty() ? "" : row.shortText();
  }

  /** The sums over the processes of each group. */
  private static List<List<Part>> groups(
      SourceFigures source,
      List<RowFigures> rows,
      Grouping group,
      @Nullable Membership membership) {
    Map<String, List<RowFigures>> members = new LinkedHashMap<>();
    Function<RowFigures, String> key = key(source, rows, group, membership);
    rows.forEach(row -> members.computeIfAbsent(key.apply(row), it -> new ArrayList<>()).add(row));
    List<List<Part>> groups = new ArrayList<>();
    members.forEach((name, those) -> groups.add(sums(source, name, those, group)));
    return groups;
  }

  private static List<Part> sums(
      SourceFigures source, String name, List<RowFigures> rows, Grouping group) {
    Map<String, List<FigureValues>> figures = new LinkedHashMap<>();
    Map<String, ValueSums> sums = new HashMap<>();
    for (RowFigures row : rows) {
      for (FigureValues figure : row.figures()) {
        String of = figure.figure().name();
        // A mean or a share of something else cannot be added up.
        if (!of.equals(Choice.HIGH) && !of.equals(Choice.LOW) && figure.weights() == null) {
          figures.computeIfAbsent(of, it -> new ArrayList<>()).add(figure);
          sums.computeIfAbsent(of, it -> new ValueSums()).add(figure.values());
        }
      }
    }
    String title = "%s (%,d)".formatted(name, rows.size());
    List<Part> parts = new ArrayList<>();
    figures.forEach(
        (of, those) -> {
          Values values =
              Objects.requireNonNull(sums.get(of)).values(source.intervals().size(), Double.NaN);
          Figure figure = those.getFirst().figure();
          Part part =
              Part.ofSum(
                  source, group.toString(), title, figure, values, before(those), window(those));
          if (part.summary().size() > 0) {
            parts.add(part);
          }
        });
    return parts;
  }

  /** The sum in the first sample that has a value: others may come later. */
  private static double before(List<FigureValues> figures) {
    int first = Integer.MAX_VALUE;
    double sum = Double.NaN;
    for (FigureValues figure : figures) {
      if (figure.first() >= 0 && figure.first() < first) {
        first = figure.first();
        sum = Double.NaN;
      }
      sum = figure.first() == first ? Portion.plus(sum, figure.before()) : sum;
    }
    return sum;
  }

  private static double window(List<FigureValues> figures) {
    return figures.stream()
        .mapToDouble(FigureValues::window)
        .filter(window -> !Double.isNaN(window))
        .findFirst()
        .orElse(Double.NaN);
  }

  private static Function<RowFigures, String> key(
      SourceFigures source,
      List<RowFigures> rows,
      Grouping group,
      @Nullable Membership membership) {
    return switch (group) {
      case COMM -> row -> label(row.row(), "comm");
      case EXE -> row -> program(row.row());
      case CGROUP -> {
        Membership known = Objects.requireNonNull(membership);
        yield row ->
            known.group(
                row.row().label("pid"),
                row.figures().stream().map(FigureValues::values).toList(),
                source.intervals());
      }
      case USER -> row -> "user " + text(attribute(row));
      case SESSION -> {
        Map<String, String> names = names(rows);
        yield row -> {
          String leader = text(attribute(row));
          return ("session " + leader + " " + names.getOrDefault(leader, "")).strip();
        };
      }
      case TREE -> {
        Map<String, String> names = names(rows);
        Map<String, String> parents = new HashMap<>();
        rows.forEach(row -> parents.put(row.row().label("pid"), text(attribute(row))));
        yield row -> {
          String root = root(row.row().label("pid"), parents);
          return root + " " + names.getOrDefault(root, "");
        };
      }
    };
  }

  private static String label(Row row, String name) {
    return row.table().labels().contains(name) ? RowFigures.cut(row.label(name)) : "";
  }

  /** The first word of the command line; kernel threads and those that ended have none. */
  private static String program(Row row) {
    String command = label(row, "command");
    return command.isEmpty()
        ? "[" + label(row, "comm") + "]"
        : RowFigures.cut(command.split("[\0 ]", 2)[0]);
  }

  private static OptionalLong attribute(RowFigures row) {
    double number = half(row, Choice.HIGH) * Choice.HALF + half(row, Choice.LOW);
    return Double.isNaN(number) ? OptionalLong.empty() : OptionalLong.of((long) number);
  }

  private static double half(RowFigures row, String name) {
    return row.figures().stream()
        .filter(figure -> figure.figure().name().equals(name))
        .mapToDouble(figure -> figure.values().firstKnown())
        .findFirst()
        .orElse(Double.NaN);
  }

  private static String text(OptionalLong number) {
    return number.isPresent() ? Long.toString(number.getAsLong()) : "unknown";
  }

  private static Map<String, String> names(List<RowFigures> rows) {
    Map<String, String> names = new HashMap<>();
    rows.forEach(
        row -> names.put(row.row().label("pid"), RowFigures.cut(ProcessTable.name(row.row()))));
    return names;
  }

  /**
   * The oldest ancestor that was recorded, except the first process and that of kernel threads, of
   * which all others are descendants.
   */
  private static String root(String pid, Map<String, String> parents) {
    Set<String> seen = new LinkedHashSet<>();
    String root = pid;
    String parent = parents.getOrDefault(root, "");
    while (parents.containsKey(parent)
        && !parent.equals("1")
        && !parent.equals("2")
        && seen.add(parent)) {
      root = parent;
      parent = parents.getOrDefault(root, "");
    }
    return root;
  }
}
