package io.github.procfs4j.cli.live;

import io.github.procfs4j.cli.screens.Subject;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.processes.ProcessFigures;
import io.github.procfs4j.processes.ProcessTable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the row of a subject in one interval after the other. */
final class Seeker {
  private final Subject subject;
  private final boolean isThread;

  /** The row in which it was found last: usually it is there again. */
  private @Nullable Row last;

  Seeker(Subject subject) {
    this.subject = subject;
    isThread = subject.table().equals(ProcessTable.THREAD.name());
  }

  /** The figure that a subject is about; empty if it is not known. */
  static Optional<Figure> figure(Subject subject) {
    if (!subject.isTask()) {
      return Meters.figure(subject.source(), subject.table(), subject.figure());
    }
    boolean isOfThread = subject.table().equals(ProcessTable.THREAD.name());
    return ProcessFigures.of(isOfThread ? ProcessTable.THREAD : ProcessTable.PROCESS).stream()
        .filter(figure -> figure.name().equals(subject.figure()))
        .findFirst();
  }

  /** The value in an interval; NaN if the row is not there, or the value is not known. */
  double value(Figure figure, Interval interval) {
    Row row = last;
    if (row == null || !interval.isThere(row)) {
      row =
          interval.layout().table(subject.table()).map(TableLayout::rows).orElse(List.of()).stream()
              .filter(this::isIt)
              .findFirst()
              .orElse(null);
      last = row;
    }
    return row == null ? Double.NaN : figure.value(interval, row);
  }

  private boolean isIt(Row row) {
    return subject.isTask()
        ? row.label(isThread ? "tid" : "pid").equals(subject.row())
        : Meters.name(row).equals(subject.row());
  }
}
