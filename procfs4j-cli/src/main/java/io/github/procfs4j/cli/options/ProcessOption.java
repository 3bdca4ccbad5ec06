package io.github.procfs4j.cli.options;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.process.ProcessDirectory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The process or thread whose files are read. */
public final class ProcessOption {
  @Option(
      names = "--pid",
      paramLabel = "N",
      description = "The process to which sources named pid/... belong.")
  private @Nullable String pid;

  @Option(
      names = "--tid",
      paramLabel = "N",
      description = "The thread of it to which they belong instead.")
  private @Nullable String tid;

  /**
   * The directory below {@code root} with these files, if a process is specified. Throws a usage
   * error if it cannot be a process or thread, and an environment error if it does not exist.
   */
  public Optional<Path> directory(Path root) {
    if (pid == null) {
      if (tid != null) {
        throw CommandException.usage("--tid is a thread of a process: give its number with --pid");
      }
      return Optional.empty();
    }
    long number = number("--pid", pid, "process");
    ProcessDirectory process = Procfs.at(root).process(number);
    if (tid == null) {
      return Optional.of(there(process, "no process " + number));
    }
    long thread = number("--tid", tid, "thread");
    there(process, "no process " + number);
    return Optional.of(
        there(process.thread(thread), "no thread " + thread + " of process " + number));
  }

  /** Whether the user named a process. */
  public boolean isGiven() {
    return pid != null;
  }

  /** The process or thread, in words; empty if none is specified. */
  public Optional<String> text() {
    return pid == null
        ? Optional.empty()
        : Optional.of((tid == null ? "" : "thread " + tid + " of ") + "process " + pid);
  }

  /**
   * The number of the process, if a thread of it is specified.
   *
   * @return its number; empty if no thread is specified
   */
  public OptionalLong ofThread() {
    return pid == null || tid == null
        ? OptionalLong.empty()
        : OptionalLong.of(number("--pid", pid, "process"));
  }

  private static Path there(ProcessDirectory directory, String otherwise) {
    if (directory.isGone()) {
      throw CommandException.environment(otherwise);
    }
    return directory.path();
  }

  /** The number of a process or thread, which is at least 1; throws a usage error if it is not. */
  static long number(String option, String text, String what) {
    if (!text.matches("0*[1-9][0-9]{0,17}")) {
      throw CommandException.usage(
          option
              + ": \u00ab"
              + text
              + "\u00bb is not the number of a "
              + what
              + ", which is 1 or more");
    }
    return Long.parseLong(text);
  }
}
