package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.process.ProcessMeasure;
import io.github.procfs4j.process.ProcessTable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

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

  /** Of the processes of these numbers. */
  ThreadSums(Interval interval, Predicate<String> isWanted) {
    Optional<TableLayout> threads = interval.layout().table(ProcessTable.THREAD.name());
    areThere = threads.isPresent();
    threads.ifPresent(
        table -> {
          for (Row row : table.rows()) {
            if (isWanted.test(row.label("pid"))) {
              add(interval, row);
            }
          }
        });
  }

  private void add(Interval interval, Row row) {
    Portion[] sums =
        ofProcess.computeIfAbsent(
            row.label("pid"),
            pid -> {
              Portion[] none = new Portion[ProcessMeasure.values().length];
              Arrays.fill(none, Portion.NONE);
              return none;
            });
    for (ProcessMeasure measure : MEASURES) {
      Portion portion =
          Portion.of(
              interval,
              row,
              measure.figure(ProcessTable.THREAD),
              measure.detail(ProcessTable.THREAD));
      sums[measure.ordinal()] = sums[measure.ordinal()].plus(portion);
    }
  }

  /** Whether threads were recorded. */
  boolean areThere() {
    return areThere;
  }

  /** What those of a process used. */
  Portion of(Row process, ProcessMeasure measure) {
    Portion[] sums = ofProcess.get(process.label("pid"));
    return sums == null ? Portion.NONE : sums[measure.ordinal()];
  }
}
