package io.github.procfs4j.cli.options;

import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.system.SchedDebug;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where procfs is, and what moved out of it: options of all commands that read it. */
public final class RootOption {
  @Option(
      names = "--root",
      paramLabel = "DIR",
      defaultValue = "/proc",
      description =
          "The directory to read instead of /proc, such as that of the host in a container, or a"
              + " copied tree.")
  private Path directory = Path.of("/proc");

  @Option(
      names = "--sched-debug",
      paramLabel = "FILE",
      description =
          "The path of sched_debug, if it is neither in procfs (up to Linux 5.12) nor in the"
              + " debugfs at sys/kernel/debug beside it.")
  private @Nullable Path schedDebug;

  /** The file, where the user says it is. */
  public SampledFile<?> placed(SampledFile<?> file) {
    return schedDebug != null && file.equals(SchedDebug.FILE) ? SchedDebug.at(schedDebug) : file;
  }

  /** The directory; an environment that is not as it should be if it is none. */
  public Path directory() {
    if (Files.isDirectory(directory)) {
      return directory;
    }
    throw CommandException.environment(
        directory + (Files.exists(directory) ? ": not a directory" : ": no such directory"));
  }
}
