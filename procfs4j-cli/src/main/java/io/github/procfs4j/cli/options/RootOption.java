package io.github.procfs4j.cli.options;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.output.FileProblems;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.system.Cgroups;
import io.github.procfs4j.system.SchedDebug;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The location of procfs, of a file that has moved out of it, and of control groups: options of all
 * commands that read procfs.
 */
public final class RootOption {
  private static final String AND_BELOW = "/**";

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
      converter = Paths.OfFile.class,
      paramLabel = "FILE",
      description =
          "The path of sched_debug, if it is neither in procfs (up to Linux 5.12) nor in the"
              + " debugfs at sys/kernel/debug beside it.")
  private @Nullable Path schedDebug;

  @Option(
      names = "--cgroup-root",
      paramLabel = "DIR",
      description =
          "The directory of control groups, or a copy of one; sys/fs/cgroup beside procfs by"
              + " default.")
  private @Nullable Path cgroupRoot;

  @Option(
      names = "--cgroup",
      paramLabel = "PATH",
      description =
          "The control group that the sources cgroup/* show, by its path below that directory, such"
              + " as /system.slice; with /** at its end also all below it. By default the group of"
              + " this program.")
  private @Nullable String cgroup;

  /** The file at the location that the user specified. */
  public SampledFile<?> placed(SampledFile<?> file) {
    if (Cgroups.isSource(file.source().name())) {
      return cgroups().place(file);
    }
    return schedDebug != null && file.equals(SchedDebug.FILE) ? SchedDebug.at(schedDebug) : file;
  }

  /** The message if no source of control groups can be read; empty if the user named neither. */
  public Optional<String> withoutGroups() {
    if (cgroup != null) {
      return Optional.of(
          "--cgroup: of this group no source can be read; cgroup.controllers in its directory"
              + " names the controllers that it has");
    }
    return cgroupRoot == null
        ? Optional.empty()
        : Optional.of("--cgroup-root: no source of control groups can be read in " + cgroupRoot);
  }

  /**
   * Checks that a control group that the user named exists for at least one of the sources, and
   * throws an error if it does not, or if none of them is of control groups.
   *
   * @param sources the sources by name
   * @param procfs the directory of procfs
   */
  public void checkGroup(List<String> sources, Path procfs) {
    List<SampledFile<?>> files = new ArrayList<>();
    sources.stream().map(Procfs::sampledFile).flatMap(Optional::stream).forEach(files::add);
    files.removeIf(file -> !Cgroups.isSource(file.source().name()));
    if (cgroup != null && files.isEmpty()) {
      throw CommandException.usage("--cgroup: none of the sources is one of cgroup/*");
    }
    List<String> missing =
        files.stream().flatMap(file -> missingGroup(file, procfs).stream()).toList();
    if (!missing.isEmpty() && missing.size() == files.size()) {
      throw CommandException.environment(missing.getFirst());
    }
  }

  /**
   * The message if a source is to be read of a control group that does not exist.
   *
   * @param file the source, of control groups or not
   * @param procfs the directory of procfs
   */
  public Optional<String> missingGroup(SampledFile<?> file, Path procfs) {
    if (cgroup == null
        || !Cgroups.isSource(file.source().name())
        || Files.isDirectory(placed(file).place().apply(procfs))) {
      return Optional.empty();
    }
    Cgroups all = Cgroups.named("/");
    Path tree = (cgroupRoot == null ? all : all.at(cgroupRoot)).place(file).place().apply(procfs);
    if (Files.isDirectory(Path.of(tree + "/" + withoutBelow(cgroup)))) {
      return Optional.of("--cgroup " + cgroup + ": a link that leads out of the tree " + tree);
    }
    return Optional.of(
        "--cgroup "
            + cgroup
            + (Files.isDirectory(tree)
                ? ": no such group in "
                    + tree
                    + "; procfs show "
                    + file.source().name()
                    + " --cgroup '/**' lists those that exist"
                : ": no control groups in " + tree + "; --cgroup-root names another directory"));
  }

  private static String withoutBelow(String path) {
    return path.endsWith(AND_BELOW) ? path.substring(0, path.length() - AND_BELOW.length()) : path;
  }

  private Cgroups cgroups() {
    Cgroups groups = Cgroups.own();
    if (cgroup != null) {
      if (cgroup.isEmpty()) {
        throw CommandException.usage("--cgroup: the path is empty; / is the root of the tree");
      }
      boolean isTree = cgroup.endsWith(AND_BELOW);
      try {
        groups = Cgroups.named(withoutBelow(cgroup));
      } catch (IllegalArgumentException e) {
        throw CommandException.usage("--cgroup: " + e.getMessage());
      }
      groups = isTree ? groups.withDescendants() : groups;
    }
    return cgroupRoot == null ? groups : groups.at(cgroupRoot);
  }

  /** The directory; throws an environment error if it is not one. */
  public Path directory() {
    return existing(directory);
  }

  static Path existing(Path directory) {
    try {
      if (Files.readAttributes(directory, BasicFileAttributes.class).isDirectory()) {
        return directory;
      }
    } catch (NoSuchFileException e) {
      throw CommandException.environment(directory + ": no such directory");
    } catch (IOException e) {
      throw CommandException.environment(FileProblems.text(e));
    }
    throw CommandException.environment(directory + ": not a directory");
  }
}
