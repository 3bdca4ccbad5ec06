package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.process.ProcessStatColumns;
import io.github.procfs4j.process.ProcessStatusColumns;
import io.github.procfs4j.processes.ProcessTable;
import java.util.Locale;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Stream;

/** What processes have in common that are added up. */
public enum Grouping {
  /** The name that the kernel keeps. */
  COMM,
  /** The first word of the command line. */
  EXE,
  /** The effective user. */
  USER,
  /** The oldest ancestor that was recorded and is not the first process. */
  TREE,
  /** The session. */
  SESSION,
  /** The control group. */
  CGROUP;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The figures that contain the number by which processes are grouped, as two halves, since values
   * have 24 bits; none if they are grouped by something else.
   */
  Stream<Figure> attribute() {
    return switch (this) {
      case COMM, EXE, CGROUP -> Stream.of();
      case USER -> halves(ProcessStatusColumns.UID_EFFECTIVE);
      case TREE -> halves(ProcessStatColumns.PPID);
      case SESSION -> halves(ProcessStatColumns.SESSION);
    };
  }

  private Stream<Figure> halves(Column column) {
    return Stream.of(
        half(
            Choice.HIGH, (interval, row) -> Math.floor(interval.amount(row, column) / Choice.HALF)),
        half(Choice.LOW, (interval, row) -> interval.amount(row, column) % Choice.HALF));
  }

  private static Figure half(String name, ToDoubleBiFunction<Interval, Row> formula) {
    return new Figure(ProcessTable.PROCESS.name(), name, "", Limits.NONE, "", "", formula);
  }
}
