package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.page.Chart;
import io.github.procfs4j.cli.page.Section;
import io.github.procfs4j.cli.page.Series;
import io.github.procfs4j.cli.page.Table;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.processes.ProcessMeasure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The usage of processes and threads as a section of the page: a table and charts of the busiest by
 * each measure. The page contains no others, however many there were.
 */
final class PageProcesses {
  private static final String PART = "part";

  private static final List<String> COLUMNS =
      List.of("", "total", "first", "last", "growth", PART, "mean", "peak", "there");

  private PageProcesses() {}

  static Section section(ProcessUsage usage) {
    List<Chart> charts = new ArrayList<>();
    List<List<String>> lines = new ArrayList<>();
    for (TaskUsage tasks : usage.tables()) {
      for (Busiest busiest : tasks.busiest()) {
        if (!busiest.courses().isEmpty()) {
          charts.add(chart(usage, tasks, busiest));
          lines(lines, usage, tasks, busiest);
        }
      }
    }
    return new Section(
        usage.source().name() + ": " + usage.source().purpose(), new Table(COLUMNS, lines), charts);
  }

  private static void lines(
      List<List<String>> lines, ProcessUsage usage, TaskUsage tasks, Busiest busiest) {
    UseTable table = UseTable.of(usage, tasks, busiest, TaskUsage.SHOWN);
    ProcessMeasure measure = busiest.measure();
    for (UseTable.Line line : table.lines()) {
      List<String> cells = new ArrayList<>(Collections.nCopies(COLUMNS.size(), ""));
      cells.set(0, Overview.plural(tasks) + ": " + measure.text() + ": " + line.name());
      for (int c = 0; c < line.numbers().size(); c++) {
        String number = line.numbers().get(c);
        String head = table.heads().get(c);
        if (!number.isEmpty() && !number.equals("-")) {
          String text = (number + " " + table.units().get(c)).strip();
          int column = COLUMNS.indexOf(head);
          cells.set(
              column < 0 ? COLUMNS.indexOf(PART) : column, column < 0 ? head + " " + text : text);
        }
      }
      lines.add(cells);
    }
  }

  private static Chart chart(ProcessUsage usage, TaskUsage tasks, Busiest busiest) {
    ProcessMeasure measure = busiest.measure();
    Figure figure = measure.figure(tasks.table());
    boolean isStack = measure == ProcessMeasure.CPU;
    double factor = PageReport.factor(figure);
    double[] times = usage.intervals().ends();
    List<Series> series = new ArrayList<>();
    for (Busiest.Course course : busiest.courses()) {
      series.add(new Series(course.use().text(), times, course.values().toArray(factor)));
    }
    int others = busiest.known() - series.size();
    if (isStack && others > 0) {
      series.add(new Series("all others", times, others(busiest)));
    }
    return new Chart(
        Overview.plural(tasks) + ": " + measure.text(),
        PageReport.unit(figure),
        note(usage, tasks, busiest, others, isStack),
        isStack ? Chart.Form.STACK : Chart.Form.LINES,
        null,
        series);
  }

  private static String note(
      ProcessUsage usage, TaskUsage tasks, Busiest busiest, int others, boolean isStack) {
    String note = Overview.note(usage, tasks, busiest.measure());
    if (others <= 0) {
      return note;
    }
    return (note
            + " The %d that used the most over the whole time; %s."
                .formatted(
                    busiest.courses().size(),
                    isStack ? "the others are one sum" : "the others are not shown"))
        .strip();
  }

  private static float[] others(Busiest busiest) {
    Values all = busiest.all();
    float[] others = new float[all.size()];
    for (int i = 0; i < others.length; i++) {
      double rest = all.get(i);
      for (Busiest.Course course : busiest.courses()) {
        double part = course.values().get(i);
        rest -= Double.isNaN(part) ? 0 : part;
      }
      others[i] = Double.isNaN(rest) ? Float.NaN : (float) Math.max(0, rest);
    }
    return others;
  }
}
