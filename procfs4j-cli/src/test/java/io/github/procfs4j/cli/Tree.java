package io.github.procfs4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Trees of procfs for tests. */
public final class Tree {
  /** What Linux 6.1 printed on a machine with 8 CPUs; kept byte for byte. */
  public static final Path REAL = Path.of("src/test/resources/corpus/amd64-6.1-smp8-numa2");

  private Tree() {}

  /** A copy of the real tree that may be changed. */
  public static Path copy(Path directory) throws IOException {
    Path tree = Files.createDirectories(directory.resolve("proc"));
    try (Stream<Path> files = Files.list(REAL)) {
      for (Path file : files.toList()) {
        Files.copy(file, tree.resolve(file.getFileName()));
      }
    }
    return tree;
  }

  /** A file of the real tree. */
  public static String text(String name) {
    try {
      return Files.readString(REAL.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
