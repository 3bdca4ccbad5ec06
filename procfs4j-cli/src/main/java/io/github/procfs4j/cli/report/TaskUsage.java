package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Lack;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.processes.ProcessFigures;
import io.github.procfs4j.processes.ProcessMeasure;
import io.github.procfs4j.processes.ProcessTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The usage of the processes or the threads of a recording, in bounded memory, however many came
 * and went: sums for each of them, except those that ended and are not among the busiest.
 */
final class TaskUsage {
  /** The greatest number reported by each measure. */
  static final int SHOWN = 10;

  /** The greatest number of ended ones that are kept before all except the busiest are dropped. */
  private static final int ENDED = 20_000;

  /** Collections that took less of a CPU are not worth mentioning, whatever their share. */
  private static final double LEAST_COLLECTION = 0.1;

  private static final int MEASURES = ProcessMeasure.values().length;

  /** The cost of a row, in figures: those of each measure, and finding it. */
  private static final double ROW = 2 * MEASURES + 1;

  private final Table table;
  private final double slot;
  private final boolean isThreads;
  private final boolean isBrief;
  private final Figure[] figures = new Figure[MEASURES];
  private final Figure[] details = new Figure[MEASURES];
  private final List<ProcessMeasure> measures;

  /** In order of first occurrence, which is also the order of those with equal usage. */
  private final Map<Row, TaskUse> uses = new LinkedHashMap<>();

  /** By the ordinal of the measure, because each is needed in each interval. */
  private final Values[] all = new Values[MEASURES];

  private final Odd[] odd = new Odd[MEASURES];

  /** Whether a measure is counted in ticks. */
  private final boolean[] areOfTicks = new boolean[MEASURES];

  private final List<Busiest> busiest = new ArrayList<>();

  private List<TaskUse> growing = List.of();
  private List<TaskUse> usingCpu = List.of();

  /** The CPU time of the threads of each JVM that collected garbage, by its number. */
  private final Map<String, WindowSum> collections = new LinkedHashMap<>();

  /** The courses of the busiest, by row and measure. */
  private final Map<Row, Map<ProcessMeasure, Busiest.Course>> courses = new HashMap<>();

  /** Selects the rows that are counted here. */
  private final Predicate<Row> isMeant;

  private final Lookout lookout;
  private final Lookout following;

  /**
   * The processes or threads with the same values in each interval; {@code steadySums} are their
   * sums.
   */
  private final Set<TaskUse> steady = new LinkedHashSet<>();

  private final Sum[] steadySums = new Sum[MEASURES];

  /** The row of a process by its number, if there are threads. */
  private final Map<String, Row> rowOfPid = new HashMap<>();

  private boolean hadThreads;

  /** How many are followed by each measure in addition to the busiest; each by all measures. */
  private int more;

  /** All that are followed, if more than the busiest are. */
  private List<TaskUse> followed = List.of();

  /** Those that are followed without being among the busiest. */
  private final Set<Row> extra = new HashSet<>();

  /** The number of rows in the current sample. */
  private long now;

  private long first = -1;
  private long last;
  private long most;
  private long came;
  private long ended;

  /**
   * The usage of all of them.
   *
   * @param slot the length of the slots in which CPU time is added up, in seconds
   * @param isBrief whether only what the summary shows is computed: not all measures, and no
   *     details
   */
  TaskUsage(Table table, double slot, boolean isBrief) {
    this(table, slot, isBrief, row -> true);
  }

  /** The usage of some of them. */
  TaskUsage(Table table, double slot, boolean isBrief, Predicate<Row> those) {
    this.table = table;
    this.isBrief = isBrief;
    this.slot = slot;
    isMeant =
        row ->
            row.table().name().equals(table.name())
                && row.table().hasSameIdentifyingLabels(table)
                && those.test(row);
    lookout = new Lookout(isMeant);
    following = new Lookout(courses::containsKey);
    Arrays.setAll(all, m -> new Values());
    Arrays.setAll(odd, m -> new Odd());
    Arrays.setAll(steadySums, m -> new Sum());
    isThreads = table.equals(ProcessTable.THREAD);
    for (ProcessMeasure measure : ProcessMeasure.values()) {
      figures[measure.ordinal()] = measure.figure(table);
      details[measure.ordinal()] = measure.detail(table);
    }
    measures =
        Arrays.stream(ProcessMeasure.values())
            .filter(m -> !isBrief || MachineSummary.MEASURES.contains(m))
            // The memory of a thread is the memory of its process.
            .filter(m -> m != ProcessMeasure.MEMORY || table.equals(ProcessTable.PROCESS))
            .toList();
  }

  /** How often the figure of a measure had no value, and why, and how often it was impossible. */
  static final class Odd {
    private final long[] lacks = new long[Lack.values().length];
    private long beyondLimits;
    private long intervalsBeyond;

    private void add(Portion portion, int times) {
      if (portion.lack() != null) {
        lacks[portion.lack().ordinal()] += times;
      }
      beyondLimits += portion.isBeyondLimits() ? times : 0;
    }

    long count(Lack lack) {
      return lacks[lack.ordinal()];
    }

    long beyondLimits() {
      return beyondLimits;
    }

    /** The number of intervals in which the sum over all was outside its limits. */
    long intervalsBeyond() {
      return intervalsBeyond;
    }
  }

  /**
   * Follows so many of those that used most by each measure over time, and each of them by all
   * measures. What this costs is bounded by the number, so it is not part of the budget.
   */
  void followMore(int many) {
    more = many;
  }

  /** What was odd about a measure, for all processes and intervals together. */
  Odd odd(ProcessMeasure measure) {
    return odd[measure.ordinal()];
  }

  /**
   * Adds the usage in the {@code at}-th interval.
   *
   * @param isFollowing whether the previous interval was added too
   */
  void add(
      Interval interval,
      Intervals intervals,
      int at,
      boolean isFollowing,
      ThreadSums threads,
      Budget budget) {
    final long nowBefore = now;
    Collection<Row> rows = lookAround(interval, intervals, at, isFollowing, threads);
    List<TaskUse> looked = new ArrayList<>(rows.size());
    for (Row row : rows) {
      TaskUse use = uses.computeIfAbsent(row, TaskUse::new);
      endStay(use, intervals, at, threads);
      use.seen(row, at);
      looked.add(use);
    }
    double[] together = new double[MEASURES];
    for (int m = 0; m < MEASURES; m++) {
      together[m] = steadySums[m].value();
    }
    long cameHere = 0;
    List<TaskUse> staying = new ArrayList<>();
    for (TaskUse use : looked) {
      budget.spend(ROW);
      Row row = use.row();
      cameHere += interval.wasThere(row) ? 0 : 1;
      boolean isSteady = isStill(interval, row, threads);
      for (ProcessMeasure measure : measures) {
        Portion portion = portion(interval, row, measure, threads);
        use.add(measure, portion, interval.seconds());
        addToStretches(use, measure, portion, interval, intervals, at);
        odd(measure).add(portion, 1);
        int m = measure.ordinal();
        together[m] = Portion.plus(together[m], portion.value());
        if (isThreads) {
          threads.add(row, measure, portion);
          isSteady &= ThreadSums.isIdle(measure, portion);
        }
      }
      if (isSteady) {
        staying.add(use);
      } else {
        lookout.watch(row);
      }
    }
    staying.forEach(use -> stay(use, at + 1, threads));
    for (ProcessMeasure measure : measures) {
      Values values = all[measure.ordinal()];
      values.padTo(at);
      values.add(measure.together(interval, together[measure.ordinal()]));
      odd(measure).intervalsBeyond += interval.side() == Limits.Side.WITHIN ? 0 : 1;
    }
    long before = lookout.isForAll() ? countBefore(interval) : nowBefore;
    now += lookout.isForAll() ? 0 : cameHere + moved(rows, interval);
    count(interval, before, cameHere);
    if (uses.size() > now + ENDED) {
      dropEnded(at);
    }
  }

  /** Adds CPU time, and memory, which matters at the beginning and the end. */
  private void addToStretches(
      TaskUse use,
      ProcessMeasure measure,
      Portion portion,
      Interval interval,
      Intervals intervals,
      int at) {
    if (measure == ProcessMeasure.CPU && portion.value() > 0) {
      double seconds = portion.value() * interval.seconds();
      use.addCpu(slot, intervals.to(at), seconds);
      if (isThreads && use.isCollector()) {
        collections
            .computeIfAbsent(ThreadSums.pid(use.row()), pid -> new WindowSum(slot))
            .add(intervals.to(at), seconds);
      }
    } else if (measure == ProcessMeasure.MEMORY) {
      use.addMemory(
          at,
          use.hasMemory() ? Double.NaN : ProcessFigures.memoryBefore(interval, use.row()),
          portion.value());
    }
  }

  /** The rows to examine in an interval; completes those that left. */
  private Collection<Row> lookAround(
      Interval interval, Intervals intervals, int at, boolean isFollowing, ThreadSums threads) {
    lookout.next(interval, isFollowing && (isThreads || hadThreads == threads.areThere()));
    hadThreads = threads.areThere();
    if (lookout.isForAll()) {
      List.copyOf(steady).forEach(use -> endStay(use, intervals, at, threads));
      List<Row> rows = interval.layout().rows(table).stream().filter(isMeant).toList();
      now = rows.size();
      rowOfPid.clear();
      if (hadThreads && !isThreads) {
        rows.forEach(row -> rowOfPid.put(ThreadSums.pid(row), row));
      }
      return rows;
    }
    now -= lookout.left().size();
    for (Row row : lookout.left()) {
      endStay(uses.get(row), intervals, at, threads);
      if (isThreads) {
        threads.leave(row);
      }
    }
    if (isThreads || !hadThreads || (lookout.isQuiet() && threads.changed().isEmpty())) {
      return lookout.rows();
    }
    lookout.left().forEach(row -> rowOfPid.remove(ThreadSums.pid(row), row));
    lookout.rows().forEach(row -> rowOfPid.put(ThreadSums.pid(row), row));
    Set<Row> rows = new LinkedHashSet<>(lookout.rows());
    for (String pid : threads.changed()) {
      Row row = rowOfPid.get(pid);
      if (row != null) {
        rows.add(row);
      }
    }
    return rows;
  }

  /** The number of rows that were reported to have left but have only moved. */
  private long moved(Collection<Row> rows, Interval interval) {
    Set<Row> left = lookout.left();
    long moved = 0;
    if (!left.isEmpty()) {
      for (Row row : rows) {
        moved += left.contains(row) && interval.wasThere(row) ? 1 : 0;
      }
    }
    return moved;
  }

  /** Whether a row has the same values in the next interval if nothing in it changes. */
  private boolean isStill(Interval interval, Row row, ThreadSums threads) {
    // The values of a process are computed from its own numbers and those of its threads.
    return interval.seconds() > 0
        && interval.isStill(row)
        && (isThreads || !hadThreads || !threads.changed().contains(ThreadSums.pid(row)));
  }

  private void stay(TaskUse use, int from, ThreadSums threads) {
    use.stay(from);
    steady.add(use);
    for (ProcessMeasure measure : measures) {
      steadySums[measure.ordinal()].add(use.portion(measure).value());
    }
    if (isThreads) {
      threads.countIdle(use, 1);
    }
  }

  /** Adds the values that were the same in each interval up to this one, if they were. */
  private void endStay(@Nullable TaskUse use, Intervals intervals, int at, ThreadSums threads) {
    if (use == null || !use.isSteady()) {
      return;
    }
    steady.remove(use);
    int times = use.settle(measures, intervals, at);
    for (ProcessMeasure measure : measures) {
      odd(measure).add(use.portion(measure), times);
      steadySums[measure.ordinal()].subtract(use.portion(measure).value());
    }
    if (isThreads) {
      threads.countIdle(use, -1);
    }
  }

  /** Whether the threads of a process show its usage more accurately. */
  private boolean isOfThreads(ProcessMeasure measure, ThreadSums threads) {
    return !isThreads && measure.scope() != ProcessMeasure.Scope.PROCESS && threads.areThere();
  }

  private Portion portion(Interval interval, Row row, ProcessMeasure measure, ThreadSums threads) {
    int m = measure.ordinal();
    if (isOfThreads(measure, threads)) {
      return threads.of(row, measure);
    }
    Portion portion = Portion.of(interval, row, figures[m]);
    areOfTicks[m] |= interval.isOfTicks();
    return isBrief ? portion : portion.with(interval, row, details[m]);
  }

  /** The number of rows in the earlier sample. */
  private long countBefore(Interval interval) {
    return interval.layoutBefore().rows(table).stream().filter(isMeant).count();
  }

  private void count(Interval interval, long before, long cameHere) {
    first = first < 0 ? before : first;
    last = now;
    most = Math.max(most, Math.max(before, now));
    if (!interval.isAfterGap()) {
      came += cameHere;
      ended += before + cameHere - now;
    }
  }

  private void dropEnded(int at) {
    List<TaskUse> gone =
        uses.values().stream().filter(use -> !use.isSteady() && use.lastInterval() < at).toList();
    Set<TaskUse> kept = new HashSet<>();
    Top.of(gone, measures, SHOWN).forEach(top -> kept.addAll(top.uses()));
    kept.addAll(Top.by(TaskUse::growth, gone, SHOWN));
    kept.addAll(Top.by(TaskUse::mostCpu, gone, SHOWN));
    gone.stream().filter(use -> !kept.contains(use)).forEach(use -> uses.remove(use.row()));
  }

  /** Finds the busiest, after all usage has been added. */
  void rank(Intervals intervals, ThreadSums threads) {
    List.copyOf(steady).forEach(use -> endStay(use, intervals, intervals.size(), threads));
    for (Top top : Top.of(uses.values(), measures, SHOWN)) {
      ProcessMeasure measure = top.measure();
      Values together = all[measure.ordinal()];
      together.padTo(intervals.size());
      Busiest found = new Busiest(top, together, intervals);
      for (Busiest.Course course : found.courses()) {
        courses.computeIfAbsent(course.use().row(), row -> new EnumMap<>(ProcessMeasure.class));
        courses.get(course.use().row()).put(measure, course);
      }
      busiest.add(found);
    }
    if (more > 0) {
      followMore();
    }
    growing = Top.by(TaskUse::growth, uses.values(), SHOWN);
    usingCpu = Top.by(TaskUse::mostCpu, uses.values(), SHOWN);
    uses.clear();
  }

  private void followMore() {
    Set<TaskUse> most = new LinkedHashSet<>();
    courses.keySet().forEach(row -> most.add(uses.get(row)));
    most.addAll(Top.by(TaskUse::growth, uses.values(), SHOWN));
    most.addAll(Top.by(TaskUse::mostCpu, uses.values(), SHOWN));
    // By turns, so that each measure has its share.
    List<List<TaskUse>> tops =
        Top.of(uses.values(), measures, more).stream().map(Top::uses).toList();
    for (int i = 0; i < more && most.size() < more; i++) {
      for (List<TaskUse> top : tops) {
        if (i < top.size()) {
          most.add(top.get(i));
        }
      }
    }
    for (TaskUse use : most) {
      if (!courses.containsKey(use.row())) {
        extra.add(use.row());
      }
      Map<ProcessMeasure, Busiest.Course> of =
          courses.computeIfAbsent(use.row(), row -> new EnumMap<>(ProcessMeasure.class));
      for (ProcessMeasure measure : measures) {
        of.computeIfAbsent(measure, key -> new Busiest.Course(use));
      }
    }
    followed = List.copyOf(most);
  }

  /** Those that are followed, if {@link #followMore} was called. */
  List<TaskUse> followed() {
    return followed;
  }

  /** The values of one that is followed in each interval. */
  Values course(TaskUse use, ProcessMeasure measure) {
    return Objects.requireNonNull(courses.getOrDefault(use.row(), Map.of()).get(measure)).values();
  }

  /** The processes whose values over time are needed. */
  Set<Row> chosen() {
    return courses.keySet();
  }

  /** Adds the values of the busiest in an interval, in the second pass. */
  void follow(Interval interval, int at, boolean isFollowing, ThreadSums threads, Budget budget) {
    following.next(interval, isFollowing && (isThreads || hadThreads == threads.areThere()));
    hadThreads = threads.areThere();
    Collection<Row> rows;
    if (following.isForAll()) {
      courses.values().forEach(those -> leave(those, at));
      rows = courses.keySet().stream().filter(interval::isThere).toList();
    } else {
      following.left().forEach(row -> leave(courses.getOrDefault(row, Map.of()), at));
      rows = following.rows();
      if (!isThreads && hadThreads && !threads.changed().isEmpty()) {
        rows = new LinkedHashSet<>(rows);
        courses.keySet().stream()
            .filter(row -> threads.changed().contains(ThreadSums.pid(row)))
            .filter(interval::isThere)
            .forEach(rows::add);
      }
    }
    for (Row row : rows) {
      budget.spend(extra.contains(row) ? 0 : ROW);
      boolean isSteady = isStill(interval, row, threads);
      courses
          .getOrDefault(row, Map.of())
          .forEach(
              (measure, course) ->
                  course.take(at, portion(interval, row, measure, threads).value(), isSteady));
      if (!isSteady) {
        following.watch(row);
      }
    }
  }

  private static void leave(Map<ProcessMeasure, Busiest.Course> courses, int at) {
    courses.values().forEach(course -> course.leave(at));
  }

  /** Ends the second pass. */
  void end(int size, Intervals intervals) {
    courses.values().forEach(of -> of.values().forEach(course -> course.fillTo(size)));
    for (Busiest those : busiest) {
      if (areOfTicks[those.measure().ordinal()]) {
        those.showWindows(intervals);
      }
    }
    for (Map<ProcessMeasure, Busiest.Course> of : courses.values()) {
      of.forEach(
          (measure, course) -> {
            if (areOfTicks[measure.ordinal()]) {
              course.showWindows(intervals);
            }
          });
    }
  }

  Table table() {
    return table;
  }

  /** The measures by which they are compared. */
  List<ProcessMeasure> measures() {
    return measures;
  }

  /** The busiest, by each measure about which something is known. */
  List<Busiest> busiest() {
    return busiest.stream().filter(those -> those.known() > 0).toList();
  }

  /** Those whose memory grew most between their first and their last sample. */
  List<TaskUse> growing() {
    return growing;
  }

  /** Those that used most CPU time in a stretch of time. */
  List<TaskUse> usingCpu() {
    return usingCpu;
  }

  /**
   * The share of the CPU time of each JVM that its threads for garbage collection took, in percent,
   * and when they took most; without those that took less than a tenth of a CPU.
   *
   * @param threads the usage of threads
   */
  List<Peak> collections(TaskUsage threads, Intervals intervals) {
    List<Peak> peaks = new ArrayList<>();
    for (TaskUse use : uses.values()) {
      WindowSum sum = threads.collections.get(ThreadSums.pid(use.row()));
      if (sum != null && use.total(ProcessMeasure.CPU) > 0) {
        Peak peak = sum.peak(use.text(), intervals);
        if (peak.value() >= LEAST_COLLECTION) {
          double share = 100 * sum.total() / use.total(ProcessMeasure.CPU);
          peaks.add(new Peak(peak.name(), Math.min(share, 100), peak.from(), peak.to()));
        }
      }
    }
    return peaks;
  }

  /** The measures about which nothing is known. */
  List<ProcessMeasure> unknown() {
    return busiest.stream().filter(those -> those.known() == 0).map(Busiest::measure).toList();
  }

  /** Whether there are any in the current sample. */
  boolean areThere() {
    return now > 0;
  }

  /** How many there were in the first sample. */
  long first() {
    return Math.max(first, 0);
  }

  /** How many there were in the last sample. */
  long last() {
    return last;
  }

  /** The greatest number in a sample. */
  long most() {
    return most;
  }

  /** How many were created during the recording. */
  long came() {
    return came;
  }

  /** How many no longer existed in the next sample. */
  long ended() {
    return ended;
  }
}
