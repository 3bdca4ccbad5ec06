package io.github.procfs4j.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/**
 * Follows a path below the root of a tree, name by name, and never leaves the tree, even if other
 * users replace names meanwhile.
 *
 * <p>Each name is looked up in the directory that was entered before it, and entered or opened only
 * if it is not a link. So everything found is in the tree. The target of a link only suggests which
 * names to look up next: from the directory of the link if it is relative, from the root if it is
 * absolute.
 */
abstract class TreeWalk implements AutoCloseable {
  /** The number of links that the kernel follows. */
  private static final int MOST_LINKS = 40;

  /**
   * The number of names that are looked up. No path of the longest length that the kernel accepts
   * has more; but links can lead to forty such paths, which would take seconds.
   */
  private static final int MOST_NAMES = 2_048;

  private final Path root;
  private final Path path;

  /** The names that remain to be looked up. */
  private final Deque<Path> ahead = new ArrayDeque<>();

  /** The last entered directory, and the name that is looked up in it. */
  private Path directory;

  private String name = "";
  private final boolean isBelowRoot;
  private int links;
  private int lookUps;

  /**
   * Creates a walk that has not begun.
   *
   * @param path the path below the root; or, if kernels have moved the file to another file system,
   *     below the directory that contains the root: no link is followed there
   */
  TreeWalk(Path root, Path path) {
    Path tree = root.toAbsolutePath();
    this.path = path.toAbsolutePath();
    isBelowRoot = this.path.startsWith(tree);
    this.root = isBelowRoot ? tree : tree.resolve("..").normalize();
    directory = this.root;
  }

  /**
   * Enters all directories up to the file.
   *
   * @return 0 if the last of them contains a file with the name {@link #name} that may be read,
   *     otherwise a negative error number
   */
  final int follow() throws IOException {
    int found = begin(root);
    lookUp(root.relativize(path));
    while (found >= 0 && !ahead.isEmpty()) {
      if (++lookUps > MOST_NAMES) {
        return -Errno.ELOOP;
      }
      name = ahead.pop().toString();
      if (name.equals("..")) {
        found = back();
      } else if (!name.isEmpty() && !name.equals(".")) {
        found = look(name);
        if (found == -Errno.ELOOP) {
          found = followLink();
        } else if (ahead.isEmpty()) {
          return found;
        } else if (found == 0 || found == -Errno.EISDIR) {
          found = found == 0 ? -Errno.ENOTDIR : enter(name);
          directory = directory.resolve(name);
        }
      }
    }
    return found < 0 ? found : -Errno.EISDIR;
  }

  /** The name of the file in the last entered directory. */
  final String name() {
    return name;
  }

  private void lookUp(Path names) {
    for (int i = names.getNameCount() - 1; i >= 0; i--) {
      ahead.push(names.getName(i));
    }
  }

  private int followLink() throws IOException {
    if (!isBelowRoot) {
      return -Errno.OUTSIDE;
    }
    if (++links > MOST_LINKS) {
      return -Errno.ELOOP;
    }
    Path target = Files.readSymbolicLink(directory.resolve(name));
    if (target.isAbsolute()) {
      Path real = root.toRealPath();
      Path leadsTo = target.toRealPath();
      if (!leadsTo.startsWith(real)) {
        return -Errno.OUTSIDE;
      }
      target = real.relativize(leadsTo);
      while (!directory.equals(root)) {
        back();
      }
    }
    lookUp(target);
    return 0;
  }

  private int back() {
    if (directory.equals(root)) {
      return -Errno.OUTSIDE;
    }
    leave();
    directory = Objects.requireNonNull(directory.getParent());
    return 0;
  }

  /** Enters the root, to which a link may lead. Returns 0, or a negative error number. */
  abstract int begin(Path root) throws IOException;

  /**
   * Examines a name in the last entered directory.
   *
   * @return 0 if it is a file that may be read, otherwise a negative error number: {@link
   *     Errno#EISDIR} for a directory, {@link Errno#ELOOP} for a link
   */
  abstract int look(String name) throws IOException;

  /** Enters an examined directory. Returns 0, or a negative error number. */
  abstract int enter(String name) throws IOException;

  /** Goes back to the directory that was entered before the last one. */
  abstract void leave();

  /** Closes the directories that were entered. */
  @Override
  public abstract void close();
}
