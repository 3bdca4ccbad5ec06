package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Lack;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.process.ProcessFigures;
import io.github.procfs4j.process.ProcessMeasure;
import io.github.procfs4j.process.ProcessTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the processes, or the threads, of a recording have used, in bounded memory however many came
 * and went: sums of each, of which those are dropped that ended and are not among the busiest.
 */
final class TaskUsage {
  /** So many are told of by each measure at most. */
  static final int SHOWN = 10;

  /** So many of those that have ended are kept at most before all but the busiest are dropped. */
  private static final int ENDED = 20_000;

  private static final int MEASURES = ProcessMeasure.values().length;

  private final Table table;
  private final boolean isThreads;
  private final Figure[] figures = new Figure[MEASURES];
  private final Figure[] details = new Figure[MEASURES];
  private final List<ProcessMeasure> measures;
  private final Map<Row, TaskUse> uses = new HashMap<>();
  private final Map<ProcessMeasure, Values> all = new HashMap<>();
  private final Map<ProcessMeasure, Odd> odd = new EnumMap<>(ProcessMeasure.class);
  private final List<Busiest> busiest = new ArrayList<>();
  private final Map<Row, TaskUse> chosen = new HashMap<>();
  private long first = -1;
  private long last;
  private long most;
  private long came;
  private long ended;

  TaskUsage(Table table) {
    this.table = table;
    isThreads = table.equals(ProcessTable.THREAD);
    for (ProcessMeasure measure : ProcessMeasure.values()) {
      figures[measure.ordinal()] = measure.figure(table);
      details[measure.ordinal()] = measure.detail(table);
    }
    measures =
        Arrays.stream(ProcessMeasure.values())
            // The memory of a thread is that of its process.
            .filter(m -> m != ProcessMeasure.MEMORY || table.equals(ProcessTable.PROCESS))
            .toList();
    measures.forEach(measure -> all.put(measure, new Values()));
  }

  /** How often the figure of a measure had no value, and why, and how often an impossible one. */
  static final class Odd {
    private final Map<Lack, Long> lacks = new EnumMap<>(Lack.class);
    private long beyondLimits;
    private long intervalsBeyond;

    private void add(Portion portion) {
      if (portion.lack() != null) {
        lacks.merge(portion.lack(), 1L, Long::sum);
      }
      beyondLimits += portion.isBeyondLimits() ? 1 : 0;
    }

    long count(Lack lack) {
      return lacks.getOrDefault(lack, 0L);
    }

    long beyondLimits() {
      return beyondLimits;
    }

    /** In how many intervals all together came to what they cannot. */
    long intervalsBeyond() {
      return intervalsBeyond;
    }
  }

  /** What was odd about a measure, of all processes and intervals together. */
  Odd odd(ProcessMeasure measure) {
    return odd.computeIfAbsent(measure, key -> new Odd());
  }

  /** Takes what was used in an interval, the {@code at}-th. */
  void add(Interval interval, int at, ThreadSums threads) {
    List<Row> rows = interval.layout().rows(table);
    double seconds = interval.seconds();
    double[] together = new double[MEASURES];
    Arrays.fill(together, Double.NaN);
    long cameHere = 0;
    for (Row row : rows) {
      TaskUse use = uses.computeIfAbsent(row, TaskUse::new);
      use.seen(row, at);
      cameHere += interval.wasThere(row) ? 0 : 1;
      // What is computed of a process is computed from its own numbers.
      boolean isStill = seconds > 0 && interval.isStill(row);
      for (ProcessMeasure measure : measures) {
        int m = measure.ordinal();
        Portion portion =
            isOfThreads(measure, threads)
                ? threads.of(row, measure)
                : use.portion(interval, measure, figures[m], details[m], isStill);
        use.add(measure, portion, seconds);
        odd(measure).add(portion);
        together[m] = Portion.plus(together[m], portion.value());
        if (isThreads) {
          threads.add(row, measure, portion);
        }
      }
    }
    for (ProcessMeasure measure : measures) {
      Values values = all.computeIfAbsent(measure, key -> new Values());
      values.padTo(at);
      values.add(measure.together(interval, together[measure.ordinal()]));
      odd(measure).intervalsBeyond += interval.side() == Limits.Side.WITHIN ? 0 : 1;
    }
    count(interval, rows.size(), cameHere);
    if (uses.size() > rows.size() + ENDED) {
      dropEnded(at);
    }
  }

  /** Whether the threads of a process tell better what it has used. */
  private boolean isOfThreads(ProcessMeasure measure, ThreadSums threads) {
    return !isThreads && measure.scope() != ProcessMeasure.Scope.PROCESS && threads.areThere();
  }

  private Portion portion(Interval interval, Row row, ProcessMeasure measure, ThreadSums threads) {
    int m = measure.ordinal();
    return isOfThreads(measure, threads)
        ? threads.of(row, measure)
        : Portion.of(interval, row, figures[m], details[m]);
  }

  private void count(Interval interval, long now, long cameHere) {
    long before = ProcessFigures.countBefore(interval, table);
    first = first < 0 ? Math.max(before, 0) : first;
    last = now;
    most = Math.max(most, Math.max(before, now));
    if (!interval.isAfterGap()) {
      came += cameHere;
      ended += before + cameHere - now;
    }
  }

  private void dropEnded(int at) {
    List<TaskUse> gone = uses.values().stream().filter(use -> use.lastInterval() < at).toList();
    Set<TaskUse> kept = new HashSet<>();
    measures.forEach(measure -> kept.addAll(Busiest.top(gone, measure, SHOWN)));
    gone.stream().filter(use -> !kept.contains(use)).forEach(use -> uses.remove(use.row()));
  }

  /** All that was used is there: finds the busiest. */
  void rank(Intervals intervals) {
    List<TaskUse> those = List.copyOf(uses.values());
    for (ProcessMeasure measure : measures) {
      Values together = all.getOrDefault(measure, new Values());
      together.padTo(intervals.size());
      Busiest found = new Busiest(measure, SHOWN, those, together, intervals);
      busiest.add(found);
      found.courses().forEach(course -> chosen.put(course.use().row(), course.use()));
    }
    uses.clear();
  }

  /** The processes whose course over time is wanted. */
  Set<Row> chosen() {
    return chosen.keySet();
  }

  /** Takes the course of the busiest in an interval: the second pass. */
  void follow(Interval interval, int at, ThreadSums threads) {
    for (Busiest those : busiest) {
      for (Busiest.Course course : those.courses()) {
        course.values().padTo(at);
        Row row = course.use().row();
        course.values().add(portion(interval, row, those.measure(), threads).value());
      }
    }
  }

  /** The course is there. */
  void end(int intervals) {
    busiest.forEach(those -> those.courses().forEach(c -> c.values().padTo(intervals)));
  }

  Table table() {
    return table;
  }

  /** By what they are compared. */
  List<ProcessMeasure> measures() {
    return measures;
  }

  /** By each measure of which something is known. */
  List<Busiest> busiest() {
    return busiest.stream().filter(those -> those.known() > 0).toList();
  }

  /** Measures of which nothing is known. */
  List<ProcessMeasure> unknown() {
    return busiest.stream().filter(those -> those.known() == 0).map(Busiest::measure).toList();
  }

  /** How many there were at first. */
  long first() {
    return Math.max(first, 0);
  }

  /** How many there were at last. */
  long last() {
    return last;
  }

  /** How many there were at most in one sample. */
  long most() {
    return most;
  }

  /** How many came while they were watched. */
  long came() {
    return came;
  }

  /** How many were not there any more in the next sample. */
  long ended() {
    return ended;
  }
}
