package io.github.procfs4j.process;

import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.sampling.OnceFile;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.UnreadableException;
import io.github.procfs4j.text.MalformedTextException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The directory of a process, {@code /proc/<pid>}, or of one of its threads, {@code
 * /proc/<pid>/task/<tid>}.
 *
 * <p>Each method for a file reads it once and returns an immutable value; {@link #sampler} reads it
 * repeatedly. Between two calls the process may end, and another one may be given its number.
 *
 * <p>All these methods throw {@link UnreadableException} if the file cannot be read, with the
 * outcome {@link Outcome#GONE} if there is no such process or thread, or it has ended; and {@link
 * io.github.procfs4j.text.MalformedTextException} if the file is malformed.
 */
public final class ProcessDirectory {
  private static final String NUMBER = "[1-9][0-9]*";

  /** The tree that contains its files. */
  private final Path root;

  private final Path path;

  /** A description for messages: {@code process 17}. */
  private final String name;

  private ProcessDirectory(Path root, Path path, String name) {
    this.root = root;
    this.path = path;
    this.name = name;
  }

  /**
   * {@return the directory of a process below {@code root}} Nothing is read yet. If the root is not
   * a procfs, a directory that is a link out of the tree is not followed: its files cannot be read.
   *
   * @param root the root of a procfs, such as {@code /proc}
   * @param pid the number of the process in the PID namespace of that procfs
   * @throws IllegalArgumentException if the number is 0 or negative: the numbers of processes begin
   *     with 1
   */
  public static ProcessDirectory of(Path root, long pid) {
    return new ProcessDirectory(
        root, root.resolve(Long.toString(positive(pid, "process"))), "process " + pid);
  }

  /**
   * {@return the directory of one of its threads} Nothing is read yet.
   *
   * @param tid the kernel's number for the thread, see gettid(2)
   * @throws IllegalArgumentException if the number is 0 or negative: the numbers of threads begin
   *     with 1
   */
  public ProcessDirectory thread(long tid) {
    return new ProcessDirectory(
        root,
        path.resolve("task").resolve(Long.toString(positive(tid, "thread"))),
        "thread " + tid + " of " + name);
  }

  private static long positive(long number, String what) {
    if (number <= 0) {
      throw new IllegalArgumentException(
          "the number of a " + what + " must be positive, and " + number + " is not");
    }
    return number;
  }

  /**
   * {@return the path of the directory: the root for files of a process, such as {@link
   * ProcessStat#FILE}}
   */
  public Path path() {
    return path;
  }

  /**
   * {@return a sampler of one of its files, such as {@link ProcessStat#FILE}} Nothing is read until
   * it samples. When the process has ended, the outcome of a sample is {@link Outcome#GONE}; a
   * later sample may be of another process that has been given the number.
   *
   * @param <V> the typed view of a sample
   * @param file the file, by the constant of its class
   */
  public <V> Sampler<V> sampler(SampledFile<V> file) {
    return placed(file).sampler(root);
  }

  /** {@return resource usage and state: {@code stat}} */
  public ProcessStat stat() {
    return read(ProcessStat.FILE);
  }

  /** {@return the memory of the process, in pages: {@code statm}} */
  public ProcessStatm statm() {
    return read(ProcessStatm.FILE);
  }

  /** {@return memory, signals, credentials, allowed CPUs: {@code status}} */
  public ProcessStatus status() {
    return read(ProcessStatus.FILE);
  }

  /**
   * {@return what it has read and written: {@code io}} Shown only to those who may trace the
   * process.
   */
  public ProcessIo io() {
    return read(ProcessIo.FILE);
  }

  /**
   * {@return how long the thread (of a process, the first one) ran and waited to run: {@code
   * schedstat}}
   */
  public ProcessSchedStat schedStat() {
    return read(ProcessSchedStat.FILE);
  }

  /**
   * {@return the thread (of a process, the first one) in the scheduler's own terms: {@code sched}}
   */
  public ProcessSched sched() {
    return read(ProcessSched.FILE);
  }

  /** {@return its resource limits: {@code limits}} */
  public ProcessLimits limits() {
    return read(ProcessLimits.FILE);
  }

  /**
   * {@return the NUMA nodes of its memory, mapping by mapping: {@code numa_maps}} Shown only to
   * those who may trace the process.
   */
  public NumaMaps numaMaps() {
    return read(NumaMaps.FILE);
  }

  /**
   * {@return the memory, mapping by mapping: {@code smaps}} Shown only to those who may trace the
   * process.
   */
  public Smaps smaps() {
    return read(Smaps.FILE);
  }

  /**
   * {@return the memory in total: {@code smaps_rollup}} Empty for a kernel thread and a zombie.
   * Shown only to those who may trace the process.
   */
  public Optional<SmapsRollup> smapsRollup() {
    return reading(() -> SmapsRollup.ifAny(this));
  }

  /**
   * Prepares to measure how much of its memory the process accesses. The measurement will affect
   * the process; see {@link WorkingSet}.
   *
   * @return the measurement, which the caller closes
   */
  public WorkingSet workingSet() {
    return WorkingSet.of(path);
  }

  /**
   * {@return the function of the kernel in which the thread (of a process, the first one) waits:
   * {@code wchan}}
   */
  public WaitChannel waitChannel() {
    return read(WaitChannel.FILE);
  }

  /**
   * {@return the system call in which the thread (of a process, the first one) waits: {@code
   * syscall}} Shown only to those who may attach a debugger to the process.
   */
  public SystemCall systemCall() {
    return read(SystemCall.FILE);
  }

  /**
   * {@return the functions of the kernel that the thread (of a process, the first one) is in:
   * {@code stack}} Shown only to root.
   */
  public KernelStack kernelStack() {
    return read(KernelStack.FILE);
  }

  /** {@return its name: {@code comm}} */
  public String comm() {
    return read(ProcessFiles.COMM);
  }

  /**
   * {@return the path of its cpuset, which limits its CPUs and memory nodes; {@code /} is all of
   * them: {@code cpuset}}
   */
  public String cpuset() {
    return read(ProcessFiles.CPUSET);
  }

  /**
   * {@return the arguments with which the program was started, or the title that the process gave
   * itself: {@code cmdline}} {@code stat} is read before and after, to recognize a title.
   */
  public CommandLine commandLine() {
    OptionalLong before = argumentsLength();
    byte[] text = reading(() -> placed(CommandLine.FILE).bytes(root));
    return CommandLine.of(text, before.equals(argumentsLength()) ? before : OptionalLong.empty());
  }

  /** The length of the memory with the arguments; empty if this reader may not know it. */
  private OptionalLong argumentsLength() {
    ProcessStat stat;
    try {
      stat = placed(ProcessStat.FILE).read(root);
    } catch (UnreadableException | MalformedTextException e) {
      return OptionalLong.empty(); // if it applies to the process too, reading cmdline will show it
    }
    OptionalLong start = stat.amount(ProcessStatColumns.ARG_START);
    OptionalLong end = stat.amount(ProcessStatColumns.ARG_END);
    return start.isEmpty() || end.isEmpty() || start.getAsLong() == 0
        ? OptionalLong.empty()
        : OptionalLong.of(end.getAsLong() - start.getAsLong());
  }

  /**
   * {@return its display name: its title, its arguments, or its name in brackets} See {@link
   * CommandLine#displayName}.
   */
  public String displayName() {
    return commandLine().displayName(comm());
  }

  /**
   * {@return a short name that identifies it in a list, such as the main class of {@code java} or
   * the script of {@code bash}} See {@link CommandLine#name}. If its arguments cannot be read, this
   * is {@link #comm}.
   */
  public String name() {
    String comm = comm();
    try {
      return placed(CommandLine.FILE).read(root).name(comm);
    } catch (UnreadableException e) {
      return CommandLine.of(new byte[0]).name(comm);
    }
  }

  /** {@return the numbers of its current threads, in ascending order: {@code task}} */
  public List<Long> threads() {
    Path task = path.resolve("task");
    try (Stream<Path> threads = Files.list(task)) {
      return threads
          .map(thread -> String.valueOf(thread.getFileName()))
          .filter(thread -> thread.matches(NUMBER))
          .map(Long::valueOf)
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      if (isGone()) {
        throw gone();
      }
      throw new UnreadableException(
          e instanceof AccessDeniedException
              ? Outcome.DENIED
              : e instanceof NoSuchFileException ? Outcome.ABSENT : Outcome.FAILED,
          task + ": " + e.getMessage());
    }
  }

  private <V> V read(SampledFile<V> file) {
    return reading(() -> placed(file).read(root));
  }

  private <V> V read(OnceFile<V> file) {
    return reading(() -> placed(file).read(root));
  }

  /** One of its files, for reading below the root. */
  <V> SampledFile<V> placed(SampledFile<V> file) {
    return file.in(root.relativize(path));
  }

  private <V> OnceFile<V> placed(OnceFile<V> file) {
    return file.in(root.relativize(path));
  }

  /** The tree that contains its files. */
  Path root() {
    return root;
  }

  private <V> V reading(Supplier<V> read) {
    try {
      return read.get();
    } catch (UnreadableException e) {
      throw isGone() ? gone() : e;
    }
  }

  /**
   * {@return whether there is no such process or thread, or it has ended} One that exists but may
   * not be examined is not gone.
   */
  public boolean isGone() {
    return Files.notExists(path);
  }

  private UnreadableException gone() {
    return new UnreadableException(Outcome.GONE, "no " + name);
  }

  /** Such as {@code /proc/17}. */
  @Override
  public String toString() {
    return Printable.line(path.toString());
  }
}
