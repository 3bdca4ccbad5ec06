package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.process.ProcessStatColumns;
import io.github.procfs4j.processes.ProcessFigures;
import io.github.procfs4j.processes.ProcessFilter;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.recording.RecordedPlayback;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.StatColumns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the samples of all processes do not show, because processes start and end between two
 * samples: how many of them there were, their CPU time, and who their parents probably were.
 *
 * <p>The kernel counts forks, of processes and of threads, and the CPU time of the machine in
 * {@code stat}. The CPU time of a child that has ended is added to the times of children of the
 * parent that waited for it ({@code cutime} and {@code cstime}, getrusage(2)). So what these times
 * grow by, minus the last times of the children that were seen before they ended, was used by
 * children that were not seen, or after they were last seen.
 *
 * @param forks the number of processes and threads that were started
 * @param seen how many of them were seen
 * @param hasThreads whether threads were recorded; if not, {@code seen} is the number of processes
 * @param machineSeconds the CPU time of the machine, without idle, iowait and steal
 * @param processesSeconds the CPU time of all processes that were seen
 * @param interruptSeconds the CPU time for interrupts and softirqs, which belongs to no process
 * @param parents the parents of what was not seen, the one with most CPU time first
 */
public record Unseen(
    long forks,
    long seen,
    boolean hasThreads,
    double machineSeconds,
    double processesSeconds,
    double interruptSeconds,
    List<Parent> parents) {

  /** Less than this is not worth reporting, nor is a smaller part of the whole. */
  private static final double LEAST_SECONDS = 0.1;

  private static final double LEAST_PART = 0.02;
  private static final int MOST_PARENTS = 3;
  private static final String ALL = "pid:" + ProcessFilter.all();

  /**
   * A process whose children were not seen.
   *
   * @param name its number and its name
   * @param seconds the CPU time of these children and of the children that they waited for
   */
  public record Parent(String name, double seconds) {}

  /** Computes it for a part of a recording; empty if stat or all processes were not recorded. */
  static Optional<Unseen> of(Recording recording, Span span) {
    Optional<RecordedSource> all = recording.source(ALL);
    RecordingFacts facts = recording.facts();
    if (all.isEmpty()
        || recording.source(Stat.FILE.source().name()).isEmpty()
        || facts.ticksPerSecond().isEmpty()) {
      return Optional.empty();
    }
    double ticks = facts.ticksPerSecond().getAsInt();
    return of(
        ProcessFigures.intervals(recording.playback(all.get()), Double.NaN, ticks),
        span,
        ticks,
        (from, to) -> Machine.of(recording, from, to));
  }

  /** As {@link #of(Recording, Span)}, from the samples of all processes and of the machine. */
  static Optional<Unseen> of(
      Interval interval, Span span, double ticks, BiFunction<Long, Long, Machine> machineBetween) {
    Count count = new Count();
    long from = Long.MAX_VALUE;
    long to = Long.MIN_VALUE;
    while (interval.next()) {
      if (span.holds(interval)) {
        from = Math.min(from, interval.fromNanos());
        to = interval.toNanos();
        count.add(interval);
      }
    }
    if (from >= to) {
      return Optional.empty();
    }
    count.end();
    Machine machine = machineBetween.apply(from, to);
    return Optional.of(
        new Unseen(
            machine.forks,
            count.hasThreads ? count.threads : count.processes,
            count.hasThreads,
            machine.busy / ticks,
            count.cpu / ticks,
            machine.interrupts / ticks,
            count.parents.stream()
                .sorted(Comparator.comparingDouble(Parent::seconds).reversed())
                .limit(MOST_PARENTS)
                .map(parent -> new Parent(parent.name, parent.seconds / ticks))
                .filter(parent -> parent.seconds >= LEAST_SECONDS)
                .toList()));
  }

  /** The CPU time of the machine in a part of a recording, without idle, iowait and steal. */
  static double busySeconds(Recording recording, Span span, double ticks) {
    return Machine.of(recording, span.fromNanos(), span.toNanos()).busy / ticks;
  }

  /** The CPU time that no seen process has used, without that of interrupts. */
  double restSeconds() {
    return Math.max(0, machineSeconds - interruptSeconds - processesSeconds);
  }

  /** What was not seen in a recording, in sentences; none if that is not known. */
  public static List<String> texts(Recording recording) {
    return of(recording, Span.all(recording)).map(Unseen::texts).orElse(List.of());
  }

  /** What was not seen, in sentences; none if that is next to nothing. */
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    long missed = forks - seen;
    if (missed > 0) {
      texts.add(
          String.format(
              Locale.ROOT,
              "%,d of %,d forks were not seen: %s that started and ended between two samples%s",
              missed,
              forks,
              hasThreads ? "processes or threads" : "processes",
              hasThreads ? "" : ", or threads, which are not recorded"));
    }
    if (restSeconds() >= LEAST_SECONDS && restSeconds() >= LEAST_PART * machineSeconds) {
      texts.add(
          String.format(
              Locale.ROOT,
              "%.2f s of the %.2f s of CPU time of the machine belong to no process that was seen"
                  + "%s",
              restSeconds(),
              machineSeconds,
              parents.isEmpty() ? "" : "; probably to children of " + names()));
    }
    return texts;
  }

  private String names() {
    return String.join(
        ", ",
        parents.stream()
            .map(parent -> String.format(Locale.ROOT, "%s (%.2f s)", parent.name, parent.seconds))
            .toList());
  }

  /**
   * The growth of the counters of the machine between two moments.
   *
   * @param forks the number of processes and threads that were started
   * @param busy CPU time without idle, iowait and steal, in ticks
   * @param interrupts the part of it for interrupts and softirqs
   */
  record Machine(long forks, double busy, double interrupts) {
    static Machine of(Recording recording, long from, long to) {
      RecordedPlayback<Stat> samples = recording.samples(Stat.FILE).play();
      Machine first = null;
      Machine last = null;
      while (samples.next()) {
        long nanos = samples.startNanos();
        if (nanos <= from || first == null) {
          first = of(samples.liveView());
        }
        last = of(samples.liveView());
        if (nanos >= to) {
          break;
        }
      }
      return first == null || last == null
          ? new Machine(0, 0, 0)
          : new Machine(
              growth(first.forks, last.forks),
              Math.max(0, last.busy - first.busy),
              Math.max(0, last.interrupts - first.interrupts));
    }

    /** 0 if it cannot be known: no kernel counts up to 2^63. */
    private static long growth(long from, long to) {
      return from < 0 || to < from ? 0 : to - from;
    }

    private static Machine of(Stat stat) {
      double interrupts = sum(stat, StatColumns.CPU_IRQ, StatColumns.CPU_SOFTIRQ);
      return new Machine(
          stat.amount(Stat.system(), StatColumns.SYSTEM_PROCESSES).orElse(0),
          interrupts
              + sum(stat, StatColumns.CPU_USER, StatColumns.CPU_NICE, StatColumns.CPU_SYSTEM),
          interrupts);
    }

    private static double sum(Stat stat, Column... modes) {
      double sum = 0;
      for (Column mode : modes) {
        sum += stat.amount(Stat.allCpus(), mode).orElse(0);
      }
      return sum;
    }
  }

  /** What is known of a process that exists. */
  private static final class Known {
    /** Its row with the latest description: a program that was just forked has another name. */
    Row row;

    long parent;

    /** Its own CPU time and that of its waited-for children, in ticks, as last seen. */
    double last;

    /** What the times of its children have grown by. */
    double ofChildren;

    /** The part of this that is the last time of children that were seen. */
    double explained;

    Known(Row row) {
      this.row = row;
    }

    void end(List<Parent> parents) {
      double unseen = ofChildren - explained;
      if (unseen > 0) {
        parents.add(new Parent(row.label("pid") + " " + Printable.truncated(name(), 60), unseen));
      }
    }

    private String name() {
      return ProcessTable.name(row);
    }
  }

  /** Follows the processes from interval to interval. */
  private static final class Count {
    /** More candidates are reduced to the greatest ones. */
    private static final int CANDIDATES = 1_000;

    final Map<Long, Known> known = new HashMap<>();
    List<Parent> parents = new ArrayList<>();
    boolean hasThreads;
    long processes;
    long threads;
    double cpu;
    private @Nullable Interval interval;

    /** The processes that ended in an interval, by their numbers. */
    private final Map<Long, Known> ended = new HashMap<>();

    /** The changed rows of an interval, each of which may be reported more than once. */
    private final Set<Row> changed = new LinkedHashSet<>();

    void add(Interval next) {
      interval = next;
      if (known.isEmpty()) {
        rows(next.layoutBefore(), ProcessTable.PROCESS.name()).forEach(this::begin);
      }
      hasThreads |= next.layout().table(ProcessTable.THREAD.name()).isPresent();
      changed.clear();
      ended.clear();
      if (next.changedRows(this::left, changed::add)) {
        explainEnded();
        changed.forEach(this::changed);
      } else {
        rows(next.layoutBefore(), ProcessTable.PROCESS.name()).stream()
            .filter(row -> !next.isThere(row))
            .forEach(this::left);
        explainEnded();
        rows(next.layout(), ProcessTable.PROCESS.name()).forEach(this::changed);
        rows(next.layout(), ProcessTable.THREAD.name()).forEach(this::changed);
      }
    }

    private static List<Row> rows(Layout layout, String table) {
      return layout.table(table).map(TableLayout::rows).orElse(List.of());
    }

    private Interval interval() {
      return Objects.requireNonNull(interval);
    }

    /** A process of the first sample. */
    private void begin(Row row) {
      Known process = new Known(row);
      process.last =
          before(row, ProcessStatColumns.UTIME)
              + before(row, ProcessStatColumns.STIME)
              + before(row, ProcessStatColumns.CUTIME)
              + before(row, ProcessStatColumns.CSTIME);
      process.parent = (long) before(row, ProcessStatColumns.PPID);
      known.put((long) row.numericLabel("pid"), process);
    }

    private double before(Row row, Column column) {
      double amount = interval().amountBefore(row, column);
      return Double.isNaN(amount) ? 0 : amount;
    }

    private double growth(Row row, Column column) {
      double growth = interval().growth(row, column);
      return Double.isNaN(growth) ? 0 : growth;
    }

    private double now(Row row, Column column) {
      double amount = interval().amount(row, column);
      return Double.isNaN(amount) ? 0 : amount;
    }

    private void left(Row row) {
      if (isOf(row, ProcessTable.PROCESS.name()) && !interval().isThere(row)) {
        long pid = (long) row.numericLabel("pid");
        Known process = known.remove(pid);
        if (process != null) {
          ended.put(pid, process);
        }
      }
    }

    /**
     * The last times of those that ended are in the times of children of their parent, or, if that
     * has ended too, of the parent's parent.
     */
    private void explainEnded() {
      Map<Long, Long> ancestors = new HashMap<>();
      for (Known process : ended.values()) {
        process.end(parents);
        Known alive = known.get(ancestor(process.parent, ancestors));
        if (alive != null) {
          alive.explained += process.last;
        }
      }
      if (parents.size() > CANDIDATES) {
        parents.sort(Comparator.comparingDouble(Parent::seconds).reversed());
        parents = new ArrayList<>(parents.subList(0, CANDIDATES / 2));
      }
    }

    /**
     * The number of the next ancestor that has not ended.
     *
     * @param found those that were found before, by the number of the descendant
     */
    private long ancestor(long parent, Map<Long, Long> found) {
      List<Long> path = new ArrayList<>();
      long ancestor = parent;
      while (ended.containsKey(ancestor) && path.size() <= ended.size()) {
        path.add(ancestor);
        ancestor = found.getOrDefault(ancestor, ended.get(ancestor).parent);
      }
      for (long number : path) {
        found.put(number, ancestor);
      }
      return ancestor;
    }

    private void changed(Row row) {
      boolean isNew = !interval().wasThere(row);
      boolean isStarted = isNew && !Double.isNaN(interval().growth(row, ProcessStatColumns.UTIME));
      if (isOf(row, ProcessTable.THREAD.name())) {
        threads += isStarted ? 1 : 0;
      } else if (isOf(row, ProcessTable.PROCESS.name())) {
        processes += isStarted ? 1 : 0;
        process(row);
      }
    }

    private void process(Row row) {
      long pid = (long) row.numericLabel("pid");
      Known process = known.get(pid);
      if (process == null || !process.row.equals(row)) {
        process = new Known(row);
        known.put(pid, process);
      }
      process.row = row;
      double own = growth(row, ProcessStatColumns.UTIME) + growth(row, ProcessStatColumns.STIME);
      double last =
          now(row, ProcessStatColumns.UTIME)
              + now(row, ProcessStatColumns.STIME)
              + now(row, ProcessStatColumns.CUTIME)
              + now(row, ProcessStatColumns.CSTIME);
      cpu += own;
      process.ofChildren +=
          growth(row, ProcessStatColumns.CUTIME) + growth(row, ProcessStatColumns.CSTIME);
      process.last = last;
      process.parent = (long) now(row, ProcessStatColumns.PPID);
    }

    private static boolean isOf(Row row, String table) {
      return row.table().name().equals(table);
    }

    void end() {
      known.values().forEach(process -> process.end(parents));
    }
  }
}
