package io.github.procfs4j.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** What the JDK reports about the file at a path: its type and size, and which file it is. */
record PathStatus(int mode, long size, long device, long inode) {
  static PathStatus of(Path path) throws IOException {
    Map<String, Object> attributes = Files.readAttributes(path, "unix:mode,size,dev,ino");
    return new PathStatus(
        (int) of(attributes, "mode"),
        (long) of(attributes, "size"),
        (long) of(attributes, "dev"),
        (long) of(attributes, "ino"));
  }

  private static Object of(Map<String, Object> attributes, String name) {
    return Objects.requireNonNull(attributes.get(name), name);
  }

  boolean isSameFileAs(PathStatus other) {
    return isFile(other.device, other.inode);
  }

  boolean isFile(long onDevice, long numbered) {
    return inode == numbered && device == onDevice;
  }
}
