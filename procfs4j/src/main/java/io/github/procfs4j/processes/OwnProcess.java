package io.github.procfs4j.processes;

import io.github.procfs4j.io.NativeAccess;
import io.github.procfs4j.io.ResourceUsage;
import io.github.procfs4j.process.ProcessDirectory;
import io.github.procfs4j.sampling.KernelConstants;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.UnreadableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The process of this JVM, and its threads with their Java names.
 *
 * <pre>{@code
 * for (OwnThread thread : proc.self().threads()) {
 *   System.out.println(thread.name() + " " + thread.cpuNanos() + " " + thread.runDelayNanos());
 * }
 * }</pre>
 *
 * <p>A thread dump of this JVM, as from {@code jcmd Thread.print}, shows which Java thread a kernel
 * thread runs. The first call for threads takes a dump, and so does each later call that finds new
 * threads. A dump stops the JVM, for 3 ms with a hundred threads of thirty frames each, and the
 * first one loads the JDK's management classes. Names are requested from the threads themselves
 * each time.
 *
 * <p>May be used by multiple threads.
 */
public final class OwnProcess {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private static final Comparator<ProcessEntry> BY_NUMBER =
      Comparator.comparingLong(ProcessEntry::tid);

  private final Path root;
  private final long pid;
  private final ProcessDirectory directory;

  private OwnProcess(Path root, long pid) {
    this.root = root;
    this.pid = pid;
    directory = ProcessDirectory.of(root, pid);
  }

  /**
   * {@return the process of this JVM, as shown by the procfs at {@code root}}
   *
   * @param root the root of the procfs, normally {@code /proc}
   * @throws UnreadableException if that is not a procfs of the running kernel but, for example, a
   *     copy, or does not show this process because it belongs to another PID namespace
   */
  public static OwnProcess in(Path root) {
    Path self = root.resolve("self");
    try {
      if (!Files.getFileStore(self).type().equals("proc")) {
        throw new UnreadableException(
            Outcome.INVALID,
            root + ": not a procfs of the running kernel, so it does not contain this process");
      }
      return new OwnProcess(root, Long.parseLong(Files.readSymbolicLink(self).toString()));
    } catch (IOException | NumberFormatException e) {
      throw new UnreadableException(
          Outcome.ABSENT, self + ": this process is missing: " + e.getMessage());
    }
  }

  /** {@return its number in the PID namespace of this procfs} */
  public long pid() {
    return pid;
  }

  /** {@return the directory of its files, each of which can be read separately} */
  public ProcessDirectory directory() {
    return directory;
  }

  /**
   * Reads the resources that the process has used and holds.
   *
   * @return the usage at the time of the call
   * @throws UnreadableException if a file cannot be read
   */
  public OwnUsage usage() {
    ResourceUsage usage = NativeAccess.isEnabled() ? new ResourceUsage() : null;
    if (usage != null) {
      usage.read();
    }
    return new OwnUsage(
        usage,
        directory.stat(),
        directory.statm(),
        directory.status(),
        nanosPerTick(),
        KernelConstants.ofRunningKernel().pageSize());
  }

  private static long nanosPerTick() {
    return NANOS_PER_SECOND / KernelConstants.ofRunningKernel().ticksPerSecond();
  }

  /**
   * {@return the process and its threads as a table, with {@code stat}, {@code status} and {@code
   * schedstat} of each, for repeated or shared sampling} {@link #threads(ProcessTable)} then
   * returns the threads of a sample with their names; this call determines the names of the threads
   * that exist now.
   */
  public Processes table() {
    matched();
    return columns();
  }

  private Processes columns() {
    return Processes.at(root)
        .matching(ProcessFilter.pids(pid))
        .with(ProcessFile.STATUS, ProcessFile.SCHEDSTAT)
        .withThreads();
  }

  /**
   * Reads the current threads, in the order of the kernel's numbers.
   *
   * @return the threads, with their Java names if these are known
   * @throws UnreadableException if they cannot be read
   */
  public List<OwnThread> threads() {
    Map<Long, JavaThreads.Matched> java = matched();
    return threads(columns().read(), java);
  }

  /**
   * {@return the threads of the latest sample of {@link #table}} The result consists of copies and
   * does not change with the next sample. A thread that was created after the previous call has no
   * Java name yet, because it is not known whether its number was already its own when the sample
   * was made.
   *
   * @param table a process table with the threads of this process
   * @throws IllegalArgumentException if the table has processes, but not this one
   * @throws java.util.NoSuchElementException if there is no sample, or the table does not have the
   *     columns of {@link #table}
   */
  public List<OwnThread> threads(ProcessTable table) {
    Objects.requireNonNull(table, "table");
    List<ProcessEntry> processes = table.processes();
    if (!processes.isEmpty() && processes.stream().noneMatch(process -> process.pid() == pid)) {
      throw new IllegalArgumentException(
          "the process table of %s does not contain %s".formatted(table.reading().root(), this));
    }
    return threads(table, matched());
  }

  /**
   * {@return the names of the Java threads of this process, for {@link Processes#withThreadNames}
   * and {@link Waits#withThreadNames}} Threads of other processes, and those that run no Java
   * thread, have the kernel's names. A dump is taken when there are new threads, and dumps take at
   * most two percent of the time, so a new thread has the kernel's name at first. The names are for
   * one sampler.
   */
  public ThreadNames threadNames() {
    return new OwnThreadNames(this);
  }

  Map<Long, JavaThreads.Matched> matched() {
    return isOfOwnNamespace() ? JavaThreads.ofThisJvm().byTid() : Map.of();
  }

  private List<OwnThread> threads(ProcessTable table, Map<Long, JavaThreads.Matched> java) {
    List<OwnThread> threads = new ArrayList<>();
    long begin = table.reading().startNanos();
    long nanosPerTick = nanosPerTick();
    for (ProcessEntry entry : table.threads().stream().sorted(BY_NUMBER).toList()) {
      if (entry.pid() == pid) {
        JavaThreads.Matched matched = java.get(entry.tid());
        Thread thread = matched != null && matched.isSince(begin) ? matched.thread() : null;
        threads.add(new OwnThread(entry, thread, nanosPerTick));
      }
    }
    return List.copyOf(threads);
  }

  /**
   * {@return why no thread has a Java name, and what to do about it, as determined by the last call
   * for threads; empty if nothing prevents it} The JVM must be HotSpot with the module {@code
   * jdk.management}, which a runtime created by jlink may lack, and the procfs must belong to the
   * PID namespace of the JVM.
   */
  public Optional<String> namesProblem() {
    return isOfOwnNamespace()
        ? JavaThreads.ofThisJvm().problem()
        : Optional.of(
            root
                + ": of another PID namespace, in which threads have other numbers than in"
                + " this JVM");
  }

  /** Whether this procfs numbers processes and threads as this JVM does. */
  private boolean isOfOwnNamespace() {
    List<Long> numbers = directory.status().nsPid(); // empty before Linux 4.1
    return numbers.size() <= 1 && pid == ProcessHandle.current().pid();
  }

  /** Such as {@code OwnProcess[/proc/8735]}. */
  @Override
  public String toString() {
    return "OwnProcess[" + directory + "]";
  }
}
