package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.process.ProcessMeasure;
import io.github.procfs4j.process.ProcessTable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the threads of each process used in an interval, of what the files of the process tell of
 * somebody else: of its first thread alone, or of its children too.
 */
final class ThreadSums {
  private static final List<ProcessMeasure> MEASURES =
      Arrays.stream(ProcessMeasure.values())
          .filter(measure -> measure.scope() != ProcessMeasure.Scope.PROCESS)
          .toList();

  private final Map<String, Portion[]> ofProcess = new HashMap<>();
  private final boolean areThere;

  /** Without any sum yet. */
  ThreadSums(Interval interval) {
    areThere = interval.layout().table(ProcessTable.THREAD.name()).isPresent();
  }

  /** Of the processes of these numbers. */
  static ThreadSums of(Interval interval, Set<String> pids) {
    ThreadSums sums = new ThreadSums(interval);
    for (Row row : interval.layout().rows(ProcessTable.THREAD)) {
      if (pids.contains(pid(row))) {
        for (ProcessMeasure measure : MEASURES) {
          Figure figure = measure.figure(ProcessTable.THREAD);
          Figure detail = measure.detail(ProcessTable.THREAD);
          sums.add(row, measure, Portion.of(interval, row, figure, detail));
        }
      }
    }
    return sums;
  }

  /** Adds what a thread used. */
  void add(Row thread, ProcessMeasure measure, Portion portion) {
    Portion[] sums = ofProcess.computeIfAbsent(pid(thread), pid -> none());
    sums[measure.ordinal()] = sums[measure.ordinal()].plus(portion);
  }

  private static Portion[] none() {
    Portion[] none = new Portion[ProcessMeasure.values().length];
    Arrays.fill(none, Portion.NONE);
    return none;
  }

  /** The number of the process that a row belongs to: the first label of both tables. */
  private static String pid(Row row) {
    return row.labels().getFirst();
  }

  /** Whether threads were recorded. */
  boolean areThere() {
    return areThere;
  }

  /** What those of a process used. */
  Portion of(Row process, ProcessMeasure measure) {
    Portion[] sums = ofProcess.get(pid(process));
    return sums == null ? Portion.NONE : sums[measure.ordinal()];
  }
}
