package io.github.procfs4j.output;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file that this process makes and writes. Whatever other users plant beside it, take away or put
 * in its place, nothing is written but to the file that was made here.
 *
 * <p>It is made where nothing stood (O_CREAT with O_EXCL, which follows no link), with the mode
 * 0600, and written through the descriptor that this gave; it is never opened again. Its name is
 * looked up in the directory that was opened, wherever that is moved, and is given by rename(2),
 * which replaces a name and follows nothing. What stands in its way and is no regular file is
 * refused, a symbolic link too.
 *
 * <p>While it is open it is locked (fcntl(2), exclusively), and what is locked is not replaced: so
 * of two that are to write the same file one is refused. The lock is advisory. It is lost early if
 * this process opens and closes the file elsewhere, and there is none where the file system has
 * none.
 *
 * <p>An interrupt of the thread that writes does not disturb it. One thread at a time may use it.
 */
public final class OutputFile implements Closeable {
  /** How often something may come in between. */
  private static final int ATTEMPTS = 10;

  private static final int RANDOM_BYTES = 8;

  private final OutputDirectory directory;
  private final OpenedFile file;
  private final Object key;

  /** What it is called in the directory now. */
  private String name;

  /** Where it is to be in the end, as its user says it. */
  private Path path;

  /** What it will replace, locked until then. */
  private @Nullable Standing replaced;

  /** Takes over a file that was made just now. */
  private OutputFile(OutputDirectory directory, Path path, String name, OpenedFile file)
      throws IOException {
    this.directory = directory;
    this.path = path;
    this.name = name;
    this.file = file;
    BasicFileAttributes made = directory.attributes(name);
    if (made == null || !isOpenHere(made.fileKey())) {
      file.close();
      throw new FileSystemException(path.toString(), null, "was taken away as it was made");
    }
    key = made.fileKey();
    if (!file.lock()) {
      file.close();
      throw inUse(path);
    }
  }

  /**
   * Makes a file. If it is to replace another, it has a name of its own until {@link #putInPlace}.
   *
   * @param path the file; links on the way to its directory are followed
   * @param replaces whether a regular file may be replaced that exists and is not being written
   * @throws FileAlreadyExistsException if something stands there that is not to be replaced: with a
   *     reason if it is no regular file
   * @throws FileSystemException if it cannot be made, or what stands there is being written
   */
  public static OutputFile create(Path path, boolean replaces) throws IOException {
    String name = nameOf(path);
    OutputDirectory directory = OutputDirectory.of(path);
    try {
      for (int i = 0; i < ATTEMPTS; i++) {
        try {
          return new OutputFile(directory, path, name, directory.make(name));
        } catch (FileAlreadyExistsException e) {
          Standing standing = Standing.at(path, directory, name, replaces);
          if (standing != null) {
            return beside(directory, path, standing);
          }
        }
      }
      throw changing(path);
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /**
   * Fails as {@link #create} would, and makes nothing: so that it is known before there is anything
   * to write.
   *
   * @return a warning if others can take away what is written there; empty if they cannot
   */
  public static Optional<String> check(Path path, boolean replaces) throws IOException {
    try (OutputDirectory directory = OutputDirectory.of(path)) {
      Standing standing = Standing.at(path, directory, nameOf(path), replaces);
      if (standing != null) {
        standing.close();
      }
      return directory.danger();
    }
  }

  /**
   * Makes a second file in the same directory: of this name, or of an unpredictable one if
   * something has that name.
   */
  public OutputFile second(String wanted) throws IOException {
    OutputDirectory same = directory.again();
    try {
      try {
        return new OutputFile(same, same.path(wanted), wanted, same.make(wanted));
      } catch (FileAlreadyExistsException e) {
        return beside(same, null, null);
      }
    } catch (IOException | RuntimeException e) {
      same.close();
      throw e;
    }
  }

  /** Makes a file of an unpredictable name: to be at a path in the end, or to stay. */
  private static OutputFile beside(
      OutputDirectory directory, @Nullable Path path, @Nullable Standing replaced)
      throws IOException {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    String name = ".procfs-" + HexFormat.of().formatHex(random);
    try {
      Path place = path == null ? directory.path(name) : path;
      OutputFile made = new OutputFile(directory, place, name, directory.make(name));
      made.replaced = replaced;
      return made;
    } catch (IOException | RuntimeException e) {
      if (replaced != null) {
        replaced.close();
      }
      throw e;
    }
  }

  /**
   * A regular file that stands where another is to be.
   *
   * @param locked the file, locked so that no other process replaces it; null if this user may not
   *     open it, and so cannot know
   */
  private record Standing(@Nullable OpenedFile locked) implements Closeable {
    @Override
    public void close() throws IOException {
      if (locked != null) {
        locked.close();
      }
    }

    /** What stands there; null if nothing does; an exception if it cannot be replaced. */
    static @Nullable Standing at(
        Path path, OutputDirectory directory, String name, boolean replaces) throws IOException {
      for (int i = 0; i < ATTEMPTS; i++) {
        BasicFileAttributes there = directory.attributes(name);
        if (there == null) {
          return null;
        }
        refuseUnlessRegular(path, there);
        if (!replaces) {
          throw new FileAlreadyExistsException(path.toString());
        }
        OpenedFile opened;
        try {
          opened = directory.open(name);
        } catch (NoSuchFileException e) {
          continue;
        } catch (AccessDeniedException e) {
          return new Standing(null);
        }
        if (!opened.lock()) {
          opened.close();
          throw inUse(path);
        }
        BasicFileAttributes now = directory.attributes(name);
        if (now != null && Objects.equals(now.fileKey(), there.fileKey())) {
          return new Standing(opened);
        }
        opened.close();
      }
      throw changing(path);
    }
  }

  private static void refuseUnlessRegular(Path path, BasicFileAttributes there)
      throws FileAlreadyExistsException {
    if (!there.isRegularFile()) {
      throw new FileAlreadyExistsException(
          path.toString(),
          null,
          there.isSymbolicLink()
              ? "is a symbolic link, which is not followed: name the file that it leads to"
              : there.isDirectory()
                  ? "is a directory, not a file to write"
                  : "is a pipe, a socket or a device, not a file to write");
    }
  }

  private static FileSystemException inUse(Path path) {
    return new FileSystemException(path.toString(), null, "is being written by another process");
  }

  private static FileSystemException changing(Path path) {
    return new FileSystemException(path.toString(), null, "changes while it is looked at");
  }

  private static String nameOf(Path path) throws FileSystemException {
    Path name = path.getFileName();
    if (name == null || name.toString().isEmpty()) {
      throw new FileSystemException(path.toString(), null, "is not the name of a file");
    }
    return name.toString();
  }

  /**
   * Whether this process has a file open, as it must have what it made just now: where it does not,
   * another file was put in its place.
   */
  private static boolean isOpenHere(Object fileKey) {
    try {
      return Descriptors.linkTo(fileKey).isPresent();
    } catch (IOException e) {
      return true; // without /proc it cannot be known
    }
  }

  /** Where it is, or is to be when it is put in its place. */
  public Path path() {
    return path;
  }

  /**
   * Removes a regular file of this name in the same directory; anything else is left alone.
   *
   * @throws FileSystemException if it is being written
   */
  public void removeLeftOver(String other) throws IOException {
    try (Standing standing = Standing.at(directory.path(other), directory, other, true)) {
      if (standing != null) {
        directory.remove(other);
      }
    } catch (FileAlreadyExistsException e) {
      // It is none that was written here.
    }
  }

  /** Writes bytes at its end. */
  public void write(byte[] bytes, int from, int length) throws IOException {
    file.write(bytes, from, length);
  }

  /** The same as a stream, which does not close the file. */
  public OutputStream stream() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        OutputFile.this.write(bytes, from, length);
      }
    };
  }

  /** Gives it the name that it was made for, unless it has that, in place of what has it. */
  public void putInPlace() throws IOException {
    rename(nameOf(path));
    if (replaced != null) {
      replaced.close();
      replaced = null;
    }
  }

  /**
   * Takes the place of another that was made here, unless another user's file has it.
   *
   * @throws FileSystemException if it has, or if this file was taken away
   */
  public void replace(OutputFile other) throws IOException {
    BasicFileAttributes there = directory.attributes(other.name);
    if (there != null && !other.key.equals(there.fileKey())) {
      throw new FileSystemException(
          other.path.toString(),
          null,
          "another file was put in its place while it was written; what was to replace it is "
              + directory.path(name));
    }
    rename(other.name);
    path = other.path;
  }

  private void rename(String place) throws IOException {
    if (!name.equals(place) && hasName()) {
      directory.rename(name, place);
      name = place;
    }
    if (!hasName()) {
      throw new FileSystemException(
          directory.path(name).toString(), null, "was removed or replaced while it was written");
    }
  }

  /** Whether its name is still that of this very file. */
  private boolean hasName() throws IOException {
    BasicFileAttributes there = directory.attributes(name);
    return there != null && key.equals(there.fileKey());
  }

  /** Whether it is found by its path, and not moved away, removed, or replaced. */
  public boolean isInPlace() {
    return key.equals(Descriptors.keyAt(path, NOFOLLOW_LINKS));
  }

  /** Removes it, unless that has already been done, and closes it. */
  public void delete() throws IOException {
    try (this) {
      if (hasName()) {
        directory.remove(name);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (directory;
        file) {
      if (replaced != null) {
        replaced.close();
        replaced = null;
      }
    }
  }
}
