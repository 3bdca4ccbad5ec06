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

  /** How many numbers are tried before all open files are. */
  private static final int NEAR = 8;

  /**
   * The number that was found last. Who opens many files gets one number after the other, and to
   * look through all of them for each would take as much time as the square of their number.
   */
  private static volatile int last;

  private Descriptors() {}

  /**
   * The link to an open file or directory; empty if it is not open.
   *
   * @throws IOException if there is no {@code /proc}
   */
  static Optional<Path> linkTo(Object fileKey) throws IOException {
    int first = last;
    for (int number = first; number < first + NEAR; number++) {
      Path link = OPEN.resolve(Integer.toString(number));
      if (fileKey.equals(keyAt(link))) {
        last = number;
        return Optional.of(link);
      }
    }
    try (DirectoryStream<Path> links = Files.newDirectoryStream(OPEN)) {
      for (Path link : links) {
        if (fileKey.equals(keyAt(link))) {
          last = Integer.parseInt(link.getFileName().toString());
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
