package io.github.procfs4j.jmh;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.process.ProcessSchedStatColumns;
import io.github.procfs4j.process.ProcessStatColumns;
import io.github.procfs4j.process.ProcessStatusColumns;
import io.github.procfs4j.processes.ProcessFigures;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.StatColumns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openjdk.jmh.results.Result;

/** The numbers of an iteration, from the samples at its borders. */
final class Iteration {
  private static final double NANOS = 1e9;

  /**
   * The number of ticks below which numbers in ticks are left out: one tick more or less would be a
   * share of more than 5 % of a CPU.
   */
  private static final int LEAST_TICKS = 20;

  private static final Figure CPU = ProcessFigures.of(ProcessTable.PROCESS, "cpu");

  private final Watch machine;
  private final Watch own;
  private final OtherProcesses others;
  private final List<Row> benchmark = new ArrayList<>();
  private final List<Row> otherThreads = new ArrayList<>();
  private final List<String> problems;

  /**
   * An iteration.
   *
   * @param machine the CPU times and events of the machine
   * @param own this process and its threads
   * @param others the other processes
   * @param benchmark the numbers of the threads that run the benchmark
   * @param problems what could not be measured
   */
  Iteration(
      Watch machine, Watch own, OtherProcesses others, Set<Long> benchmark, List<String> problems) {
    this.machine = machine;
    this.own = own;
    this.others = others;
    this.problems = problems;
    if (own.hasInterval()) {
      for (Row thread : own.interval().layout().rows(ProcessTable.THREAD)) {
        boolean isBenchmark = benchmark.contains((long) thread.numericLabel("tid"));
        (isBenchmark ? this.benchmark : otherThreads).add(thread);
      }
    }
  }

  /**
   * The results for JMH: of each number the rate, and how much of it there was for each operation.
   *
   * @param operations the number of operations between the borders
   */
  List<Result<?>> results(long operations) {
    List<Result<?>> results = new ArrayList<>();
    Interval time = own.interval();
    add(results, "switches.voluntary", ProcessStatusColumns.VOLUNTARY_CTXT_SWITCHES, operations);
    add(
        results,
        "switches.involuntary",
        ProcessStatusColumns.NONVOLUNTARY_CTXT_SWITCHES,
        operations);
    add(results, "faults.minor", ProcessStatColumns.MINFLT, operations);
    add(results, "faults.major", ProcessStatColumns.MAJFLT, operations);
    addTime(results, "run-delay", runDelay(), time, operations);
    addTime(results, "cpu.jvm", ofOtherThreads(), time, operations);
    Interval ofMachine = machine.interval();
    addCount(
        results,
        "interrupts",
        growth(machine, Stat.system(), StatColumns.SYSTEM_INTR),
        ofMachine,
        operations);
    addCount(
        results,
        "softirqs",
        growth(machine, Stat.system(), StatColumns.SYSTEM_SOFTIRQ),
        ofMachine,
        operations);
    if (hasTicks()) {
      addTime(results, "steal", steal(), ofMachine, operations);
      addTime(results, "cpu.others", ofOthers(), ofMachine, operations);
    }
    return results;
  }

  private void add(List<Result<?>> results, String name, Column counter, long operations) {
    addCount(results, name, ofThreads(benchmark, counter), own.interval(), operations);
  }

  private static void addCount(
      List<Result<?>> results, String name, double count, Interval time, long operations) {
    add(results, name, count / time.seconds(), "#/s", count / operations, "#/op");
  }

  /** Adds a time, given in CPUs: how much of it there was in each second. */
  private static void addTime(
      List<Result<?>> results, String name, double cpus, Interval time, long operations) {
    add(results, name, 1e3 * cpus, "ms/s", NANOS * cpus * time.seconds() / operations, "ns/op");
  }

  private static void add(
      List<Result<?>> results,
      String name,
      double rate,
      String unitOfRate,
      double each,
      String unitOfEach) {
    if (Double.isFinite(rate)) {
      results.add(MeasuredResult.of("procfs." + name, rate, unitOfRate));
      if (Double.isFinite(each)) {
        results.add(MeasuredResult.of("procfs." + name + ".norm", each, unitOfEach));
      }
    }
  }

  /** The growth of a counter, summed over threads; NaN if it is not known of all of them. */
  private double ofThreads(List<Row> threads, Column counter) {
    double sum = threads.isEmpty() ? Double.NaN : 0;
    for (Row thread : threads) {
      sum += own.interval().growth(thread, counter);
    }
    return sum;
  }

  private static double growth(Watch watch, Row row, Column counter) {
    return watch.hasInterval() ? watch.interval().growth(row, counter) : Double.NaN;
  }

  /** In CPUs; NaN if the kernel does not count it: all numbers of that file are then 0. */
  private double ofSchedStat(List<Row> threads, Column nanoseconds) {
    boolean isCounted =
        benchmark.stream()
            .anyMatch(
                thread ->
                    own.interval().amount(thread, ProcessSchedStatColumns.SUM_EXEC_RUNTIME) > 0);
    return isCounted
        ? ofThreads(threads, nanoseconds) / NANOS / own.interval().seconds()
        : Double.NaN;
  }

  /** How many of the benchmark's threads waited for a CPU on average. */
  private double runDelay() {
    return ofSchedStat(benchmark, ProcessSchedStatColumns.RUN_DELAY);
  }

  /** How many CPUs the other threads of this JVM used. */
  private double ofOtherThreads() {
    return ofSchedStat(otherThreads, ProcessSchedStatColumns.SUM_EXEC_RUNTIME);
  }

  /** How many CPUs a counter of ticks of all CPUs grew by. */
  private double ofAllCpus(Column ticks) {
    return growth(machine, Stat.allCpus(), ticks)
        / machine.interval().ticksPerSecond()
        / machine.interval().seconds();
  }

  private double steal() {
    return ofAllCpus(StatColumns.CPU_STEAL);
  }

  /** Whether the iteration is long enough for numbers in ticks. */
  private boolean hasTicks() {
    return machine.hasInterval()
        && machine.interval().seconds() * machine.interval().ticksPerSecond() >= LEAST_TICKS;
  }

  /** How many CPUs other processes used. */
  private double ofOthers() {
    return others.cpus() + rest();
  }

  /**
   * How many CPUs were used by neither this process nor those that are in the table at the end: by
   * processes that ended, hidden ones, and those in other PID namespaces. The times of the samples
   * differ, so each CPU time is divided by the length of its own interval.
   */
  private double rest() {
    Optional<Row> process =
        own.hasInterval()
            ? own.interval().layout().rows(ProcessTable.PROCESS).stream().findFirst()
            : Optional.empty();
    if (process.isEmpty()) {
      return Double.NaN;
    }
    double all =
        ofAllCpus(StatColumns.CPU_USER)
            + ofAllCpus(StatColumns.CPU_NICE)
            + ofAllCpus(StatColumns.CPU_SYSTEM);
    double ofOwn = CPU.value(own.interval(), process.get());
    double rest = all - ofOwn - others.cpusOfOwnChildren() - others.cpus();
    return rest < 0 ? 0 : rest; // NaN remains
  }

  /** Whether the iteration was disturbed, and by whom. */
  Disturbance disturbance(ProfilerOptions.Thresholds thresholds) {
    List<Disturbance.Excess> excesses = new ArrayList<>();
    List<String> unknown = new ArrayList<>(problems);
    double delay = runDelay();
    check(excesses, unknown, "run delay", 100 * delay / benchmark.size(), thresholds.runDelay());
    if (hasTicks()) {
      check(excesses, unknown, "steal", 100 * steal() / cpus(), thresholds.steal());
      check(excesses, unknown, "other processes", 100 * ofOthers() / cpus(), thresholds.others());
    } else if (machine.hasInterval()) {
      unknown.add("the CPU time of others: the iterations are too short for the kernel's ticks");
    }
    List<Disturbance.User> users = users();
    double used = users.stream().mapToDouble(Disturbance.User::cpus).sum();
    boolean isOwnFault = delay > used && !excesses.isEmpty();
    return new Disturbance(
        excesses, users, isOwnFault, unknown.stream().map(Printable::line).toList());
  }

  private static void check(
      List<Disturbance.Excess> excesses,
      List<String> unknown,
      String what,
      double percent,
      double threshold) {
    if (Double.isNaN(percent)) {
      unknown.add(what);
    } else if (percent > threshold) {
      excesses.add(new Disturbance.Excess(what, percent, threshold));
    }
  }

  private int cpus() {
    return Math.max(1, machine.interval().layout().rows(Stat.allCpus().table()).size() - 1);
  }

  private List<Disturbance.User> users() {
    List<Disturbance.User> users = new ArrayList<>();
    if (hasTicks() && !Double.isNaN(rest())) {
      // What is concluded about those that ended cannot exceed what the CPUs did.
      double ended = Math.min(rest(), others.cpusOfEnded());
      users.addAll(others.users(ended > 0 ? ended / others.cpusOfEnded() : 0));
      add(users, "processes that are not visible here", rest() - ended);
      add(users, "the hypervisor", steal());
    } else {
      users.addAll(others.users(0));
    }
    otherThreads.stream()
        .max(Comparator.comparingDouble(this::ran))
        .ifPresent(
            busiest ->
                add(
                    users,
                    "this JVM (" + Printable.line(busiest.label("comm")) + ")",
                    ofOtherThreads()));
    return users;
  }

  private double ran(Row thread) {
    double ran = own.interval().growth(thread, ProcessSchedStatColumns.SUM_EXEC_RUNTIME);
    return Double.isNaN(ran) ? 0 : ran;
  }

  private static void add(List<Disturbance.User> users, String name, double cpus) {
    if (cpus > 0) { // not if it is NaN
      users.add(new Disturbance.User(name, cpus));
    }
  }
}
