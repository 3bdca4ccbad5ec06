package io.github.procfs4j.cli.sql;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The file with the history of queries, which is opened by its name, again and again: so it is used
 * only if no other user can put anything in its place.
 */
final class HistoryFile {
  /** Permission to write, of group and others. */
  private static final int OTHERS_WRITE = 022;

  private HistoryFile() {}

  /**
   * The file in this directory; it and the directory are created if they do not exist.
   *
   * @return empty if they are not this user's own, others may write to the directory, or the file
   *     is a link or a pipe
   */
  static Optional<Path> in(Path directory) throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    int mode = (int) Files.getAttribute(directory, "unix:mode", NOFOLLOW_LINKS);
    if (!isOwn(directory) || (mode & OTHERS_WRITE) != 0) {
      return Optional.empty();
    }
    Path file = directory.resolve("sql_history");
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      // by an earlier prompt
    }
    return Files.isRegularFile(file, NOFOLLOW_LINKS) && isOwn(file)
        ? Optional.of(file)
        : Optional.empty();
  }

  private static boolean isOwn(Path path) throws IOException {
    return Files.getAttribute(path, "unix:uid", NOFOLLOW_LINKS)
        .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
  }
}
