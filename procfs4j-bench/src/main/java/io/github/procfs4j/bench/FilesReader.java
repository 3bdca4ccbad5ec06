package io.github.procfs4j.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Reads a file as most Java programs read procfs: opened each time, read completely, split, parsed.
 */
final class FilesReader {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,20}(\\.[0-9]+)?");

  private final Path path;

  /** Kept so that the work has a result and is not optimized away. */
  private long sum;

  FilesReader(Path path) {
    this.path = path;
  }

  void read() {
    try {
      for (String line : Files.readAllLines(path)) {
        for (String word : line.split("\\s+", -1)) {
          if (NUMBER.matcher(word).matches()) {
            sum += parse(word);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(path.toString(), e);
    }
  }

  private static long parse(String word) {
    return word.indexOf('.') < 0
        ? Long.parseUnsignedLong(word)
        : (long) (Double.parseDouble(word) * 100);
  }

  long sum() {
    return sum;
  }
}
