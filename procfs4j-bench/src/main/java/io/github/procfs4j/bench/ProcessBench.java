package io.github.procfs4j.bench;

import com.sun.management.ThreadMXBean;
import io.github.procfs4j.Procfs;
import io.github.procfs4j.io.Directory;
import io.github.procfs4j.io.Listing;
import io.github.procfs4j.model.History;
import io.github.procfs4j.processes.ProcessFile;
import io.github.procfs4j.processes.ProcessFilter;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Sampler;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures the process table with processes created for it, so that both languages read the same
 * files. Times are for one process and sample; everything that is compared is done alternately,
 * round by round. A round of thousands of processes takes longer than the thread may run at a time,
 * so the time for which it ran is measured.
 */
final class ProcessBench {
  /** The name of the subject with all processes of the machine, which come and go. */
  static final String MACHINE = "process/machine";

  /** The beginning of the names of subjects whose numbers may be late. */
  static final String LATE_STAT = "process/late/stat/";

  static final String LATE_STATUS = "process/late/status/";

  /** The same with all processes active. */
  static final String BUSY_STAT = "process/busy/stat/";

  static final String BUSY_STATUS = "process/busy/status/";

  private static final Path PROC = Path.of("/proc");

  /** Descriptors for class files, pipes and anything else that this program has open. */
  private static final int OTHER_DESCRIPTORS = 500;

  /** For how long numbers may be late where that is measured: for longer than it takes. */
  private static final Duration LATENESS = Duration.ofHours(1);

  private static final long PAUSE = 20_000_000;
  private static final long HISTORY = 4 << 20;

  /** The number of processes that come or go at once when that is measured. */
  private static final int COMING = 100;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /**
   * The extent of measurement of a case.
   *
   * @param nanos the approximate time; half of it is added for warming up before
   * @param least the minimum number of rounds
   * @param most the maximum number of rounds
   */
  record Effort(long nanos, int least, int most) {
    static final Effort FULL = new Effort(8_000_000_000L, 15, 2_000);
  }

  private final CReader c;
  private final Effort effort;
  private final Path program;

  ProcessBench(CReader c, Path directory, Effort effort)
      throws Gcc.NoCompilerException, IOException, InterruptedException {
    this.c = c;
    this.effort = effort;
    program = Crowd.program(directory);
    // Before the library determines how many it may keep, which it does once. This need not
    // succeed.
    c.allow(Subject.all().stream().mapToInt(Subject::descriptors).max().orElseThrow());
  }

  /**
   * A subject of measurement: a line of the table.
   *
   * @param name its name in the table
   * @param files the files that are read for each process in addition to stat
   * @param count the number of processes; 0 for those of the machine
   * @param how which processes are active, and how they are read
   */
  record Subject(String name, List<ProcessFile> files, int count, How how) {
    private static final int[] COUNTS_OF_LATE = {1_000, 4_000};
    private static final int MANY = 10_000;
    private static final List<ProcessFile> STATUS =
        List.of(ProcessFile.STATM, ProcessFile.STATUS, ProcessFile.IO);

    /** One in ten of the processes is active, all files are read. */
    Subject(String name, List<ProcessFile> files, int count) {
      this(name, files, count, How.EXACT);
    }

    /** Which processes are active, and how they are read. */
    enum How {
      /** One in ten is active; all files are read. */
      EXACT,
      /** One in ten is active; files that cannot have changed are not read. */
      LATE,
      /** All are active; files that cannot have changed are not read. */
      LATE_BUSY
    }

    private static final int[] COUNTS = {100, 1_000, 4_000};
    private static final List<ProcessFile> FOUR =
        List.of(ProcessFile.STATM, ProcessFile.IO, ProcessFile.SCHEDSTAT);

    /** All subjects. */
    static List<Subject> all() {
      List<Subject> all = new ArrayList<>();
      for (int count : COUNTS) {
        all.add(new Subject("process/stat/" + count, List.of(), count));
      }
      for (int count : COUNTS) {
        all.add(new Subject("process/four/" + count, FOUR, count));
      }
      all.add(new Subject(MACHINE, List.of(), 0));
      for (int count : COUNTS_OF_LATE) {
        all.add(new Subject(LATE_STAT + count, List.of(), count, How.LATE));
        all.add(new Subject(LATE_STATUS + count, STATUS, count, How.LATE));
        all.add(new Subject(BUSY_STAT + count, List.of(), count, How.LATE_BUSY));
        all.add(new Subject(BUSY_STATUS + count, STATUS, count, How.LATE_BUSY));
      }
      all.add(new Subject(LATE_STAT + MANY, List.of(), MANY, How.LATE));
      return all;
    }

    /** The files of a process as C opens them, stat first. */
    private Stream<Path> paths(long pid) {
      Path process = PROC.resolve(Long.toString(pid));
      return Stream.concat(
          Stream.of(process.resolve("stat")),
          files.stream().map(f -> process.resolve(f.name().toLowerCase(Locale.ROOT))));
    }

    /**
     * The process table keeps at most half of all descriptors: the other half is for the files that
     * C keeps open, and for this program.
     */
    private int descriptors() {
      return 2 * (count * filesOfTable() + OTHER_DESCRIPTORS);
    }

    /** The number of files that the table keeps open for each process. */
    private int filesOfTable() {
      List<ProcessFile> evidence = List.of(ProcessFile.STATM, ProcessFile.SCHEDSTAT);
      long more = evidence.stream().filter(file -> !files.contains(file)).count();
      return 1 + files.size() + (how == How.EXACT ? 0 : (int) more);
    }

    /** This subject with as many processes as this number of descriptors allows. */
    Subject within(int descriptors) {
      int fits = (descriptors / 2 - OTHER_DESCRIPTORS) / filesOfTable();
      return new Subject(name.substring(0, name.lastIndexOf('/') + 1) + fits, files, fits, how);
    }
  }

  /** Something to be measured, which returns its duration in nanoseconds. */
  private interface Timed {
    long run() throws IOException;
  }

  /** Measures all of one subject. */
  List<Result> measure(Subject subject) throws IOException {
    if (subject.descriptors() > c.allowed()) {
      Subject smaller = subject.within(c.allowed());
      System.err.printf(
          "bench: %s takes %d descriptors, which the hard limit (ulimit -Hn) does not allow:"
              + " measured is %s%n",
          subject.name(), subject.descriptors(), smaller.name());
      return measure(smaller);
    }
    boolean isBusy = subject.how() == Subject.How.LATE_BUSY;
    try (Crowd crowd = isBusy ? new Crowd(program, 1) : new Crowd(program)) {
      crowd.more(subject.count());
      List<Long> pids = subject.count() == 0 ? all() : crowd.pids();
      ProcessFilter filter =
          subject.count() == 0 ? ProcessFilter.all() : ProcessFilter.pids(array(pids));
      boolean isExact = subject.how() == Subject.How.EXACT;
      Processes processes =
          Processes.at(PROC)
              .with(subject.files())
              .matching(filter)
              .lateByAtMost(isExact ? Duration.ZERO : LATENESS);
      List<Result> results = new ArrayList<>();
      List<Result> memory = memory(subject, processes, pids.size()); // before there is garbage
      results.addAll(steady(subject, processes, pids));
      results.add(first(subject, processes, pids.size()));
      results.addAll(memory);
      if (subject.files().isEmpty() && subject.count() > 0 && isExact) {
        results.addAll(discovery(subject, crowd));
      }
      return results;
    }
  }

  private static long[] array(List<Long> pids) {
    return pids.stream().mapToLong(Long::longValue).toArray();
  }

  private static List<Long> all() throws IOException {
    try (Stream<Path> found = Files.list(PROC)) {
      return found
          .map(path -> path.getFileName().toString())
          .filter(name -> name.chars().allMatch(Character::isDigit))
          .map(Long::valueOf)
          .collect(Collectors.toCollection(ArrayList::new));
    }
  }

  private static void sample(Sampler<?> sampler) {
    Outcome outcome = sampler.sample();
    if (outcome != Outcome.SAMPLED) {
      throw new IllegalStateException(sampler.problem().orElse(sampler.path() + ": " + outcome));
    }
  }

  /** The time for which this thread has run, which the C side measures too. */
  private static long run() {
    return THREADS.getCurrentThreadCpuTime();
  }

  private static long timed(Sampler<?> sampler) {
    long start = run();
    sample(sampler);
    return run() - start;
  }

  /** Measures with processes that do not come and go. */
  private List<Result> steady(Subject subject, Processes processes, List<Long> pids)
      throws IOException {
    List<Path> paths = pids.stream().flatMap(subject::paths).toList();
    try (Sampler<ProcessTable> sampler = processes.sampler(History.keeping(HISTORY));
        CReader.OpenFiles inC = c.new OpenFiles(paths)) {
      List<Long> allocated = new ArrayList<>();
      Timed java =
          () -> {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            long ns = timed(sampler);
            allocated.add(THREADS.getCurrentThreadAllocatedBytes() - before);
            return ns;
          };
      List<Timed> all = List.of(java, inC::readKept, inC::readOpening);
      rounds(effort.nanos() / 2, 0, all);
      int text = sampler.bytes() / pids.size();
      System.gc(); // in a program that runs for a long time, what is kept is adjacent in memory
      allocated.clear();
      long[][] live = rounds(effort.nanos(), 0, all);
      double bytes = Statistics.median(array(allocated));
      long[][] paced = rounds(effort.nanos() / 2, PAUSE, all);
      return List.of(
          compared(subject, "kept", live[0], live[1], pids.size(), bytes, text),
          compared(subject, "opened", live[0], live[2], pids.size(), bytes, text),
          compared(subject, "kept, paced", paced[0], paced[1], pids.size(), Double.NaN, text),
          compared(subject, "opened, paced", paced[0], paced[2], pids.size(), Double.NaN, text));
    }
  }

  /** Does several things alternately; returns their times, by thing and round. */
  private long[][] rounds(long nanos, long pause, List<Timed> timed) throws IOException {
    List<long[]> rounds = new ArrayList<>();
    long begin = System.nanoTime();
    while (rounds.size() < effort.least()
        || (rounds.size() < effort.most() && System.nanoTime() - begin < nanos)) {
      long[] ns = new long[timed.size()];
      for (int i = 0; i < ns.length; i++) {
        // Each round begins with another one, because the first one may find different caches.
        int which = (i + rounds.size()) % ns.length;
        if (pause > 0) {
          LockSupport.parkNanos(pause);
        }
        ns[which] = timed.get(which).run();
      }
      rounds.add(ns);
    }
    long[][] byThing = new long[timed.size()][];
    for (int i = 0; i < byThing.length; i++) {
      int thing = i;
      byThing[i] = rounds.stream().mapToLong(ns -> ns[thing]).toArray();
    }
    return byThing;
  }

  private static Result compared(
      Subject subject, String kase, long[] ns, long[] c, int processes, double bytes, int text) {
    return new Result(
        subject.name(),
        kase,
        Statistics.median(ns) / processes,
        Statistics.median(c) / processes,
        bytes,
        text,
        Statistics.spread(ns, c));
  }

  private static Result plain(Subject subject, String kase, double ns, double bytes) {
    return new Result(subject.name(), kase, ns, Double.NaN, bytes, 0, Double.NaN);
  }

  /** The first sample of a table, in which all processes are opened, learned and put into slots. */
  private Result first(Subject subject, Processes processes, int count) throws IOException {
    long[][] ns =
        rounds(
            effort.nanos() / 4,
            0,
            List.of(
                () -> {
                  try (Sampler<?> sampler = processes.sampler()) {
                    return timed(sampler);
                  }
                }));
    return plain(subject, "first", Statistics.median(ns[0]) / count, Double.NaN);
  }

  /** The memory of a process on the heap, and in the kernel for its open files. */
  private static List<Result> memory(Subject subject, Processes processes, int count)
      throws IOException {
    long heap = used();
    long kernel = slab();
    try (Sampler<?> sampler = processes.sampler()) {
      sample(sampler);
      sample(sampler);
      return List.of(
          plain(subject, "heap", Double.NaN, (double) (used() - heap) / count),
          plain(subject, "kernel", Double.NaN, (double) (slab() - kernel) / count));
    }
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long slab() {
    return Procfs.mounted().memInfo().slab();
  }

  /** Measures how processes are found with this many processes. */
  private List<Result> discovery(Subject subject, Crowd crowd) throws IOException {
    List<Result> results = new ArrayList<>();
    Listing listing = new Listing();
    try (Directory proc = Directory.at(PROC);
        CReader.OpenDirectory inC = c.new OpenDirectory(PROC)) {
      long[][] ns =
          rounds(
              effort.nanos() / 4,
              0,
              List.of(
                  () -> {
                    long start = run();
                    proc.list(listing);
                    return run() - start;
                  },
                  inC::list));
      int entries = (int) inC.entries();
      results.add(compared(subject, "listing", ns[0], ns[1], entries, Double.NaN, 0));
    }
    try (Sampler<ProcessTable> sampler = Processes.at(PROC).sampler()) {
      long[][] ns =
          rounds(
              effort.nanos() / 2,
              0,
              List.of(
                  () -> timed(sampler),
                  () -> {
                    fork();
                    return timed(sampler);
                  },
                  () -> {
                    crowd.more(COMING);
                    return timed(sampler);
                  },
                  () -> {
                    crowd.fewer(COMING);
                    return timed(sampler);
                  }));
      double none = Statistics.median(ns[0]);
      int count = sampler.view().processes().size();
      results.add(plain(subject, "no fork", none / count, Double.NaN));
      results.add(plain(subject, "fork", Statistics.median(ns[1]) / count, Double.NaN));
      double listed = Statistics.median(ns[1]);
      results.add(
          plain(subject, "comes", (Statistics.median(ns[2]) - listed) / COMING, Double.NaN));
      results.add(plain(subject, "goes", (Statistics.median(ns[3]) - none) / COMING, Double.NaN));
    }
    return results;
  }

  /** Makes the kernel count the fork of a thread, which has ended when the sample is taken. */
  private static void fork() {
    Thread thread = new Thread(() -> {});
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
