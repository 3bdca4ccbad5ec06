package io.github.procfs4j.io;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A directory accessed through the JDK, which opens files by complete paths, for programs that have
 * not enabled native access.
 */
final class PathDirectory extends Directory {
  /** The directory above all others. */
  private final Path top;

  private final Path path;
  private final ProcfsDevices procfs;

  PathDirectory(Path path) {
    this(path, path, new ProcfsDevices());
  }

  private PathDirectory(Path top, Path path, ProcfsDevices procfs) {
    this.top = top;
    this.path = path;
    this.procfs = procfs;
  }

  @Override
  public KeptFile file(String name, boolean isPrintedByOneCall) {
    return new ChannelFile(top, path.resolve(name), isPrintedByOneCall, procfs);
  }

  @Override
  public int read(String name, Buffer into) {
    try (KeptFile file = file(name, false)) {
      return file.read(into);
    }
  }

  @Override
  public Directory directory(String name) {
    return new PathDirectory(top, path.resolve(name), procfs);
  }

  @Override
  public boolean isOfProcfs() {
    try {
      return procfs.hold(PathStatus.of(path).device(), path);
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public int list(Listing into) {
    into.clear();
    try (DirectoryStream<Path> names = Files.newDirectoryStream(path, PathDirectory::isNumber)) {
      for (Path name : names) {
        into.add(Long.parseLong(name.getFileName().toString()));
      }
      into.sort();
      return 0;
    } catch (DirectoryIteratorException e) {
      return ChannelFile.negativeErrno(Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      return ChannelFile.negativeErrno(e);
    }
  }

  private static boolean isNumber(Path path) {
    String name = path.getFileName().toString();
    return name.length() <= Listing.MOST_DIGITS && name.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  @Override
  public void close() {}
}
