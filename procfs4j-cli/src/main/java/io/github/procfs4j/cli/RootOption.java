package io.github.procfs4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code --root}, for the commands that read procfs. */
final class RootOption {
  @Option(
      names = "--root",
      paramLabel = "DIR",
      defaultValue = "/proc",
      description =
          "The directory that stands for /proc: the host's as a container sees it, or a tree that"
              + " was copied.")
  private Path directory = Path.of("/proc");

  /** The directory; an environment that is not as it should be if it is none. */
  Path directory() {
    if (Files.isDirectory(directory)) {
      return directory;
    }
    throw CommandException.environment(
        directory + (Files.exists(directory) ? ": not a directory" : ": no such directory"));
  }
}
