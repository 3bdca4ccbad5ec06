package io.github.procfs4j.cli.screens;

import io.github.procfs4j.processes.ProcessMeasure;
import io.github.procfs4j.processes.ProcessTable;
import java.util.ArrayList;
import java.util.List;

/**
 * A figure of something: what is selected.
 *
 * @param source the name of the source; empty if it is a process or thread
 * @param table the name of the table
 * @param row the row as {@link Strip#row} names it, or the number of the process or thread
 * @param figure the name of the figure
 */
public record Subject(String source, String table, String row, String figure) {
  /** Nothing: there is nothing to select. */
  public static final Subject NONE = new Subject("", "", "", "");

  /** A figure of a process or thread: of the column by which they are sorted, if that is one. */
  static Subject ofTask(boolean isThread, long number, String column) {
    boolean isFigure = !List.of(Tasks.NUMBER, Tasks.USER, Tasks.NAME).contains(column);
    return new Subject(
        "",
        (isThread ? ProcessTable.THREAD : ProcessTable.PROCESS).name(),
        Long.toString(number),
        isFigure ? column : ProcessMeasure.CPU.figure(ProcessTable.PROCESS).name());
  }

  /** The figures of the machine that have curves, in the order of the screen. */
  static List<Subject> all(Moment moment) {
    List<Subject> all = new ArrayList<>();
    for (Section section : moment.sections()) {
      for (Strip strip : section.strips()) {
        for (Gauge gauge : strip.gauges()) {
          if (gauge.before().length > 0) {
            all.add(of(strip, gauge));
          }
        }
      }
    }
    return all;
  }

  /** A figure of the machine. */
  static Subject of(Strip strip, Gauge gauge) {
    return new Subject(strip.source(), gauge.figure().table(), strip.row(), gauge.figure().name());
  }

  /** Whether it is a process or thread. */
  public boolean isTask() {
    return source.isEmpty();
  }

  /** What it is, in words. */
  public String text() {
    return isTask()
        ? "%s of %s %s".formatted(figure, table, row)
        : "%s of %s".formatted(figure, (source + " " + row).strip());
  }
}
