package io.github.procfs4j.cli.serve;

import io.github.procfs4j.cli.exposition.Format;
import io.github.procfs4j.cli.exposition.Labels;
import io.github.procfs4j.cli.exposition.TextBuffer;
import io.github.procfs4j.cli.exposition.Type;
import io.github.procfs4j.cli.exposition.Value;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.process.ProcessStat;
import io.github.procfs4j.process.ProcessStatColumns;
import io.github.procfs4j.processes.ProcessEntry;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.sampling.KernelConstants;
import io.github.procfs4j.sampling.Sampler;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The processes by their names, with the metrics of process-exporter: those that use most CPU time,
 * and all others as one group. So a name that was there once leaves no series behind.
 *
 * <p>Counters begin at zero with the first sample. What processes of a name use while it has a
 * series is in that series, and otherwise in that of the others, so that the sum of all rates is
 * right at any time, and no counter falls while its series exists.
 */
final class ProcessGroups extends Served {
  /** The name by which these are asked for. */
  static final String NAME = "processes";

  /** The group of all names that have no series of their own. */
  static final String OTHERS = "(others)";

  /** The group of the threads of the kernel, whose names contain numbers of CPUs and devices. */
  static final String KERNEL = "[kernel]";

  private static final String PREFIX = "namedprocess_namegroup_";

  /** PF_KTHREAD of {@code include/linux/sched.h}. */
  private static final long KERNEL_THREAD = 0x200000;

  /** What is read of each process. */
  private static final List<Column> NUMBERS =
      List.of(
          ProcessStatColumns.UTIME,
          ProcessStatColumns.STIME,
          ProcessStatColumns.MINFLT,
          ProcessStatColumns.MAJFLT,
          ProcessStatColumns.NUM_THREADS,
          ProcessStatColumns.RSS,
          ProcessStatColumns.VSIZE);

  /** In this time, the CPU time that was used counts half as much. */
  private static final double HALF_LIFE_NANOS = TimeUnit.MINUTES.toNanos(5);

  /** A name gets the series of another one if it uses so many times its CPU time. */
  private static final double ADVANTAGE = 2;

  /** What a process has used: counters. */
  private record Used(long user, long system, long minorFaults, long majorFaults) {
    static final Used NOTHING = new Used(0, 0, 0, 0);

    static Used of(ProcessStat stat) {
      return new Used(stat.utime(), stat.stime(), stat.minflt(), stat.majflt());
    }

    /** A counter that fell has not grown: the kernel corrects times. */
    Used since(Used before) {
      return new Used(
          Math.max(0, user - before.user),
          Math.max(0, system - before.system),
          Math.max(0, minorFaults - before.minorFaults),
          Math.max(0, majorFaults - before.majorFaults));
    }

    Used plus(Used more) {
      return new Used(
          user + more.user,
          system + more.system,
          minorFaults + more.minorFaults,
          majorFaults + more.majorFaults);
    }

    long ticks() {
      return user + system;
    }
  }

  /** What the processes of a group have now, and what they have used since the sample before. */
  private static final class Group {
    private long processes;
    private long threads;
    private double resident;
    private double virtual;
    private Used used = Used.NOTHING;

    void add(ProcessStat stat, Used more, long pageSize) {
      processes++;
      threads += stat.numThreads();
      resident += (double) stat.rss() * pageSize;
      virtual += stat.vsize();
      used = used.plus(more);
    }

    void add(Group other) {
      processes += other.processes;
      threads += other.threads;
      resident += other.resident;
      virtual += other.virtual;
      used = used.plus(other.used);
    }
  }

  private final Sampler<ProcessTable> sampler;
  private final int most;
  private final KernelConstants constants;

  private Map<Row, Used> before = new HashMap<>();
  private boolean isFirst = true;
  private boolean hasSaidIncomplete;
  private long greatestStart;
  private long lastNanos;

  /** How much CPU time the processes of each name have used of late, in ticks. */
  private Map<String, Double> recent = new HashMap<>();

  /** The groups that have series, {@link #OTHERS} among them, and what is written of them. */
  private final Map<String, Group> shown = new TreeMap<>();

  private final Map<String, Used> totals = new HashMap<>();

  /**
   * Groups processes.
   *
   * @param most how many names have series of their own
   */
  ProcessGroups(
      Sampler<ProcessTable> sampler, int most, KernelConstants constants, Consumer<String> voice) {
    super(sampler, NAME, voice);
    this.sampler = sampler;
    this.most = most;
    this.constants = constants;
    totals.put(OTHERS, Used.NOTHING);
  }

  @Override
  void sampled(List<? extends Served> ignored) {
    Map<String, Group> groups = groups();
    rank(groups, sampler.startNanos());
    shown.clear();
    totals.keySet().forEach(name -> shown.put(name, new Group()));
    groups.forEach((name, group) -> at(shown, shownAs(name)).add(group));
    shown.forEach((name, group) -> totals.merge(name, group.used, Used::plus));
  }

  private Map<String, Group> groups() {
    Map<String, Group> groups = new HashMap<>();
    Map<Row, Used> now = new HashMap<>();
    long latest = greatestStart;
    for (ProcessEntry process : sampler.view().processes()) {
      if (!isComplete(process)) {
        continue;
      }
      ProcessStat stat = process.stat();
      Used all = Used.of(stat);
      now.put(process.row(), all);
      Used known = before.get(process.row());
      boolean isNew = known == null && !isFirst && process.start() >= greatestStart;
      Used more = known != null ? all.since(known) : isNew ? all : Used.NOTHING;
      groups
          .computeIfAbsent(name(process), name -> new Group())
          .add(stat, more, constants.pageSize());
      latest = Math.max(latest, process.start());
    }
    before = now;
    isFirst = false;
    greatestStart = latest;
    return groups;
  }

  /** Whether it has all numbers, none of them impossible. */
  private boolean isComplete(ProcessEntry process) {
    boolean isComplete =
        NUMBERS.stream().allMatch(column -> process.amount(column).orElse(-1) >= 0);
    if (!isComplete && !hasSaidIncomplete) {
      hasSaidIncomplete = true;
      say("left out, because a number in stat is missing or impossible: " + process.pid());
    }
    return isComplete;
  }

  private static String name(ProcessEntry process) {
    long flags = process.amount(ProcessStatColumns.FLAGS).orElse(0);
    return (flags & KERNEL_THREAD) != 0 ? KERNEL : process.comm();
  }

  private String shownAs(String name) {
    return totals.containsKey(name) ? name : OTHERS;
  }

  /** Decides which names have series. */
  private void rank(Map<String, Group> groups, long nanos) {
    double left = isRanked() ? Math.pow(0.5, (nanos - lastNanos) / HALF_LIFE_NANOS) : 0;
    lastNanos = nanos;
    Map<String, Double> ranks = new HashMap<>();
    totals.keySet().forEach(name -> ranks.put(name, recent.getOrDefault(name, 0.0) * left));
    groups.forEach(
        (name, group) ->
            ranks.put(name, recent.getOrDefault(name, 0.0) * left + group.used.ticks()));
    ranks.remove(OTHERS);
    recent = ranks;
    Comparator<String> busiestFirst =
        Comparator.<String>comparingDouble(name -> -at(ranks, name))
            .thenComparing(Function.identity());
    List<String> candidates =
        groups.keySet().stream()
            .filter(name -> !totals.containsKey(name)) // which contains OTHERS
            .sorted(busiestFirst)
            .limit(most)
            .toList();
    List<String> ousted =
        new ArrayList<>(
            totals.keySet().stream()
                .filter(name -> !name.equals(OTHERS))
                .sorted(busiestFirst.reversed())
                .toList());
    for (String name : candidates) {
      if (totals.size() - 1 < most) {
        totals.put(name, Used.NOTHING);
      } else if (!ousted.isEmpty() && isBetter(name, ousted.getFirst(), groups)) {
        totals.remove(ousted.removeFirst());
        totals.put(name, Used.NOTHING);
      }
    }
  }

  private boolean isRanked() {
    return !recent.isEmpty();
  }

  /** A name without processes goes as soon as another one uses more than it did of late. */
  private boolean isBetter(String name, String shownName, Map<String, Group> groups) {
    double advantage = groups.containsKey(shownName) ? ADVANTAGE : 1;
    return at(recent, name) > advantage * at(recent, shownName);
  }

  private static <V> V at(Map<String, V> map, String name) {
    V value = map.get(name);
    if (value == null) {
      throw new IllegalStateException("no group " + name);
    }
    return value;
  }

  @Override
  void writeSample(Format format, TextBuffer to) {
    gauge(format, to, "num_procs", "Processes of a name.", group -> group.processes);
    gauge(format, to, "num_threads", "Threads of the processes of a name.", group -> group.threads);
    List<Value> memory = new ArrayList<>();
    shown.forEach(
        (name, group) -> {
          memory.add(value(name, "memtype", "resident", new BigDecimal(group.resident)));
          memory.add(value(name, "memtype", "virtual", new BigDecimal(group.virtual)));
        });
    format.write(
        to,
        PREFIX + "memory_bytes",
        Type.GAUGE,
        "Memory of the processes of a name; what they share counts in each.",
        memory);
    List<Value> cpu = new ArrayList<>();
    shown
        .keySet()
        .forEach(
            name -> {
              cpu.add(value(name, "mode", "user", seconds(at(totals, name).user)));
              cpu.add(value(name, "mode", "system", seconds(at(totals, name).system)));
            });
    format.write(
        to,
        PREFIX + "cpu_seconds_total",
        Type.COUNTER,
        "CPU time that the processes of a name have used since this has been served.",
        cpu);
    counter(format, to, "minor_page_faults_total", "that needed no disk", Used::minorFaults);
    counter(format, to, "major_page_faults_total", "that waited for a disk", Used::majorFaults);
  }

  private BigDecimal seconds(long ticks) {
    return BigDecimal.valueOf(ticks)
        .divide(BigDecimal.valueOf(constants.ticksPerSecond()), MathContext.DECIMAL64);
  }

  private static Labels labels(String group) {
    return Labels.of("groupname", group);
  }

  private static Value value(String group, String label, String of, BigDecimal value) {
    return new Value(labels(group).with(new Labels.Label(label, of)), value);
  }

  private void gauge(
      Format format, TextBuffer to, String name, String help, Function<Group, Long> of) {
    List<Value> values = new ArrayList<>();
    shown.forEach(
        (group, now) -> values.add(new Value(labels(group), BigDecimal.valueOf(of.apply(now)))));
    format.write(to, PREFIX + name, Type.GAUGE, help, values);
  }

  private void counter(
      Format format, TextBuffer to, String name, String which, Function<Used, Long> of) {
    List<Value> values = new ArrayList<>();
    for (String group : shown.keySet()) {
      long total = of.apply(at(totals, group));
      values.add(new Value(labels(group), BigDecimal.valueOf(total)));
    }
    format.write(
        to,
        PREFIX + name,
        Type.COUNTER,
        "Page faults " + which + ", of the processes of a name, since this has been served.",
        values);
  }
}
