package io.github.procfs4j.cli.options;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The location of procfs, for commands that read nothing beside it. */
public final class ProcOption {
  /** The default. */
  private static final Path MOUNTED = Path.of("/proc");

  @Option(
      names = "--root",
      paramLabel = "DIR",
      defaultValue = "/proc",
      description = "The directory to read instead of /proc, such as the host's in a container.")
  private Path directory = MOUNTED;

  /** The directory, whether or not it exists. */
  public Path directory() {
    return directory;
  }

  /** The directory; throws an environment error if it is not one. */
  public Path existing() {
    return RootOption.existing(directory);
  }

  /** Whether it is {@code /proc}. */
  public boolean isMounted() {
    return directory.equals(MOUNTED);
  }
}
