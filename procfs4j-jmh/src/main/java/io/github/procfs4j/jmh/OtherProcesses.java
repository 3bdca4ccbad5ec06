package io.github.procfs4j.jmh;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.process.ProcessStatColumns;
import io.github.procfs4j.processes.ProcessTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The CPU time of the processes of a machine over one or more intervals, without the benchmark's
 * own process.
 *
 * <p>A process that ended within an interval is no longer in the table. When its parent has waited
 * for it, its CPU time is in the parent's columns for children, all of it at once. What the table
 * showed of it before is subtracted, and the rest counts as that of ended children of the parent.
 * This is a conclusion, not a measurement: another process may have waited for it.
 */
final class OtherProcesses {
  /** Names may contain arguments, by which processes are distinguished. */
  private static final int LONGEST_NAME = 48;

  private final String own;
  private final Map<String, Usage> usages = new TreeMap<>();
  private final Map<String, Usage> usagesOfEnded = new TreeMap<>();
  private double children;
  private double seconds;

  /** The CPU time of processes with one name. */
  private static final class Usage {
    private final TreeSet<String> pids = new TreeSet<>();
    private double seconds;
  }

  /** What is known of the processes that ended within an interval and had one ancestor. */
  private static final class Ended {
    private final TreeSet<String> names = new TreeSet<>();
    private double secondsBefore;
  }

  /**
   * Nothing used yet.
   *
   * @param own the number of the benchmark's process
   */
  OtherProcesses(long own) {
    this.own = Long.toString(own);
  }

  /** Adds what the processes used in an interval of a table of all processes. */
  void add(Interval interval) {
    seconds += interval.seconds();
    Map<String, Row> now = byPid(interval.layout());
    Map<String, Row> before = byPid(interval.layoutBefore());
    Map<Row, Ended> ended = ended(interval, before, now);
    for (Row row : now.values()) {
      Ended ofRow = ended.get(row);
      if (ofRow == null && interval.isStill(row)) {
        continue;
      }
      double waited = ofChildren(interval, row) - (ofRow == null ? 0 : ofRow.secondsBefore);
      if (row.label("pid").equals(own)) {
        children += positive(waited);
      } else if (isDescendant(interval, row, now)) {
        children += positive(ofItself(interval, row)) + positive(waited);
      } else {
        String name = ProcessTable.name(row);
        add(usages, name, row, ofItself(interval, row));
        add(usagesOfEnded, name + (ofRow == null ? "" : " " + ofRow.names), row, waited);
      }
    }
  }

  private static void add(Map<String, Usage> usages, String name, Row row, double seconds) {
    if (seconds > 0) { // not if it is NaN
      Usage usage = usages.computeIfAbsent(name, added -> new Usage());
      usage.seconds += seconds;
      usage.pids.add(row.label("pid"));
    }
  }

  private static double positive(double seconds) {
    return seconds > 0 ? seconds : 0; // also if it is NaN
  }

  private static Map<String, Row> byPid(Layout layout) {
    return layout.rows(ProcessTable.PROCESS).stream()
        .collect(Collectors.toMap(row -> row.label("pid"), row -> row));
  }

  private static Map<Row, Ended> ended(
      Interval interval, Map<String, Row> before, Map<String, Row> now) {
    Map<Row, Ended> ended = new HashMap<>();
    for (Row row : before.values()) {
      Row heir = interval.isThere(row) ? null : survivor(interval, row, before, now);
      if (heir != null) {
        Ended ofHeir = ended.computeIfAbsent(heir, added -> new Ended());
        ofHeir.names.add(ProcessTable.name(row));
        ofHeir.secondsBefore += before(interval, row);
      }
    }
    return ended;
  }

  /** The closest ancestor that still exists: if all have waited, it has the time of the process. */
  private static @Nullable Row survivor(
      Interval interval, Row row, Map<String, Row> before, Map<String, Row> now) {
    Row ancestor = row;
    for (int depth = 0; ancestor != null && depth <= before.size(); depth++) {
      ancestor = before.get(pid(interval.amountBefore(ancestor, ProcessStatColumns.PPID)));
      if (ancestor != null && interval.isThere(ancestor)) {
        return now.get(ancestor.label("pid"));
      }
    }
    return null;
  }

  private boolean isDescendant(Interval interval, Row row, Map<String, Row> now) {
    Row ancestor = row;
    for (int depth = 0; ancestor != null && depth <= now.size(); depth++) {
      String parent = pid(interval.amount(ancestor, ProcessStatColumns.PPID));
      if (parent.equals(own)) {
        return true;
      }
      ancestor = now.get(parent);
    }
    return false;
  }

  private static String pid(double number) {
    return Double.isNaN(number) ? "" : Long.toString((long) number);
  }

  private static double ofItself(Interval interval, Row row) {
    return seconds(interval, row, ProcessStatColumns.UTIME, ProcessStatColumns.STIME);
  }

  private static double ofChildren(Interval interval, Row row) {
    return seconds(interval, row, ProcessStatColumns.CUTIME, ProcessStatColumns.CSTIME);
  }

  private static double seconds(Interval interval, Row row, Column user, Column system) {
    return (interval.growth(row, user) + interval.growth(row, system)) / interval.ticksPerSecond();
  }

  private static double before(Interval interval, Row row) {
    double ticks = 0;
    for (Column column :
        List.of(
            ProcessStatColumns.UTIME,
            ProcessStatColumns.STIME,
            ProcessStatColumns.CUTIME,
            ProcessStatColumns.CSTIME)) {
      ticks += interval.amountBefore(row, column);
    }
    return positive(ticks / interval.ticksPerSecond());
  }

  /** How many CPUs the other processes used on average that still exist. */
  double cpus() {
    return cpus(usages);
  }

  /** How many CPUs the ended processes used on average, as far as their parents show it. */
  double cpusOfEnded() {
    return cpus(usagesOfEnded);
  }

  private double cpus(Map<String, Usage> of) {
    return cpus(of.values().stream().mapToDouble(usage -> usage.seconds).sum());
  }

  /** How many CPUs the children of the benchmark's process and their descendants used. */
  double cpusOfOwnChildren() {
    return cpus(children);
  }

  private double cpus(double used) {
    return seconds > 0 ? used / seconds : 0; // nothing is known if there is no interval
  }

  /**
   * The processes by name, with the number of a process that is the only one of its name.
   *
   * @param ended the part of the time of ended processes that counts, from 0 to 1
   */
  List<Disturbance.User> users(double ended) {
    List<Disturbance.User> users = new ArrayList<>();
    usages.forEach((name, usage) -> users.add(user(name, usage, 1)));
    usagesOfEnded.forEach(
        (name, usage) -> users.add(user("ended children of " + name, usage, ended)));
    return users;
  }

  private Disturbance.User user(String name, Usage usage, double part) {
    String which =
        usage.pids.size() == 1
            ? " (pid " + usage.pids.first() + ")"
            : " (" + usage.pids.size() + " processes)";
    return new Disturbance.User(
        Printable.truncated(Printable.line(name), LONGEST_NAME) + which,
        part * cpus(usage.seconds));
  }
}
