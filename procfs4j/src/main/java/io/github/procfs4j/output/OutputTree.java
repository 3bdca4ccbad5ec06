package io.github.procfs4j.output;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * A directory in which directories and files are created. Each name is looked up in the directory
 * above it, which is open, and none is followed if it is a link: whatever other users put into the
 * tree, nothing is created outside of it. Several threads may use it.
 */
public final class OutputTree implements Closeable {
  // Only one thread at a time creates and removes directories of a tree, so that none is removed
  // between its creation and that of the file for which it is created.

  private final OutputDirectory root;

  private OutputTree(OutputDirectory root) {
    this.root = root;
  }

  /**
   * Opens a directory.
   *
   * @param directory the directory, which exists; links on the way to it are followed
   */
  public static OutputTree of(Path directory) throws IOException {
    return new OutputTree(OutputDirectory.of(directory.resolve("any")));
  }

  /**
   * Creates a directory.
   *
   * @param directory the directory; the one above it exists, and links on the way to that are
   *     followed
   * @param permissions its permissions, from which those of the umask are removed
   * @throws java.nio.file.FileAlreadyExistsException if there is something with its name
   */
  public static OutputTree create(Path directory, Set<PosixFilePermission> permissions)
      throws IOException {
    try (OutputDirectory above = OutputDirectory.of(directory)) {
      return new OutputTree(above.newChild(String.valueOf(directory.getFileName()), permissions));
    }
  }

  /**
   * Creates a file as {@link OutputFile#createApart} does, and the directories that do not exist.
   *
   * @param directories the names of the directories on the way to it
   * @param name the name of the file
   * @param replaces whether an existing regular file that is not being written may be replaced
   */
  public synchronized OutputFile createApart(
      List<String> directories, String name, boolean replaces) throws IOException {
    OutputDirectory at = root.again();
    for (String directory : directories) {
      try (OutputDirectory above = at) {
        at = above.childOrNew(directory);
      }
    }
    return OutputFile.createApart(at, at.path(name), replaces);
  }

  /**
   * Removes directories that contain nothing, from the last one to the first.
   *
   * @param directories the names of the directories, each in the one before it
   */
  public synchronized void removeEmpty(List<String> directories) throws IOException {
    Deque<OutputDirectory> open = new ArrayDeque<>(List.of(root.again()));
    try {
      for (String directory : directories.subList(0, directories.size() - 1)) {
        open.push(open.element().child(directory));
      }
      for (String directory : directories.reversed()) {
        try (OutputDirectory above = open.pop()) {
          if (!above.removeIfEmpty(directory)) {
            return;
          }
        }
      }
    } finally {
      for (OutputDirectory left : open) {
        left.close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    root.close();
  }
}
