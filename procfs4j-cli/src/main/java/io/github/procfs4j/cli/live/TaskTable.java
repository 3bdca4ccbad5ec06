package io.github.procfs4j.cli.live;

import io.github.procfs4j.cli.screens.Task;
import io.github.procfs4j.cli.screens.Tasks;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.process.ProcessStatColumns;
import io.github.procfs4j.processes.ProcessMeasure;
import io.github.procfs4j.processes.ProcessTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The processes or threads of an interval, with the figures by which the report compares them. */
final class TaskTable {
  private static final String COMMAND = "command";
  private static final String PID = "pid";

  private static final Map<String, List<Figure>> FIGURES =
      Stream.of(ProcessTable.PROCESS, ProcessTable.THREAD)
          .collect(Collectors.toMap(Table::name, TaskTable::figures));

  private TaskTable() {}

  private static List<Figure> figures(Table table) {
    return Arrays.stream(ProcessMeasure.values())
        .flatMap(measure -> Stream.of(measure.figure(table), measure.detail(table)))
        .distinct()
        .toList();
  }

  static Tasks of(Interval interval, Table table, Owners owners) {
    List<Figure> figures = FIGURES.getOrDefault(table.name(), List.of());
    List<Row> rows = rows(interval, table);
    boolean isOfThreads = table.name().equals(ProcessTable.THREAD.name());
    Map<String, Owners.Owner> ofProcess = new HashMap<>();
    if (isOfThreads) {
      rows(interval, ProcessTable.PROCESS)
          .forEach(row -> ofProcess.put(row.label(PID), owners.of(interval, row)));
    }
    boolean[] isKnown = new boolean[figures.size()];
    List<Task> tasks = new ArrayList<>(rows.size());
    for (Row row : rows) {
      float[] values = new float[isKnown.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) figures.get(i).value(interval, row);
        isKnown[i] |= !Float.isNaN(values[i]);
      }
      Owners.Owner owner =
          isOfThreads
              ? ofProcess.getOrDefault(row.label(PID), Owners.Owner.UNKNOWN)
              : owners.of(interval, row);
      tasks.add(task(interval, row, values, owner));
    }
    int[] known = IntStream.range(0, isKnown.length).filter(i -> isKnown[i]).toArray();
    if (known.length == isKnown.length) {
      return new Tasks(figures, tasks);
    }
    return new Tasks(
        Arrays.stream(known).mapToObj(figures::get).toList(),
        tasks.stream().map(task -> only(known, task)).toList());
  }

  private static List<Row> rows(Interval interval, Table table) {
    return interval.layout().table(table.name()).map(TableLayout::rows).orElse(List.of());
  }

  private static Task only(int[] known, Task task) {
    float[] values = new float[known.length];
    for (int i = 0; i < known.length; i++) {
      values[i] = task.values()[known[i]];
    }
    return task.with(values);
  }

  private static Task task(Interval interval, Row row, float[] values, Owners.Owner owner) {
    List<String> labels = row.table().labels();
    boolean isThread = labels.contains("tid");
    return new Task(
        number(row.numericLabel(isThread ? "tid" : PID)),
        number(
            isThread
                ? row.numericLabel(PID)
                : interval.amountIfPrinted(row, ProcessStatColumns.PPID)),
        ProcessTable.name(row),
        labels.contains(COMMAND) ? row.label(COMMAND) : "",
        owner.user(),
        owner.group(),
        values);
  }

  private static long number(double label) {
    return Double.isNaN(label) ? Task.UNKNOWN : (long) label;
  }
}
