package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Row;
import io.github.procfs4j.processes.ProcessMeasure;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The usage of the threads of each process in an interval, for measures that the files of the
 * process only show for its first thread, or including its children. For threads that did nothing,
 * only their number is kept.
 */
final class ThreadSums {
  private static final ProcessMeasure[] MEASURES =
      Arrays.stream(ProcessMeasure.values())
          .filter(measure -> measure.scope() != ProcessMeasure.Scope.PROCESS)
          .toArray(ProcessMeasure[]::new);

  private final Map<String, OfProcess> ofProcess = new HashMap<>();

  /** The processes with threads that were examined, came or left in the interval. */
  private final Set<String> changed = new LinkedHashSet<>();

  private boolean areThere;

  /** The threads of a process. */
  private static final class OfProcess {
    /** The usage of the examined threads. */
    final Portion[] sums = new Portion[ProcessMeasure.values().length];

    /** The number of other threads that are known to have used nothing, including the detail. */
    final int[] idle = new int[sums.length];

    final int[] idleInDetail = new int[sums.length];

    OfProcess() {
      clear();
    }

    final void clear() {
      Arrays.fill(sums, Portion.NONE);
    }

    boolean isEmpty() {
      return Arrays.stream(MEASURES).allMatch(measure -> idle[measure.ordinal()] == 0);
    }
  }

  /** Begins another interval. */
  void next() {
    for (String pid : changed) {
      OfProcess threads = of(pid);
      threads.clear();
      if (threads.isEmpty()) {
        ofProcess.remove(pid);
      }
    }
    changed.clear();
  }

  /** Sets whether there are any threads in this interval. */
  void areThere(boolean areThreads) {
    areThere = areThreads;
  }

  /** Whether threads were recorded. */
  boolean areThere() {
    return areThere;
  }

  private OfProcess of(String pid) {
    return ofProcess.computeIfAbsent(pid, key -> new OfProcess());
  }

  /** Adds the usage of a thread. */
  void add(Row thread, ProcessMeasure measure, Portion portion) {
    String pid = pid(thread);
    changed.add(pid);
    Portion[] sums = of(pid).sums;
    sums[measure.ordinal()] = sums[measure.ordinal()].plus(portion);
  }

  /** Removes a thread that left. */
  void leave(Row thread) {
    changed.add(pid(thread));
  }

  /** Whether only the existence of a thread with this usage need be counted. */
  static boolean isIdle(ProcessMeasure measure, Portion portion) {
    return measure.scope() == ProcessMeasure.Scope.PROCESS
        || Double.isNaN(portion.value())
        || portion.value() == 0;
  }

  /** Counts a thread that did nothing: 1, or -1 when it does something again or left. */
  void countIdle(TaskUse thread, int by) {
    OfProcess threads = of(pid(thread.row()));
    for (ProcessMeasure measure : MEASURES) {
      Portion portion = thread.portion(measure);
      threads.idle[measure.ordinal()] += Double.isNaN(portion.value()) ? 0 : by;
      threads.idleInDetail[measure.ordinal()] += Double.isNaN(portion.detail()) ? 0 : by;
    }
  }

  /** The number of the process that a row belongs to: the first label of both tables. */
  static String pid(Row row) {
    return row.labels().getFirst();
  }

  /** The processes with threads that were examined or left in the interval. */
  Set<String> changed() {
    return changed;
  }

  /** The usage of the threads of a process. */
  Portion of(Row process, ProcessMeasure measure) {
    OfProcess threads = ofProcess.get(pid(process));
    if (threads == null) {
      return Portion.NONE;
    }
    Portion sum = threads.sums[measure.ordinal()];
    if (threads.idle[measure.ordinal()] == 0) {
      return sum;
    }
    double nothing = threads.idleInDetail[measure.ordinal()] == 0 ? Double.NaN : 0;
    return sum.plus(new Portion(0, nothing, 0, null, false));
  }
}
