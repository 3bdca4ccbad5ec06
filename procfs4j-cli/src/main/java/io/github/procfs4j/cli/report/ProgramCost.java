package io.github.procfs4j.cli.report;

import static java.util.stream.Collectors.joining;

import io.github.procfs4j.cli.options.Amounts;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.TextTable;
import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.process.ProcessIoColumns;
import io.github.procfs4j.process.ProcessSchedStatColumns;
import io.github.procfs4j.process.ProcessStatColumns;
import io.github.procfs4j.process.ProcessStatusColumns;
import io.github.procfs4j.processes.ProcessEntry;
import io.github.procfs4j.processes.ProcessFilter;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.recording.RecordedPlayback;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.system.PressureStall;
import io.github.procfs4j.system.PressureStallColumns;
import io.github.procfs4j.system.Stat;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a program cost while it was recorded: its tree of processes together and each process, and
 * what else the machine did meanwhile.
 *
 * <p>The total is what the kernel adds to the times of children of the recorder when they have been
 * waited for: it includes processes that were in no sample, and a few milliseconds for starting the
 * program. Its {@code ru_maxrss} is not used: it includes the memory of the recorder, with which
 * the program shares its memory until it is executed. What each process used is from its last
 * sample; its counters began at 0 when it was forked.
 */
public final class ProgramCost {
  private static final int SHOWN = 10;
  private static final int OTHERS_SHOWN = 3;
  private static final int LONGEST_NAME = 60;
  private static final double LEAST_SECONDS = 0.005;

  /** Of more processes than this, those with little CPU time are only counted. */
  private static final int MOST = 20_000;

  private static final Row SOME = Table.of("pressure", "stall").row("some");
  private static final Comparator<Used> BY_CPU =
      Comparator.comparingDouble((Used used) -> used.cpu).reversed();

  /**
   * What all of them used, from getrusage(2).
   *
   * @param userSeconds CPU time in user mode
   * @param systemSeconds CPU time in the kernel
   * @param minorFaults page faults without I/O
   * @param majorFaults page faults with I/O
   * @param readBytes bytes read from block devices
   * @param writtenBytes bytes to be written to block devices
   * @param voluntary context switches of tasks that waited
   * @param involuntary context switches of tasks that were preempted
   */
  public record Total(
      double userSeconds,
      double systemSeconds,
      long minorFaults,
      long majorFaults,
      long readBytes,
      long writtenBytes,
      long voluntary,
      long involuntary) {
    double cpuSeconds() {
      return userSeconds + systemSeconds;
    }
  }

  /**
   * A process, permanently.
   *
   * @param pid its number
   * @param start its start time in ticks since boot
   */
  public record Key(long pid, long start) {}

  /** What a process used until its last sample. */
  private static final class Used {
    final Key key;
    String name = "";
    boolean isRunning;
    double cpu;
    double faults;
    double peak;

    /** Its parent, and the CPU time of its children that it waited for, and theirs. */
    long parent;

    double ofChildren;

    /** Of each thread by its number: run delay in seconds, bytes of I/O, context switches. */
    final Map<Long, double[]> threads = new HashMap<>();

    Used(Key key) {
      this.key = key;
    }

    double ofThreads(int what) {
      return threads.values().stream().mapToDouble(values -> values[what]).sum();
    }
  }

  private final Recording recording;
  private final double ticks;

  /** In the order of their first samples. */
  private final Map<Key, Used> used = new LinkedHashMap<>();

  /** The processes of the current sample, by their numbers. */
  private final Map<Long, Used> current = new HashMap<>();

  private long processes;

  private ProgramCost(Recording recording) {
    this.recording = recording;
    ticks = recording.facts().ticksPerSecond().orElse(100);
  }

  /**
   * Reads the samples of the tree of a program.
   *
   * @param tree the source with its processes
   */
  public static ProgramCost of(Recording recording, RecordedSource tree) {
    ProgramCost cost = new ProgramCost(recording);
    RecordedPlayback<ProcessTable> samples = recording.samples(tree, ProcessTable::of).play();
    while (samples.next()) {
      cost.current.clear();
      samples.liveView().processes().forEach(cost::process);
      samples.liveView().threads().forEach(cost::thread);
      cost.forgetSmallOnes();
    }
    return cost;
  }

  private void process(ProcessEntry entry) {
    Key key = new Key(entry.pid(), entry.start());
    Used process = used.get(key);
    if (process == null) {
      process = new Used(key);
      used.put(key, process);
      processes++;
    }
    current.put(entry.pid(), process);
    process.name = entry.pid() + " " + Printable.truncated(entry.name(), LONGEST_NAME);
    process.isRunning = entry.stat().state() != 'Z';
    process.cpu = seconds(entry);
    process.faults =
        amount(entry, ProcessStatColumns.MINFLT) + amount(entry, ProcessStatColumns.MAJFLT);
    process.parent = entry.stat().ppid();
    process.ofChildren =
        (amount(entry, ProcessStatColumns.CUTIME) + amount(entry, ProcessStatColumns.CSTIME))
            / ticks;
    process.peak = Math.max(process.peak, amount(entry, ProcessStatusColumns.VM_HWM));
  }

  private double seconds(ProcessEntry entry) {
    return (amount(entry, ProcessStatColumns.UTIME) + amount(entry, ProcessStatColumns.STIME))
        / ticks;
  }

  private static double amount(ProcessEntry entry, Column column) {
    return entry.amount(column).orElse(0);
  }

  /** A thread belongs to the process that has its number now. */
  private void thread(ProcessEntry thread) {
    Used process = current.get(thread.pid());
    if (process != null) {
      process.threads.put(
          thread.tid(),
          new double[] {
            amount(thread, ProcessSchedStatColumns.RUN_DELAY) / 1e9,
            amount(thread, ProcessIoColumns.READ_BYTES)
                + amount(thread, ProcessIoColumns.WRITE_BYTES),
            amount(thread, ProcessStatusColumns.VOLUNTARY_CTXT_SWITCHES)
                + amount(thread, ProcessStatusColumns.NONVOLUNTARY_CTXT_SWITCHES)
          });
    }
  }

  private void forgetSmallOnes() {
    if (used.size() > MOST) {
      double median =
          used.values().stream().mapToDouble(each -> each.cpu).sorted().toArray()[MOST / 2];
      used.values().removeIf(each -> each.cpu <= median);
    }
  }

  /**
   * Prints it.
   *
   * @param name the program and its arguments
   * @param ending how it ended
   * @param wallNanos how long it ran
   * @param total what all its processes used together; empty if that is not known
   * @param isAlive whether a process of the last sample still exists
   */
  public void print(
      Output out,
      String name,
      String ending,
      long wallNanos,
      Optional<Total> total,
      Predicate<Key> isAlive) {
    out.wrapped(Printable.truncated(name, 200) + ": " + Times.duration(wallNanos) + ", " + ending);
    total.ifPresent(all -> print(out, all, wallNanos));
    table(out);
    List<Used> running =
        current.values().stream().filter(each -> each.isRunning && isAlive.test(each.key)).toList();
    double seen = cpu(used.values());
    double ended = seen - cpu(running);
    double missed = total.map(Total::cpuSeconds).orElse(ended) - ended;
    if (missed >= LEAST_SECONDS) {
      out.wrapped(
          seconds(missed)
              + " of this CPU time are in no sample: of processes that started and ended between"
              + " two samples, and of the others after their last one"
              + parents());
    }
    if (!running.isEmpty()) {
      out.wrapped(
          "Still running, and not in the total: "
              + String.format(
                  Locale.ROOT,
                  running.size() == 1 ? "%,d process" : "%,d processes",
                  running.size())
              + ": "
              + running.stream().limit(SHOWN).map(each -> each.name).collect(joining(", "))
              + (running.size() > SHOWN ? "…" : ""));
    }
    meanwhile(out, Math.max(seen, seen + missed));
  }

  /**
   * The processes whose children used most CPU time that is in no sample: what they waited for,
   * without the children that were seen.
   */
  private String parents() {
    Map<Long, Double> seen = new HashMap<>();
    Set<Used> running = Set.copyOf(current.values());
    for (Used child : used.values()) {
      if (!running.contains(child)) {
        seen.merge(child.parent, child.cpu + child.ofChildren, Double::sum);
      }
    }
    List<String> names =
        used.values().stream()
            .map(each -> Map.entry(each, each.ofChildren - seen.getOrDefault(each.key.pid, 0.0)))
            .filter(each -> each.getValue() >= LEAST_SECONDS)
            .sorted(Map.Entry.<Used, Double>comparingByValue().reversed())
            .limit(OTHERS_SHOWN)
            .map(each -> each.getKey().name + " (" + seconds(each.getValue()) + ")")
            .toList();
    return names.isEmpty() ? "" : "; most of it of children of " + String.join(", ", names);
  }

  private static double cpu(Collection<Used> processes) {
    return processes.stream().mapToDouble(each -> each.cpu).sum();
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.2f s", seconds);
  }

  private static String size(double bytes) {
    return Amounts.size(BigDecimal.valueOf((long) bytes)).text();
  }

  private void print(Output out, Total total, long wallNanos) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of(
            "CPU",
            String.format(
                Locale.ROOT,
                "%s: %s user, %s system; %.2f CPUs on average",
                seconds(total.cpuSeconds()),
                seconds(total.userSeconds),
                seconds(total.systemSeconds),
                wallNanos == 0 ? 0 : total.cpuSeconds() * 1e9 / wallNanos)));
    lines.add(List.of("run delay", seconds(sum(0)) + " in samples: time ready without a CPU"));
    lines.add(
        List.of(
            "page faults",
            String.format(
                Locale.ROOT, "%,d, and %,d with I/O", total.minorFaults, total.majorFaults)));
    lines.add(
        List.of(
            "I/O",
            size((double) total.readBytes)
                + " read, "
                + size((double) total.writtenBytes)
                + " written"));
    lines.add(
        List.of(
            "switches",
            String.format(
                Locale.ROOT,
                "%,d voluntary, %,d involuntary",
                total.voluntary,
                total.involuntary)));
    double peak = used.values().stream().mapToDouble(each -> each.peak).max().orElse(0);
    lines.add(List.of("peak memory", size(peak) + " of one process, in samples"));
    TextTable table = new TextTable(1, false, false);
    lines.forEach(table::add);
    table.print(out);
  }

  private double sum(int what) {
    return used.values().stream().mapToDouble(each -> each.ofThreads(what)).sum();
  }

  private void table(Output out) {
    if (used.isEmpty()) {
      out.wrapped("None of its processes was in a sample.");
      return;
    }
    TextTable table = new TextTable(1, false, true, true, true, true, true, true);
    table.head(List.of("process", "CPU", "run delay", "faults", "I/O", "switches", "peak memory"));
    used.values().stream()
        .sorted(BY_CPU)
        .limit(SHOWN)
        .forEach(
            each ->
                table.add(
                    List.of(
                        each.name,
                        seconds(each.cpu),
                        seconds(each.ofThreads(0)),
                        String.format(Locale.ROOT, "%,.0f", each.faults),
                        size(each.ofThreads(1)),
                        String.format(Locale.ROOT, "%,.0f", each.ofThreads(2)),
                        size(each.peak))));
    table.print(out);
    if (processes > SHOWN) {
      long more = processes - SHOWN;
      out.wrapped("and %,d more process%s".formatted(more, more == 1 ? "" : "es"));
    }
  }

  /** What others did: the CPU time of the machine without that of the program, and by whom. */
  private void meanwhile(Output out, double ofProgram) {
    Span span = Span.all(recording);
    if (recording.source(Stat.FILE.source().name()).isEmpty()) {
      return;
    }
    double busy = Unseen.busySeconds(recording, span, ticks);
    List<Used> others = others();
    StringBuilder text =
        new StringBuilder("Meanwhile, the rest of the machine: ")
            .append(seconds(Math.max(0, busy - ofProgram)))
            .append(" of CPU time");
    List<String> names =
        others.stream()
            .filter(each -> each.cpu >= LEAST_SECONDS)
            .sorted(BY_CPU)
            .limit(OTHERS_SHOWN)
            .map(each -> each.name + " (" + seconds(each.cpu) + ")")
            .toList();
    if (!names.isEmpty()) {
      text.append(", most of it of ").append(String.join(", ", names));
    }
    String stalls = stalls();
    out.wrapped(text.append(stalls.isEmpty() ? "" : "; stalled: " + stalls).toString());
  }

  /** The processes that do not belong to the program, with what they used meanwhile. */
  private List<Used> others() {
    Optional<RecordedSource> all = recording.source("pid:" + ProcessFilter.all());
    if (all.isEmpty()) {
      return List.of();
    }
    Map<Key, Used> others = new HashMap<>();
    Map<Key, Double> first = new HashMap<>();
    boolean isFirst = true;
    RecordedPlayback<ProcessTable> samples = recording.samples(all.get(), ProcessTable::of).play();
    while (samples.next()) {
      for (ProcessEntry entry : samples.liveView().processes()) {
        Key key = new Key(entry.pid(), entry.start());
        double now = seconds(entry);
        if (isFirst) {
          first.put(key, now);
        }
        if (!used.containsKey(key)) {
          Used other = others.computeIfAbsent(key, Used::new);
          other.name = entry.pid() + " " + Printable.truncated(entry.name(), LONGEST_NAME);
          other.cpu = now - first.getOrDefault(key, 0.0);
        }
      }
      isFirst = false;
    }
    return List.copyOf(others.values());
  }

  /** For how long some task was stalled for lack of each resource. */
  private String stalls() {
    List<String> texts = new ArrayList<>();
    for (var file : PressureStall.FILES) {
      String name = file.source().name();
      if (recording.source(name).isPresent()) {
        RecordedPlayback<PressureStall> samples = recording.samples(file).play();
        long first = -1;
        long last = 0;
        while (samples.next()) {
          last = samples.liveView().amount(SOME, PressureStallColumns.TOTAL).orElse(0);
          first = first < 0 ? last : first;
        }
        double stalled = (last - first) / 1e6;
        if (first >= 0 && stalled >= LEAST_SECONDS) {
          texts.add(name.substring("pressure/".length()) + " " + seconds(stalled));
        }
      }
    }
    return String.join(", ", texts);
  }
}
