package io.github.procfs4j.process;

import io.github.procfs4j.model.Source;
import io.github.procfs4j.sampling.OnceFile;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.UnreadableException;
import io.github.procfs4j.text.MalformedTextException;
import io.github.procfs4j.text.Words;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * All files of a process or thread. New ones are added here. Their root is the directory of the
 * process, {@code /proc/<pid>}, or thread, {@code /proc/<pid>/task/<tid>}.
 */
public final class ProcessFiles {
  /**
   * {@code comm}: the name of a process or thread, at most 15 bytes, or up to 63 for a kernel
   * worker: the name of the program, or the one that the thread gave itself. It may itself contain
   * ends of lines. {@code fs/proc/base.c}, proc_pid_comm(5).
   */
  public static final OnceFile<String> COMM =
      line("comm", "The name of a process or thread", "", "proc_pid_comm(5), fs/proc/base.c");

  /**
   * {@code cpuset}: the path of its cpuset in the hierarchy of cpusets; {@code /} is all CPUs and
   * nodes. {@code kernel/cgroup/cpuset.c}, cpuset(7).
   */
  public static final OnceFile<String> CPUSET =
      line(
          "cpuset",
          "The cpuset that a process or thread is confined to",
          "CONFIG_PROC_PID_CPUSET",
          "cpuset(7), kernel/cgroup/cpuset.c");

  /** The files that are sampled. */
  public static final List<SampledFile<?>> SAMPLED =
      List.of(
          ProcessStat.FILE,
          ProcessStatm.FILE,
          ProcessStatus.FILE,
          ProcessIo.FILE,
          ProcessSchedStat.FILE,
          ProcessSched.FILE,
          ProcessLimits.FILE,
          NumaMaps.FILE,
          SmapsRollup.FILE,
          Smaps.FILE);

  /** The files that are read once. */
  public static final List<OnceFile<?>> ONCE =
      List.of(CommandLine.FILE, COMM, CPUSET, WaitChannel.FILE, SystemCall.FILE, KernelStack.FILE);

  private ProcessFiles() {}

  /**
   * Determines more precisely why a file of a process could not be read: for a process that exists
   * but has no memory, the kernel also reports that there is no such process.
   *
   * @param e what was thrown when the file was read
   * @param directory the directory of the process or thread
   * @return the exception to throw: the same one if there is nothing to add
   */
  public static UnreadableException reason(UnreadableException e, Path directory) {
    boolean isThere = Files.exists(directory.resolve("stat"));
    return e.outcome() == Outcome.GONE && isThere
        ? new UnreadableException(
            Outcome.NO_MEMORY,
            directory + ": has no memory: it is a kernel thread, or a process that has ended")
        : e;
  }

  private static OnceFile<String> line(
      String name, String purpose, String requires, String reference) {
    return new OnceFile<>(
        new Source("pid/" + name, purpose, Source.Mode.ONCE, "", requires, "", reference),
        ProcessFiles::withoutNewline,
        directory -> directory.resolve(name));
  }

  /** The text without the newline with which the kernel ends it. */
  private static String withoutNewline(String file, byte[] text) {
    int end = text.length - 1;
    if (end < 0 || text[end] != '\n') {
      throw MalformedTextException.at(file, text, text.length, "a newline: the text is cut");
    }
    return Words.of(text, 0, end);
  }
}
