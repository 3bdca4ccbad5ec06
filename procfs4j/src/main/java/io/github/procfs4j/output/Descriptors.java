package io.github.procfs4j.output;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The open files of this process, from {@code /proc/self/fd}: links that lead to the open files
 * themselves, whatever has become of their names.
 */
final class Descriptors {
  private static final Path OPEN = Path.of("/proc/self/fd");

  private Descriptors() {}

  /**
   * The link to an open file or directory; empty if it is not open.
   *
   * @throws IOException if there is no {@code /proc}
   */
  static Optional<Path> linkTo(Object fileKey) throws IOException {
    try (DirectoryStream<Path> links = Files.newDirectoryStream(OPEN)) {
      for (Path link : links) {
        if (fileKey.equals(keyAt(link))) {
          return Optional.of(link);
        }
      }
      return Optional.empty();
    }
  }

  /** What identifies the file at a path; null if there is none. */
  static @Nullable Object keyAt(Path path, LinkOption... options) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, options).fileKey();
    } catch (IOException e) {
      return null;
    }
  }
}
