package io.github.procfs4j.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that a JVM overwrites repeatedly, and deletes when it ends. */
final class TemporaryFile {
  private TemporaryFile() {}

  static Path create() {
    try {
      Path file = Files.createTempFile("fuzzed-", ".procfs");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
