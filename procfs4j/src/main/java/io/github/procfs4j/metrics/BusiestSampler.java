package io.github.procfs4j.metrics;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.processes.ProcessEntry;
import io.github.procfs4j.processes.ProcessFigures;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.UnreadableException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The processes that took most CPU time since the previous sample, and the number of processes in
 * each state. Processes of one name are one row: a row for each process would leave a series for
 * each number that a process ever had.
 */
final class BusiestSampler extends ComputedSampler {
  private static final Table NAMED = Table.of("process", "name");
  private static final Table STATE = Table.of("state", "state");

  /** In millionths of a CPU. */
  private static final Unit CPUS = new Unit("cpus", 1, 6);

  private static final Column CPU =
      column("cpu", CPUS, "CPU time since the previous reading, in CPUs, of processes of a name.");
  private static final Column RESIDENT =
      column(
          "resident",
          Unit.BYTES,
          "Memory in RAM of processes of a name; shared parts count in each.");
  private static final Column PROCESSES = column("count", Unit.COUNT, "Processes of a name.");
  private static final Column COUNT = column("count", Unit.COUNT, "Processes in a state.");

  private static final Figure USED = ProcessFigures.of(ProcessTable.PROCESS, "cpu");
  private static final Figure RSS = ProcessFigures.of(ProcessTable.PROCESS, "rss");

  private static final Pattern WORDS = Pattern.compile(":? ");

  /** What follows the name in {@code [kworker/u8:3-events]}. */
  private static final Pattern KERNEL_THREAD = Pattern.compile("[/:-].*$");

  private static final class Group {
    private double cpus;
    private double bytes;
    private int processes;

    double cpus() {
      return cpus;
    }
  }

  private static final Comparator<Map.Entry<String, Group>> BUSIEST_FIRST =
      Map.Entry.<String, Group>comparingByValue(Comparator.comparingDouble(Group::cpus).reversed())
          .thenComparing(Map.Entry.comparingByKey());

  private final int most;
  private final Sampler<ProcessTable> processes;
  private final Interval interval;

  BusiestSampler(Procfs proc, int most) {
    super(
        new Source(
            "processes",
            "The busiest processes, and the number of processes in each state",
            Source.Mode.SAMPLED,
            "",
            "",
            "",
            "proc_pid_stat(5)"),
        proc.root());
    this.most = most;
    processes = proc.processes().sampler();
    interval = processes.intervals();
  }

  private static Column column(String name, Unit unit, String meaning) {
    return new Column(name, unit, Kind.GAUGE, false, "", "", meaning, "proc_pid_stat(5)");
  }

  @Override
  void compute() {
    Outcome outcome = processes.sample();
    if (outcome != Outcome.SAMPLED) {
      throw new UnreadableException(outcome, processes.problem().orElse(outcome.text()));
    }
    List<ProcessEntry> all = processes.view().processes();
    addStates(all);
    if (interval.next()) {
      addBusiest(all);
    }
  }

  private void addStates(List<ProcessEntry> all) {
    Map<String, Long> states = new TreeMap<>();
    all.forEach(process -> states.merge(state(process.stat().state()), 1L, Long::sum));
    states.forEach((state, count) -> add(STATE.row(state), COUNT, count));
  }

  /** The state in the words of the OpenTelemetry conventions. */
  private static String state(char letter) {
    return switch (letter) {
      case 'R' -> "running";
      case 'T', 't' -> "stopped";
      case 'Z', 'X', 'x' -> "defunct";
      default -> "sleeping";
    };
  }

  private void addBusiest(List<ProcessEntry> all) {
    Map<String, Group> groups = new HashMap<>();
    for (ProcessEntry process : all) {
      double cpus = USED.value(interval, process.row());
      double bytes = RSS.value(interval, process.row());
      Group group = groups.computeIfAbsent(program(process), name -> new Group());
      group.cpus += Double.isNaN(cpus) ? 0 : cpus;
      group.bytes += Double.isNaN(bytes) ? 0 : bytes;
      group.processes++;
    }
    groups.entrySet().stream()
        .sorted(BUSIEST_FIRST)
        .limit(most)
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> add(entry.getKey(), entry.getValue()));
  }

  /**
   * The name without arguments, which titles such as {@code nginx: worker process} contain too, and
   * without the numbers of kernel threads: each of these would leave series behind.
   */
  private static String program(ProcessEntry process) {
    String name = process.name();
    boolean isKernelThread = name.startsWith("[");
    String program = WORDS.split(name, 2)[0];
    return isKernelThread ? KERNEL_THREAD.matcher(program).replaceFirst("]") : program;
  }

  private void add(String name, Group group) {
    Row row = NAMED.row(name);
    add(row, CPU, Math.round(group.cpus * 1e6));
    add(row, RESIDENT, Math.round(group.bytes));
    add(row, PROCESSES, group.processes);
  }

  @Override
  protected Runnable release() {
    return processes::close;
  }
}
