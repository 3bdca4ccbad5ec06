package io.github.procfs4j.jfr;

import static java.util.Comparator.comparingDouble;

import io.github.procfs4j.jfr.type.EventTypes;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.processes.ProcessFigures;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.processes.Processes;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The processes of a process table, and their threads. Those of which no number changed have no
 * events, and however many there are, a sample has events of the busiest ones only.
 */
final class ProcessSource extends EventSource {
  /** The number of processes, and of threads, for which a sample has events. */
  static final int MOST = 100;

  private final String name;
  private final Consumer<String> log;

  /** The tables of which it has been said that they had more rows. */
  private final Set<String> said = new HashSet<>();

  /** A row and what it has used in an interval. */
  private record Used(Row row, double cpu, double running) {}

  private ProcessSource(
      String name, EventTypes types, Processes processes, Duration period, Consumer<String> log) {
    super(types, processes.sampler(), period, log);
    this.name = name;
    this.log = log;
  }

  static ProcessSource of(
      Processes processes, Duration period, boolean hasCells, Consumer<String> log) {
    String name = processes.source().name();
    EventTypes types =
        new EventTypes(name, processes.source(), EventTypes.figuresOf(name), hasCells);
    return new ProcessSource(name, types, processes, period, log);
  }

  @Override
  Stream<Row> rows(TableLayout table, Interval interval) {
    List<Row> rows = super.rows(table, interval).toList();
    if (rows.size() <= MOST) {
      return rows.stream();
    }
    boolean isOfThreads = table.table().name().equals(ProcessTable.THREAD.name());
    if (said.add(table.table().name())) {
      String which = isOfThreads ? "threads" : "processes";
      log.accept(
          "%s: more than %d %s ran between two samples; only the %d that used most CPU time have events"
              .formatted(name, MOST, which, MOST));
    }
    Figure cpu = ProcessFigures.of(table.table(), "cpu");
    Figure running = ProcessFigures.of(table.table(), "running");
    return rows.stream()
        .map(row -> new Used(row, used(cpu, interval, row), used(running, interval, row)))
        .sorted(comparingDouble(Used::cpu).thenComparingDouble(Used::running).reversed())
        .limit(MOST)
        .map(Used::row);
  }

  /** What it has used, if that is known: a sort needs an order. */
  private static double used(Figure figure, Interval interval, Row row) {
    double value = figure.value(interval, row);
    return Double.isNaN(value) ? 0 : value;
  }
}
