package io.github.procfs4j.processes;

import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.process.ProcessSchedStat;
import io.github.procfs4j.process.ProcessStat;
import io.github.procfs4j.process.ProcessStatm;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.Shared;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.sampling.UnreadableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The process table: the selection of processes and of their files. Immutable; each method that
 * changes the selection returns a new object.
 *
 * <pre>{@code
 * Processes javas = Procfs.mounted().processes()
 *     .matching(ProcessFilter.named("java")).with(ProcessFile.IO).withThreads();
 * try (var sampler = javas.sampler()) {
 *   sampler.sample();
 *   for (ProcessEntry process : sampler.view().processes()) {
 *     System.out.println(process.pid() + " " + process.comm() + " " + process.stat().utime());
 *   }
 * }
 * }</pre>
 *
 * <p>While it samples, the files of each process stay open, as far as descriptors allow: all tables
 * of a JVM together keep at most half of what RLIMIT_NOFILE allows it. If there are more processes
 * than that, those that change least are read by opening their files each time; {@link
 * ProcessTable#readByOpening} returns how many.
 */
public final class Processes {
  /**
   * The beginning of the names of process tables as sources; the {@linkplain ProcessFilter#parse
   * short form} of the filter follows.
   */
  public static final String PREFIX = "pid:";

  /** Anything longer is as good as unlimited. */
  private static final Duration LONGEST_AGE = Duration.ofDays(3_650);

  private final Path root;
  private final ProcessFilter filter;
  private final Set<ProcessFile> files;
  private final Threads threads;

  /** The greatest age of numbers that need not be exact, in nanoseconds. */
  private final long lateness;

  private final @Nullable ThreadNames names;
  private final boolean hasArguments;

  /** Whether threads are sampled, and how often. */
  enum Threads {
    NONE,
    OF_ACTIVE,
    ALL
  }

  private Processes(
      Path root,
      ProcessFilter filter,
      Collection<ProcessFile> files,
      Threads threads,
      long lateness,
      @Nullable ThreadNames names,
      boolean hasArguments) {
    this.root = root;
    this.filter = filter;
    this.files = EnumSet.noneOf(ProcessFile.class);
    this.files.addAll(files);
    this.threads = threads;
    this.lateness = lateness;
    this.names = names;
    this.hasArguments = hasArguments;
  }

  /**
   * {@return all processes of the procfs tree at {@code root}, with the columns of {@code stat}}
   *
   * @param root the root of a procfs, such as {@code /proc}
   */
  public static Processes at(Path root) {
    Objects.requireNonNull(root, "root");
    return new Processes(
        root, ProcessFilter.all(), List.of(), Threads.NONE, Lateness.NONE, null, true);
  }

  /**
   * Selects only some processes.
   *
   * @param filter matches the processes to select; it replaces the current filter
   * @return the table of the matching processes
   */
  public Processes matching(ProcessFilter filter) {
    Objects.requireNonNull(filter, "filter");
    return new Processes(root, filter, files, threads, lateness, names, hasArguments);
  }

  /**
   * Adds the columns of further files.
   *
   * @param more the files; {@code stat} is always included
   * @return the table with the columns of these files, too
   */
  public Processes with(ProcessFile... more) {
    Objects.requireNonNull(more, "more");
    return with(List.of(more));
  }

  /**
   * Adds the columns of further files.
   *
   * @param more the files; {@code stat} is always included
   * @return the table with the columns of these files, too
   */
  public Processes with(Collection<ProcessFile> more) {
    Objects.requireNonNull(more, "more");
    EnumSet<ProcessFile> all = EnumSet.noneOf(ProcessFile.class);
    all.addAll(files);
    all.addAll(more);
    return new Processes(root, filter, all, threads, lateness, names, hasArguments);
  }

  /**
   * Adds the threads of these processes, in a separate table.
   *
   * @return the table with threads
   */
  public Processes withThreads() {
    return new Processes(root, filter, files, Threads.ALL, lateness, names, hasArguments);
  }

  /**
   * Adds the threads of these processes, as {@link #withThreads}, but reads those of an idle
   * process only once. They are read again in each sample in which a number of the process itself
   * has changed: its CPU time, its faults, its I/O, the run time of its first thread. Otherwise
   * their numbers are those that were last read. What threads have used meanwhile, less than two
   * ticks of CPU time together, is counted when they are read again.
   *
   * @return the table with threads
   */
  public Processes withThreadsOfActive() {
    return new Processes(root, filter, files, Threads.OF_ACTIVE, lateness, names, hasArguments);
  }

  /**
   * Adds a further label to the rows of threads, {@code name}: the complete name of a thread where
   * it is known, otherwise the kernel's. It is part of the description of a row, so it may change,
   * and is recorded like any other label. Threads that are not read, because their process is
   * {@linkplain #withThreadsOfActive idle}, keep the name that they have.
   *
   * @param complete looks up the names
   * @return the table with these names
   */
  public Processes withThreadNames(ThreadNames complete) {
    Objects.requireNonNull(complete, "complete");
    return new Processes(root, filter, files, threads, lateness, complete, hasArguments);
  }

  /**
   * Leaves out the arguments of processes, which may contain secrets: the labels {@code command}
   * and {@code name} of a process are then its {@code comm}, or its {@code comm} in brackets if it
   * has no command line, as threads of the kernel have none. A {@linkplain #matching filter} still
   * matches complete command lines.
   *
   * @return the table without arguments
   */
  public Processes withoutArguments() {
    return new Processes(root, filter, files, threads, lateness, names, false);
  }

  /**
   * Reads the files of a process again only if they can have changed, or if they were last read
   * longer ago than {@code age}. A sample then costs less than half if few of the processes run.
   *
   * <p>{@code schedstat} shows whether a process with one thread has run since the last sample. If
   * it has not, these numbers cannot have changed, and are exact in every sample: CPU times, page
   * faults, I/O, context switches, the numbers of {@code schedstat}, and those of children that
   * were waited for. Its memory is exact, too, whether the kernel reclaims it or brings it back:
   * {@code statm} shows that, or {@code vmstat} shows that no process is affected.
   *
   * <p>Everything else may be as old as {@code age}, as others can change it: the state of a
   * process that waits for a CPU, parent, group, session and terminal, priority, nice value,
   * policy, limits, allowed CPUs, pending signals, name, user, and all of {@code smaps_rollup}. So
   * may memory that another process changes on purpose: by truncating a mapped file, through
   * userfaultfd, process_vm_writev(2) or process_madvise(2), or because it shares the address
   * space, and memory that DAMON pages out; if {@code statm} is {@linkplain #with sampled}, it is
   * exact here, too. In the rows of threads, the numbers that are those of the process may be late:
   * memory, children, number of threads.
   *
   * <p>All files are read in each sample where the kernel does not show whether a process has run
   * ({@link ProcessTable#unprobed} counts these), of processes with several threads, of those that
   * run, wait for a CPU, are traced, or sleep uninterruptibly, of those whose files cannot be kept
   * open, and in a copied tree.
   *
   * @param age the greatest age of the numbers that may be late, when a sample begins; {@link
   *     Duration#ZERO}, the default, reads everything in each sample
   * @return the table with numbers that may be late
   * @throws IllegalArgumentException if the age is negative
   */
  public Processes lateByAtMost(Duration age) {
    Objects.requireNonNull(age, "age");
    if (age.isNegative()) {
      throw new IllegalArgumentException("negative age: " + age);
    }
    long nanos = age.compareTo(LONGEST_AGE) < 0 ? age.toNanos() : LONGEST_AGE.toNanos();
    return new Processes(root, filter, files, threads, nanos, names, hasArguments);
  }

  /** {@return the filter that selects the processes} */
  public ProcessFilter filter() {
    return filter;
  }

  /**
   * {@return whether a source of this name is a process table}
   *
   * @param name the name of a source
   */
  public static boolean isSource(String name) {
    return name.startsWith(PREFIX);
  }

  /** {@return the table as a source: {@code pid:*} for all, {@code pid:java} for some} */
  public Source source() {
    return new Source(
        PREFIX + filter,
        "Processes"
            + (threads == Threads.NONE ? "" : " and threads")
            + ": what each has used, and its state",
        Source.Mode.SAMPLED,
        "",
        "",
        "",
        "proc_pid_stat(5)" + (files.isEmpty() ? "" : " and the pages of the other files"));
  }

  /**
   * Creates a sampler of the table that keeps only its last sample.
   *
   * @return a new sampler, which the caller closes
   */
  public Sampler<ProcessTable> sampler() {
    return sampler(null, Descriptors.ofThisJvm());
  }

  /**
   * Creates a sampler that keeps its samples in {@code history}.
   *
   * @param history receives a copy of each sample
   * @return a new sampler, which the caller closes
   */
  public Sampler<ProcessTable> sampler(History history) {
    return sampler(Objects.requireNonNull(history, "history"), Descriptors.ofThisJvm());
  }

  /**
   * {@return a table that many threads read, sampled on request if the last sample is older than
   * {@code greatestAge}}
   *
   * @param greatestAge the greatest age of a sample on request; with {@link Duration#ZERO}, only
   *     threads that wait at the same time share a sample
   * @throws IllegalArgumentException if the age is negative
   */
  public Shared<ProcessTable> shared(Duration greatestAge) {
    return Shared.of(sampler(), greatestAge);
  }

  Sampler<ProcessTable> sampler(@Nullable History history, Descriptors descriptors) {
    return new ProcessSampler(this, root, history, descriptors);
  }

  /**
   * Reads the table once.
   *
   * @return the table, which later readings do not change
   * @throws UnreadableException if there is no such tree, or it cannot be listed
   */
  public ProcessTable read() {
    try (Sampler<ProcessTable> sampler = sampler(null, new Descriptors(0))) {
      Outcome outcome = sampler.sample();
      if (outcome != Outcome.SAMPLED) {
        throw new UnreadableException(outcome, sampler.problem().orElseThrow());
      }
      return new ProcessTable(Snapshot.of(sampler));
    }
  }

  Threads threads() {
    return threads;
  }

  long lateness() {
    return lateness;
  }

  @Nullable ThreadNames names() {
    return names;
  }

  boolean hasArguments() {
    return hasArguments;
  }

  TaskFiles filesOfProcesses() {
    List<SampledFile<?>> probes = List.of(ProcessSchedStat.FILE, ProcessStatm.FILE);
    return new TaskFiles(files(files), lateness == Lateness.NONE ? List.of() : probes);
  }

  TaskFiles filesOfThreads() {
    return new TaskFiles(
        files(files.stream().filter(ProcessFile::isOfThreads).toList()),
        lateness == Lateness.NONE ? List.of() : List.of(ProcessSchedStat.FILE));
  }

  private static List<SampledFile<?>> files(Collection<ProcessFile> others) {
    List<SampledFile<?>> all = new ArrayList<>();
    all.add(ProcessStat.FILE);
    others.forEach(file -> all.add(file.file()));
    return all;
  }

  /** Such as {@code Processes[pid:java, IO, threads; below /proc]}. */
  @Override
  public String toString() {
    return Printable.line(
        "Processes["
            + PREFIX
            + filter
            + (files.isEmpty() ? "" : ", " + files)
            + switch (threads) {
              case NONE -> "";
              case OF_ACTIVE -> ", threads of active ones";
              case ALL -> ", threads";
            }
            + (names == null ? "" : ", complete names")
            + (hasArguments ? "" : ", no arguments")
            + (lateness == Lateness.NONE ? "" : ", late by at most " + Duration.ofNanos(lateness))
            + "; below "
            + root
            + "]");
  }
}
