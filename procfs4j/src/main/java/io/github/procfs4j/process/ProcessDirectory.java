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
 * The directory of one process, {@code /proc/<pid>}, or of one thread of it, {@code
 * /proc/<pid>/task/<tid>}.
 *
 * <p>Each method of a file reads it once and returns what it said, as a value that never changes;
 * {@link #sampler} reads it again and again. Between two methods the process may end, and another
 * may get its number.
 *
 * <p>All of them throw {@link UnreadableException} if the file cannot be read, with the outcome
 * {@link Outcome#GONE} if there is no such process or thread, or it has ended; and {@link
 * io.github.procfs4j.text.MalformedTextException} if it is not what it should be.
 */
public final class ProcessDirectory {
  private static final String NUMBER = "[1-9][0-9]*";

  /** The tree that its files are of. */
  private final Path root;

  private final Path path;

  /** What it is, for messages: {@code process 17}. */
  private final String name;

  private ProcessDirectory(Path root, Path path, String name) {
    this.root = root;
    this.path = path;
    this.name = name;
  }

  /**
   * The directory of a process below {@code root}. Nothing is read yet. Where the root is no
   * procfs, a directory that is a link out of it is not followed: its files cannot be read.
   *
   * @throws IllegalArgumentException if it is 0 or negative: the numbers of processes begin with 1
   */
  public static ProcessDirectory of(Path root, long pid) {
    return new ProcessDirectory(
        root, root.resolve(Long.toString(positive(pid, "process"))), "process " + pid);
  }

  /**
   * The directory of one of its threads. Nothing is read yet.
   *
   * @throws IllegalArgumentException if it is 0 or negative: the numbers of threads begin with 1
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

  /** Where it stands: the root of files of a process, such as {@link ProcessStat#FILE}. */
  public Path path() {
    return path;
  }

  /**
   * A sampler of one of its files, such as {@link ProcessStat#FILE}. Nothing is read until it
   * samples. When the process has ended, a sample is {@link Outcome#GONE}; one after that may be of
   * another process that was given the number since.
   */
  public <V> Sampler<V> sampler(SampledFile<V> file) {
    return placed(file).sampler(root);
  }

  /** What it has used, and how it stands: {@code stat}. */
  public ProcessStat stat() {
    return read(ProcessStat.FILE);
  }

  /** The memory of the process, in pages: {@code statm}. */
  public ProcessStatm statm() {
    return read(ProcessStatm.FILE);
  }

  /** Memory, signals, rights, where it may run: {@code status}. */
  public ProcessStatus status() {
    return read(ProcessStatus.FILE);
  }

  /** What it has read and written: {@code io}. Only for those who may trace it. */
  public ProcessIo io() {
    return read(ProcessIo.FILE);
  }

  /** How long the thread, of a process the first one, ran and waited to: {@code schedstat}. */
  public ProcessSchedStat schedStat() {
    return read(ProcessSchedStat.FILE);
  }

  /** The memory, mapping by mapping: {@code smaps}. Only for those who may trace the process. */
  public Smaps smaps() {
    return read(Smaps.FILE);
  }

  /**
   * The memory in total: {@code smaps_rollup}. Empty for a kernel thread and a zombie. Only for
   * those who may trace the process.
   */
  public Optional<SmapsRollup> smapsRollup() {
    return reading(() -> SmapsRollup.ifAny(this));
  }

  /**
   * Prepares to measure how much of its memory the process accesses; that will act on the process,
   * as {@link WorkingSet} says.
   */
  public WorkingSet workingSet() {
    return WorkingSet.of(path);
  }

  /** Its name: {@code comm}. */
  public String comm() {
    return read(ProcessFiles.COMM);
  }

  /** The cpuset that it is confined to; {@code /} is all: {@code cpuset}. */
  public String cpuset() {
    return read(ProcessFiles.CPUSET);
  }

  /**
   * What it was begun with, or the title that it gave itself: {@code cmdline}. So that a title is
   * known for one, {@code stat} is read before and after.
   */
  public CommandLine commandLine() {
    OptionalLong before = argumentsLength();
    byte[] text = reading(() -> placed(CommandLine.FILE).bytes(root));
    return CommandLine.of(text, before.equals(argumentsLength()) ? before : OptionalLong.empty());
  }

  /** Of the memory that the arguments stand in; empty if this reader may not know. */
  private OptionalLong argumentsLength() {
    ProcessStat stat;
    try {
      stat = placed(ProcessStat.FILE).read(root);
    } catch (UnreadableException | MalformedTextException e) {
      return OptionalLong.empty(); // if it is for the process, cmdline tells
    }
    OptionalLong start = stat.amount(ProcessStatColumns.ARG_START);
    OptionalLong end = stat.amount(ProcessStatColumns.ARG_END);
    return start.isEmpty() || end.isEmpty() || start.getAsLong() == 0
        ? OptionalLong.empty()
        : OptionalLong.of(end.getAsLong() - start.getAsLong());
  }

  /**
   * What a person knows it by: its title, or its arguments, or its name in brackets. See {@link
   * CommandLine#displayName}.
   */
  public String displayName() {
    return commandLine().displayName(comm());
  }

  /**
   * What tells it apart in a list, such as the main class of {@code java} or the script of {@code
   * bash}. See {@link CommandLine#name}. Where its arguments cannot be read, it has {@link #comm}
   * alone.
   */
  public String name() {
    String comm = comm();
    try {
      return placed(CommandLine.FILE).read(root).name(comm);
    } catch (UnreadableException e) {
      return CommandLine.of(new byte[0]).name(comm);
    }
  }

  /** The numbers of its threads that are there now, in their order: {@code task}. */
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

  /** One of its files, to be read below the root. */
  <V> SampledFile<V> placed(SampledFile<V> file) {
    return file.in(root.relativize(path));
  }

  private <V> OnceFile<V> placed(OnceFile<V> file) {
    return file.in(root.relativize(path));
  }

  /** The tree that its files are of. */
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
   * Whether there is no such process or thread, or it has ended. One that is there and may not be
   * looked at is not gone.
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
