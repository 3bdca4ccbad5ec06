package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.page.Chart;
import io.github.procfs4j.cli.page.Section;
import io.github.procfs4j.cli.page.Series;
import io.github.procfs4j.cli.page.Tasks;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.processes.ProcessMeasure;
import io.github.procfs4j.processes.ProcessTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The usage of processes and threads as a section of the page: a table of those that were followed,
 * and charts of the busiest by each measure.
 */
final class PageProcesses {
  /** The part of a sum of floats that may be due to rounding. */
  private static final double PRECISION = 1e-6;

  private PageProcesses() {}

  static Section section(
      ProcessUsage usage, @Nullable Membership membership, String title, PageCharts all) {
    List<Chart> charts = new ArrayList<>();
    for (TaskUsage tasks : usage.tables()) {
      for (Busiest busiest : tasks.busiest()) {
        if (!busiest.courses().isEmpty()) {
          charts.add(chart(usage, tasks, busiest, all));
        }
      }
    }
    return new Section(title, null, charts, List.of(), tasks(usage, membership, all));
  }

  private static @Nullable Tasks tasks(
      ProcessUsage usage, @Nullable Membership membership, PageCharts all) {
    TaskUsage processes = usage.tables().getFirst();
    List<Busiest> busiest = processes.busiest();
    List<ProcessMeasure> measures = busiest.stream().map(Busiest::measure).toList();
    List<Tasks.Task> tasks = new ArrayList<>();
    Map<String, Integer> met = new HashMap<>();
    for (TaskUsage those : usage.tables()) {
      boolean isThread = those.table().equals(ProcessTable.THREAD);
      for (TaskUse use : those.followed()) {
        int before = met.merge(use.text(), 1, Integer::sum);
        tasks.add(
            new Tasks.Task(
                before == 1 ? use.text() : use.text() + " (" + before + ")",
                use.text(),
                ThreadSums.pid(use.row()),
                isThread,
                membership == null ? "" : cgroup(membership, usage, those, use),
                measures.stream().map(measure -> values(usage, those, use, measure)).toList()));
      }
    }
    if (tasks.isEmpty()) {
      return null;
    }
    return new Tasks(
        usage.intervals().ends(),
        usage.intervals().from(0),
        busiest.stream().map(of -> measure(usage, processes, of)).toList(),
        tasks,
        all.spread(usage.intervals()),
        note(usage));
  }

  private static String cgroup(
      Membership membership, ProcessUsage usage, TaskUsage tasks, TaskUse use) {
    return membership.group(
        ThreadSums.pid(use.row()),
        tasks.measures().stream().map(measure -> tasks.course(use, measure)).toList(),
        usage.intervals());
  }

  private static Supplier<float[]> values(
      ProcessUsage usage, TaskUsage tasks, TaskUse use, ProcessMeasure measure) {
    return () -> {
      if (!tasks.measures().contains(measure)) {
        float[] none = new float[usage.intervals().size()];
        Arrays.fill(none, Float.NaN);
        return none;
      }
      Values values = tasks.course(use, measure);
      values.padTo(usage.intervals().size());
      return values.toArray(PageCharts.factor(measure.figure(tasks.table())));
    };
  }

  private static Tasks.Measure measure(ProcessUsage usage, TaskUsage tasks, Busiest busiest) {
    ProcessMeasure measure = busiest.measure();
    Figure figure = measure.figure(tasks.table());
    return new Tasks.Measure(
        measure.text(),
        PageCharts.unit(figure),
        ChartUnit.of(measure.totalUnit()).symbol(),
        measure.hasTotal() ? measure.total(1) / PageCharts.factor(figure) : 0,
        isOfInterval(busiest, figure),
        Overview.note(usage, tasks, measure));
  }

  /** Whether it is a rate over each interval, not over a longer window. */
  private static boolean isOfInterval(Busiest busiest, Figure figure) {
    return PageCharts.isRate(figure) && Double.isNaN(busiest.window());
  }

  /** Which of them are not in the table. */
  private static String note(ProcessUsage usage) {
    List<String> parts = new ArrayList<>();
    for (TaskUsage tasks : usage.tables()) {
      long all = tasks.busiest().stream().mapToLong(Busiest::known).max().orElse(0);
      parts.add(Overview.census(tasks) + ".");
      if (all > tasks.followed().size()) {
        parts.add(
            "The table has the %,d of %,d %s that used most by any measure; those without any use"
                    .formatted(tasks.followed().size(), all, Overview.plural(tasks))
                + " come last.");
      }
    }
    return String.join(" ", parts);
  }

  /** The CPU time of all processes together; null if it is not known. */
  static @Nullable Chart headline(List<Findings> sources, PageCharts all) {
    for (Findings findings : sources) {
      if (findings instanceof ProcessUsage usage && usage.intervals().size() > 0) {
        for (Busiest busiest : usage.tables().getFirst().busiest()) {
          if (busiest.measure() == ProcessMeasure.CPU) {
            Figure figure = ProcessMeasure.CPU.figure(ProcessTable.PROCESS);
            String name = "CPU time of all";
            return new Chart(
                name,
                name,
                PageCharts.unit(figure),
                "",
                Chart.Form.LINES,
                null,
                List.of(
                    new Series(
                        name,
                        usage.intervals().ends(),
                        busiest.all().toArray(PageCharts.factor(figure)))),
                spread(usage, busiest, figure, all));
          }
        }
      }
    }
    return null;
  }

  private static float @Nullable [] spread(
      ProcessUsage usage, Busiest busiest, Figure figure, PageCharts all) {
    return isOfInterval(busiest, figure) ? all.spread(usage.intervals()) : null;
  }

  private static Chart chart(ProcessUsage usage, TaskUsage tasks, Busiest busiest, PageCharts all) {
    ProcessMeasure measure = busiest.measure();
    Figure figure = measure.figure(tasks.table());
    boolean isStack = measure == ProcessMeasure.CPU;
    double factor = PageCharts.factor(figure);
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
        usage.source().name() + "/" + tasks.table().name() + "/" + measure.text(),
        Overview.plural(tasks) + ": " + measure.text(),
        PageCharts.unit(figure),
        note(usage, tasks, busiest, others, isStack),
        isStack ? Chart.Form.STACK : Chart.Form.LINES,
        null,
        series,
        spread(usage, busiest, figure, all));
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
      // What is left by the precision of a float is nothing.
      others[i] = Double.isNaN(rest) ? Float.NaN : rest > all.get(i) * PRECISION ? (float) rest : 0;
    }
    return others;
  }
}
