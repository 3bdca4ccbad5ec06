package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.processes.ProcessFigures;
import io.github.procfs4j.processes.ProcessFile;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.sampling.Outcome;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The processes and threads that used most during a recording, found in two passes: the first one
 * sums the usage of each, the second one follows the busiest over time.
 */
final class ProcessUsage implements Findings {
  private static final Set<String> TABLES =
      Set.of(ProcessTable.PROCESS.name(), ProcessTable.THREAD.name());

  /** The cost of an interval without its rows, and of its census, in figures. */
  private static final double INTERVAL = 2;

  private static final double CENSUS = 50;

  /** The greatest number of processes, and of threads, that are followed over time. */
  private static final int MOST = 500;

  private final RecordedSource source;
  private final long step;
  private final Intervals intervals;
  private final double slot;
  private final TaskUsage processes;
  private final TaskUsage threads;
  private List<Peak> collections = List.of();

  /** The intervals in which there are threads. */
  private final BitSet areThreads = new BitSet();

  private int gaps;
  private long mostReadByOpening;
  private long mostUnread;
  private final Map<Outcome, Long> mostUnreadFor = new EnumMap<>(Outcome.class);
  private final Map<ProcessFile, Map<Outcome, Long>> mostRefused = new EnumMap<>(ProcessFile.class);

  private ProcessUsage(RecordedSource source, long step, double ticks, boolean isBrief) {
    intervals = new Intervals(ticks);
    this.source = source;
    this.step = step;
    slot = WindowSum.slot(Watch.SECONDS, step * source.period().toNanos() / 1e9);
    processes = new TaskUsage(ProcessTable.PROCESS, slot, isBrief);
    threads = new TaskUsage(ProcessTable.THREAD, slot, isBrief);
  }

  /** The usage in the intervals in {@code span}. */
  static ProcessUsage of(Samples samples, RecordedSource source, Span span) {
    return of(samples, source, span, true, 0);
  }

  /**
   * The usage in the intervals in {@code span}, with the values of many processes and threads over
   * time.
   *
   * @param values the greatest number of values of each measure that are kept for them
   */
  static ProcessUsage of(Samples samples, RecordedSource source, Span span, int values) {
    return of(samples, source, span, true, values);
  }

  /** Only what the summary shows, in a fraction of the time. */
  static ProcessUsage sums(Samples samples, RecordedSource source, Span span) {
    return of(samples, source, span, false, 0);
  }

  private static ProcessUsage of(
      Samples samples, RecordedSource source, Span span, boolean isFollowing, int values) {
    double pageSize = Samples.orNaN(samples.recording().facts().pageSize());
    double ticks = Samples.orNaN(samples.recording().facts().ticksPerSecond());
    return samples.look(
        source,
        (step, budget) ->
            of(
                new ProcessUsage(source, step, ticks, !isFollowing).keeping(values),
                () -> samples.of(source, step),
                played -> ProcessFigures.intervals(played, pageSize, ticks),
                samples.recording().startNanos(),
                span,
                budget,
                isFollowing));
  }

  /**
   * The usage in samples of any origin.
   *
   * @param samples supplies all samples, from the first, each time
   * @param intervals returns the intervals between them
   * @param origin the monotonic time from which seconds are counted
   * @param values as in {@link #of(Samples, RecordedSource, Span, int)}; 0 for none
   */
  static ProcessUsage of(
      RecordedSource source,
      Supplier<Playback> samples,
      Function<Playback, Interval> intervals,
      long origin,
      Span span,
      int values) {
    return of(
        new ProcessUsage(source, 1, Double.NaN, false).keeping(values),
        samples,
        intervals,
        origin,
        span,
        Budget.unlimited(),
        true);
  }

  private ProcessUsage keeping(int values) {
    if (values > 0) {
      long samples = Math.max(1, source.samples() / step);
      int many = Math.clamp(values / samples, TaskUsage.SHOWN, MOST);
      processes.followMore(many);
      threads.followMore(many);
    }
    return this;
  }

  private static ProcessUsage of(
      ProcessUsage usage,
      Supplier<Playback> samples,
      Function<Playback, Interval> intervals,
      long origin,
      Span span,
      Budget budget,
      boolean isFollowing) {
    ReadTimes timed = new ReadTimes(samples.get());
    usage.sumUp(intervals.apply(timed), timed, origin, span, budget);
    if (isFollowing && !budget.isExceeded()) {
      usage.follow(intervals.apply(samples.get()), span, budget);
    }
    return usage;
  }

  private void sumUp(Interval interval, ReadTimes timed, long origin, Span span, Budget budget) {
    ThreadSums sums = new ThreadSums();
    // What is known about all processes together is in a row of another table.
    Lookout census = new Lookout(row -> !TABLES.contains(row.table().name()));
    boolean isFollowing = false;
    while (budget.allowsNext() && interval.next()) {
      budget.spend(INTERVAL);
      if (!span.holds(interval)) {
        isFollowing = false;
        continue;
      }
      int at = intervals.size();
      intervals.add(
          (interval.fromNanos() - origin) / 1e9,
          (interval.toNanos() - origin) / 1e9,
          timed.seconds());
      gaps += interval.isAfterGap() ? 1 : 0;
      sums.next();
      threads.add(interval, intervals, at, isFollowing, sums, budget);
      sums.areThere(threads.areThere());
      areThreads.set(at, threads.areThere());
      processes.add(interval, intervals, at, isFollowing, sums, budget);
      census.next(interval, isFollowing);
      if (census.isForAll() || !census.rows().isEmpty()) {
        addCensus(interval);
        budget.spend(CENSUS);
      }
      isFollowing = true;
    }
    collections = processes.collections(threads, intervals);
    processes.rank(intervals, sums);
    threads.rank(intervals, sums);
  }

  private void addCensus(Interval interval) {
    mostReadByOpening =
        Math.max(mostReadByOpening, ProcessFigures.readByOpening(interval).orElse(-1));
    mostUnread = Math.max(mostUnread, ProcessFigures.unread(interval).orElse(-1));
    for (Outcome reason : Outcome.values()) {
      addMost(mostUnreadFor, reason, ProcessFigures.unread(interval, reason));
    }
    for (ProcessFile file : ProcessFile.values()) {
      addMost(interval, file);
    }
  }

  private void addMost(Interval interval, ProcessFile file) {
    for (Outcome reason : Outcome.values()) {
      OptionalLong refused = ProcessFigures.refused(interval, file, reason);
      if (refused.isPresent()) {
        addMost(
            mostRefused.computeIfAbsent(file, key -> new EnumMap<>(Outcome.class)),
            reason,
            refused);
      }
    }
  }

  private static void addMost(Map<Outcome, Long> most, Outcome reason, OptionalLong count) {
    count.ifPresent(known -> most.merge(reason, known, Math::max));
  }

  private void follow(Interval interval, Span span, Budget budget) {
    Set<String> wanted =
        processes.chosen().stream().map(ThreadSums::pid).collect(Collectors.toSet());
    ThreadSums sums = new ThreadSums();
    TaskUsage ofWanted =
        new TaskUsage(
            ProcessTable.THREAD, slot, false, row -> wanted.contains(ThreadSums.pid(row)));
    int at = 0;
    while (at < intervals.size() && budget.allowsNext() && interval.next()) {
      if (span.holds(interval)) {
        budget.spend(INTERVAL);
        boolean isFollowing = at > 0;
        sums.next();
        ofWanted.add(interval, intervals, at, isFollowing, sums, budget);
        sums.areThere(areThreads.get(at));
        processes.follow(interval, at, isFollowing, sums, budget);
        threads.follow(interval, at, isFollowing, sums, budget);
        at++;
      }
    }
    processes.end(at, intervals);
    threads.end(at, intervals);
  }

  @Override
  public RecordedSource source() {
    return source;
  }

  @Override
  public long step() {
    return step;
  }

  @Override
  public Intervals intervals() {
    return intervals;
  }

  @Override
  public int gaps() {
    return gaps;
  }

  @Override
  public List<String> countedInTicks() {
    return tables().stream()
        .flatMap(tasks -> tasks.busiest().stream())
        .filter(busiest -> !Double.isNaN(busiest.window()))
        .map(busiest -> busiest.measure().text())
        .distinct()
        .toList();
  }

  /** The processes, and their threads if these were recorded. */
  List<TaskUsage> tables() {
    return hasThreads() ? List.of(processes, threads) : List.of(processes);
  }

  /** Whether threads were recorded, so that what is counted by thread is known for processes. */
  boolean hasThreads() {
    return !areThreads.isEmpty();
  }

  /** The processes that used most CPUs over some time. */
  Stream<Peak> mostCpu() {
    return processes.usingCpu().stream().flatMap(use -> use.peakOfCpu(intervals));
  }

  /** The threads that used most of a CPU over some time, without first threads of processes. */
  Stream<Peak> mostCpuOfThreads() {
    return threads.usingCpu().stream()
        .filter(use -> !use.row().label("tid").equals(use.row().label("pid")))
        .flatMap(use -> use.peakOfCpu(intervals));
  }

  /** The JVMs of whose CPU time garbage collection took the largest share, in percent. */
  Stream<Peak> mostCollection() {
    return collections.stream();
  }

  /** The processes whose memory grew most. */
  Stream<Peak> mostGrowth() {
    return processes.growing().stream().map(use -> use.peakOfGrowth(intervals));
  }

  /** The greatest number in a sample that were read by opening their files. */
  long mostReadByOpening() {
    return mostReadByOpening;
  }

  /** The greatest number in a sample that could not be read. */
  long mostUnread() {
    return mostUnread;
  }

  /** As {@link #mostUnread()}, for one reason; 0 if the reasons are not known. */
  long mostUnread(Outcome reason) {
    return mostUnreadFor.getOrDefault(reason, 0L);
  }

  /** The greatest number in a sample for which a file could not be read for one reason. */
  long mostRefused(ProcessFile file, Outcome reason) {
    return mostRefused.getOrDefault(file, Map.of()).getOrDefault(reason, 0L);
  }

  /** Whether it is known why processes or their files could not be read. */
  boolean knowsReasons() {
    return !mostUnreadFor.isEmpty();
  }

  /** The files that were requested in addition to {@code stat}, if {@link #knowsReasons}. */
  Set<ProcessFile> files() {
    return mostRefused.keySet();
  }
}
