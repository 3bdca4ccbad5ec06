package io.github.procfs4j.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.KeptFile;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.sampling.Gathering;
import io.github.procfs4j.sampling.SampledFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which control groups the sources {@code cgroup/…} read: by default that of this program,
 * otherwise a named one, and in either case alone or with all below it.
 *
 * <p>Control groups are directories below a root of their own, {@code /sys/fs/cgroup}. In version
 * 2, they form one tree. In version 1, each controller has a tree of its own in a directory of its
 * name; a source then reads the tree of its controller. If both are mounted, controllers that
 * version 1 does not have are those of {@code unified}.
 *
 * <p>The group of this program is the one that {@code self/cgroup} names. If the tree does not
 * contain that path, its root is read: in a container that sees only its own part of the tree, the
 * group is mounted there.
 */
public final class Cgroups {
  /** The beginning of the names of these sources. */
  private static final String PREFIX = "cgroup/";

  private static final Path USUAL_ROOT = Path.of("sys/fs/cgroup");
  private static final Path OWN = Path.of("self/cgroup");
  private static final String UNIFIED = "unified";
  private static final String MARK_OF_VERSION_2 = "cgroup.controllers";
  private static final Cgroups OF_THIS_PROGRAM = new Cgroups(null, null, false);

  private final @Nullable Path root;
  private final @Nullable String path;
  private final boolean isTree;

  private Cgroups(@Nullable Path root, @Nullable String path, boolean isTree) {
    this.root = root;
    this.path = path;
    this.isTree = isTree;
  }

  /**
   * {@return the sources that show what a group uses, its limits, and what it was denied} They are
   * recorded by default, unlike {@link CgroupProcs}, whose rows are those of all its processes.
   */
  public static List<SampledFile<?>> usualFiles() {
    return List.of(
        CgroupCpu.FILE, CgroupMemory.FILE, CgroupIo.FILE, CgroupPids.FILE, CgroupPressure.FILE);
  }

  /** {@return the group of this program, below the usual root} */
  public static Cgroups own() {
    return OF_THIS_PROGRAM;
  }

  /**
   * {@return the group with this path, below the usual root}
   *
   * @param path the path below the root of control groups, such as {@code /system.slice}
   * @throws IllegalArgumentException if the path leads out of the tree, or has a character that
   *     names of files cannot have in this locale
   */
  public static Cgroups named(String path) {
    Objects.requireNonNull(path, "path");
    if (Arrays.asList(path.split("/", -1)).contains("..") || path.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "the path of a control group does not leave its tree, and «"
              + Printable.line(path)
              + "» does");
    }
    try {
      Path ignored = Path.of(path);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "«" + Printable.line(path) + "» cannot be a path here: " + e.getReason(), e);
    }
    return new Cgroups(null, absolute(path), false);
  }

  /** {@return the same group, and all below it} */
  public Cgroups withDescendants() {
    return new Cgroups(root, path, true);
  }

  /**
   * {@return the same groups below another root}
   *
   * @param directory the directory where control groups are mounted, or a copy of such a tree
   */
  public Cgroups at(Path directory) {
    Objects.requireNonNull(directory, "directory");
    return new Cgroups(directory, path, isTree);
  }

  /**
   * {@return whether a source reads control groups}
   *
   * @param source the name of the source, such as {@code cgroup/cpu}
   */
  public static boolean isSource(String source) {
    Objects.requireNonNull(source, "source");
    return source.startsWith(PREFIX);
  }

  /**
   * {@return the same source for these groups}
   *
   * @param <V> the typed view of the source
   * @param file a source of control groups, such as {@link CgroupCpu#FILE}
   * @throws IllegalArgumentException if it is another source
   */
  public <V> SampledFile<V> place(SampledFile<V> file) {
    Objects.requireNonNull(file, "file");
    if (!(file.parser() instanceof CgroupText text)) {
      throw new IllegalArgumentException(file.source() + " does not read control groups");
    }
    return new SampledFile<>(
        file.source(),
        file.printing(),
        text.of(this),
        file.figures(),
        file.view(),
        procfs -> locate(procfs, text.controller()).directory(),
        file.gathering()
            .over(isTree ? Gathering.Reach.TREE : Gathering.Reach.ITSELF)
            .with(text.of(this).elsewhere()));
  }

  /** A directory, and the path of its group. */
  record Located(Path directory, String path) {}

  /** The mounted tree of a controller, and whether it is one of version 1. */
  private record Tree(Path directory, boolean isVersion1) {}

  private Tree tree(Path procfs, String controller) {
    Path mount =
        root != null ? root : procfs.toAbsolutePath().normalize().resolveSibling(USUAL_ROOT);
    Path ofController = mount.resolve(controller);
    boolean isVersion1 =
        !Files.exists(mount.resolve(MARK_OF_VERSION_2)) && Files.isDirectory(ofController);
    Path tree = isVersion1 ? ofController : mount;
    if (!isVersion1 && Files.exists(mount.resolve(UNIFIED).resolve(MARK_OF_VERSION_2))) {
      tree = mount.resolve(UNIFIED);
    }
    return new Tree(real(tree), isVersion1);
  }

  /**
   * The directory of the group of the same path in the tree of another controller; the directory of
   * the group itself if that controller has no tree of its own.
   */
  Path beside(Path procfs, String controller, String other) {
    Path group = locate(procfs, controller).directory();
    Tree others = tree(procfs, other);
    if (!others.isVersion1()) {
      return group;
    }
    Path path = tree(procfs, controller).directory().relativize(group);
    Path tree = others.directory();
    return within(tree, tree.resolve(path));
  }

  /** The directory of the group in the tree of a controller. */
  Located locate(Path procfs, String controller) {
    Tree mounted = tree(procfs, controller);
    Path tree = mounted.directory();
    if (path != null) {
      return new Located(within(tree, tree.resolve(path.substring(1))), path);
    }
    String own = own(procfs, mounted.isVersion1() ? controller : "").orElse("/");
    Path directory;
    try {
      directory = tree.resolve(own.substring(1));
    } catch (InvalidPathException e) {
      return new Located(tree, own); // the JVM's encoding of names lacks a character of it
    }
    boolean isThere = own.contains("/..") || Files.exists(directory);
    return new Located(isThere ? within(tree, directory) : tree, own);
  }

  /** The directory; one that does not exist if links in a copied tree lead out of that. */
  private static Path within(Path tree, Path directory) {
    return real(directory).startsWith(tree)
        ? directory
        : directory.resolveSibling(
            directory.getFileName() + " (a link that leads out of the tree)");
  }

  /** The directory that a link such as {@code cpu} leads to. */
  private static Path real(Path tree) {
    try {
      return tree.toRealPath();
    } catch (IOException e) {
      return tree; // reading it reports why
    }
  }

  /**
   * The path in a line such as {@code 4:cpu,cpuacct:/user.slice}, or {@code 0::/user.slice} for
   * version 2.
   */
  private static Optional<String> own(Path procfs, String controller) {
    Buffer text = new Buffer(1 << 12);
    try (KeptFile file = KeptFile.once(procfs, procfs.resolve(OWN), false)) {
      if (file.read(text) < 0) {
        return Optional.empty();
      }
    }
    for (String line : new String(text.copy(), UTF_8).split("\n", -1)) {
      String[] fields = line.split(":", 3);
      if (fields.length == 3
          && Arrays.asList(fields[1].split(",", -1)).contains(controller)
          && fields[2].indexOf('\0') < 0) {
        return Optional.of(absolute(fields[2]));
      }
    }
    return Optional.empty();
  }

  private static String absolute(String path) {
    String trimmed = path.replaceAll("/+", "/").replaceAll("(?<=.)/$", "");
    return trimmed.startsWith("/") ? trimmed : "/" + trimmed;
  }

  /** Such as {@code Cgroups[/system.slice and below]}. */
  @Override
  public String toString() {
    return "Cgroups["
        + Printable.line(path == null ? "own" : path)
        + (isTree ? " and below" : "")
        + (root == null ? "" : " in " + Printable.line(root.toString()))
        + "]";
  }
}
