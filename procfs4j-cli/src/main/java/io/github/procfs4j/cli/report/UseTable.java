package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.process.ProcessMeasure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What the busiest used, as texts in columns: with one unit for each column, so that they can be
 * compared at a glance.
 *
 * @param heads the heads of the columns
 * @param units what the numbers below them are measured in
 * @param lines a line for each; the first for all of them together, if they add up
 */
record UseTable(List<String> heads, List<String> units, List<Line> lines) {
  /**
   * A line.
   *
   * @param name whose it is
   * @param numbers a text for each column
   * @param course the values over time
   */
  record Line(String name, List<String> numbers, Values course) {}

  /** Of so many of the busiest at most. */
  static UseTable of(ProcessUsage usage, TaskUsage tasks, Busiest busiest, int most) {
    ProcessMeasure measure = busiest.measure();
    Figure figure = measure.figure(tasks.table());
    List<TaskUse> uses = busiest.courses().stream().limit(most).map(Busiest.Course::use).toList();
    Intervals intervals = usage.intervals();
    boolean isSummed = isSummed(measure, usage, tasks);
    double seconds = 0;
    double peak = 0;
    for (int i = 0; i < busiest.all().size(); i++) {
      if (!Double.isNaN(busiest.all().get(i))) {
        seconds += intervals.seconds(i);
        peak = Math.max(peak, busiest.all().get(i));
      }
    }
    Scale total = scale(measure.totalUnit(), uses.stream().mapToDouble(use -> use.total(measure)));
    Scale detail =
        scale(TaskUse.detailUnit(measure), uses.stream().mapToDouble(use -> use.detail(measure)));
    Scale rate =
        Scale.of(
            figure.unit(),
            most(uses.stream().mapToDouble(use -> use.peak(measure))),
            most(uses.stream().mapToDouble(use -> use.mean(measure))));
    Scale there = scale("s", DoubleStream.of(seconds));
    List<Line> lines = new ArrayList<>();
    if (isSummed) {
      lines.add(
          new Line(
              "all",
              numbers(
                  measure,
                  text(total, measure.total(busiest.allSum())),
                  "",
                  rate.text(busiest.allSum() / seconds),
                  rate.text(peak),
                  there.text(seconds)),
              busiest.all()));
    }
    for (int i = 0; i < uses.size(); i++) {
      TaskUse use = uses.get(i);
      lines.add(
          new Line(
              use.text(),
              numbers(
                  measure,
                  text(total, use.total(measure)),
                  text(detail, use.detail(measure)),
                  rate.text(use.mean(measure)),
                  rate.text(use.peak(measure)),
                  there.text(use.seconds(measure))),
              busiest.courses().get(i).values()));
    }
    return new UseTable(
        numbers(measure, "total", measure.detailText(), "mean", "peak", "there"),
        numbers(measure, total.unit(), detail.unit(), rate.unit(), rate.unit(), there.unit()),
        lines);
  }

  /**
   * Whether all are what they are together: pages that processes share would count in each of them,
   * bytes of a child in its parent too.
   */
  private static boolean isSummed(ProcessMeasure measure, ProcessUsage usage, TaskUsage tasks) {
    return measure.hasTotal() && Overview.isWhole(usage, tasks, measure);
  }

  private static List<String> numbers(ProcessMeasure measure, String total, String... others) {
    List<String> all = new ArrayList<>();
    if (measure.hasTotal()) {
      all.add(total);
    }
    all.addAll(List.of(others));
    return all;
  }

  private static Scale scale(String unit, DoubleStream numbers) {
    return Scale.of(unit, most(numbers));
  }

  private static double most(DoubleStream numbers) {
    return numbers.filter(number -> !Double.isNaN(number)).max().orElse(0);
  }

  /** A total or detail: without a unit it counts something, and is a whole number. */
  private static String text(Scale scale, double number) {
    boolean isCount = scale.unit().isEmpty() && !Double.isNaN(number);
    return isCount ? Long.toString(Math.round(number)) : scale.text(number);
  }
}
