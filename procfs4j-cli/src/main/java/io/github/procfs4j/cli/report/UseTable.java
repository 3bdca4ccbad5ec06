package io.github.procfs4j.cli.report;

import io.github.procfs4j.processes.ProcessMeasure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The usage of the busiest as texts in columns, with one unit for each column, so that they can be
 * compared at a glance.
 *
 * @param heads the headings of the columns
 * @param units the units of the numbers below them
 * @param lines a line for each; the first one for all of them together, if they can be summed
 */
record UseTable(List<String> heads, List<String> units, List<Line> lines) {
  /**
   * A line.
   *
   * @param name the name of the process or thread
   * @param numbers a text for each column
   * @param course the values over time
   */
  record Line(String name, List<String> numbers, Values course) {}

  /** The table of the busiest, up to a limit. */
  static UseTable of(ProcessUsage usage, TaskUsage tasks, Busiest busiest, int most) {
    ProcessMeasure measure = busiest.measure();
    List<TaskNumbers> all = TaskNumbers.of(usage, tasks, busiest, most);
    List<TaskNumbers> each = all.stream().filter(numbers -> numbers.use() != null).toList();
    Scale total = scale(measure.totalUnit(), each, TaskNumbers::total);
    Scale detail = scale(TaskUse.detailUnit(measure), each, TaskNumbers::detail);
    Scale rate =
        Scale.of(
            measure.figure(tasks.table()).unit(),
            most(each, TaskNumbers::peak),
            most(each, TaskNumbers::mean));
    // All together existed for as long as any of them.
    Scale there =
        scale("s", List.of(TaskNumbers.ofAll(busiest, usage.intervals())), TaskNumbers::seconds);
    List<Line> lines = new ArrayList<>();
    for (TaskNumbers numbers : all) {
      TaskUse use = numbers.use();
      lines.add(
          new Line(
              use == null ? "all" : use.text(),
              numbers(
                  measure,
                  text(total, numbers.total()),
                  List.of(
                      rate.text(numbers.first()),
                      rate.text(numbers.last()),
                      rate.text(numbers.growth())),
                  use == null ? "" : text(detail, numbers.detail()),
                  rate.text(numbers.mean()),
                  rate.text(numbers.peak()),
                  there.text(numbers.seconds())),
              numbers.course()));
    }
    return new UseTable(
        numbers(
            measure,
            "total",
            List.of("first", "last", "growth"),
            measure.detailText(),
            "mean",
            "peak",
            "there"),
        numbers(
            measure,
            total.unit(),
            List.of(rate.unit(), rate.unit(), rate.unit()),
            detail.unit(),
            rate.unit(),
            rate.unit(),
            there.unit()),
        lines);
  }

  private static List<String> numbers(
      ProcessMeasure measure, String total, List<String> growth, String... others) {
    List<String> all = new ArrayList<>();
    if (measure.hasTotal()) {
      all.add(total);
    }
    if (TaskNumbers.hasGrowth(measure)) {
      all.addAll(growth);
    }
    all.addAll(List.of(others));
    return all;
  }

  private static Scale scale(
      String unit, List<TaskNumbers> lines, ToDoubleFunction<TaskNumbers> number) {
    return Scale.of(unit, most(lines, number));
  }

  private static double most(List<TaskNumbers> lines, ToDoubleFunction<TaskNumbers> number) {
    return lines.stream().mapToDouble(number).filter(n -> !Double.isNaN(n)).max().orElse(0);
  }

  /** A total or detail: without a unit it is a count, that is, a whole number. */
  private static String text(Scale scale, double number) {
    boolean isCount = scale.unit().isEmpty() && !Double.isNaN(number);
    return isCount ? String.format(Locale.ROOT, "%.0f", number) : scale.text(number);
  }
}
