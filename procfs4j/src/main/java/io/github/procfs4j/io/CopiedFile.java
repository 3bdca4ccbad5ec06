package io.github.procfs4j.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Tells files that hold a text from those whose text the kernel prints when they are read. */
public final class CopiedFile {
  private CopiedFile() {}

  /**
   * Whether a file is a regular one of this size, so that what was read of it is all it holds. A
   * file of procfs says that its size is 0, whatever it prints.
   */
  public static boolean hasSize(String path, long bytes) {
    try {
      BasicFileAttributes file = Files.readAttributes(Path.of(path), BasicFileAttributes.class);
      return file.isRegularFile() && file.size() == bytes;
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }
}
