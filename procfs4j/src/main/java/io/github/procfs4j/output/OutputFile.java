package io.github.procfs4j.output;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
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
 * A file that this process creates and writes. Whatever other users create, remove or replace in
 * its directory, only the file created here is written to.
 *
 * <p>It is created under a name that did not exist (O_CREAT with O_EXCL, which follows no link),
 * with mode 0600, and written through the descriptor returned; it is never opened again. Its name
 * is looked up in the directory that was opened, even if that is moved, and is assigned by
 * rename(2), which replaces a name and follows no link. Replacing anything but a regular file, such
 * as a symbolic link, is refused.
 *
 * <p>While it is open it is locked (fcntl(2), exclusively), and a locked file is not replaced: so
 * if two processes want to write the same file, one is refused. The lock is advisory. It is lost
 * early if this process opens and closes the file elsewhere, and some file systems have no locks.
 *
 * <p>It is not affected by an interrupt of the writing thread. Only one thread at a time may use
 * it.
 */
public final class OutputFile implements Closeable {
  /** How often something may interfere before giving up. */
  private static final int ATTEMPTS = 10;

  private static final int RANDOM_BYTES = 8;

  private final OutputDirectory directory;
  private final OpenedFile file;
  private final Object key;

  /** Its current name in the directory. */
  private String name;

  /** Its final path, as specified by its user. */
  private Path path;

  /** The file that it will replace, locked until then. */
  private @Nullable Standing replaced;

  /** Takes over a file that was just created. */
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
   * Creates a file. If it replaces another one, it has another name until {@link #putInPlace}.
   *
   * @param path the file; links on the way to its directory are followed
   * @param replaces whether an existing regular file that is not being written may be replaced
   * @throws FileAlreadyExistsException if something exists there that must not be replaced: with a
   *     reason if it is not a regular file
   * @throws FileSystemException if it cannot be created, or the existing file is being written
   */
  public static OutputFile create(Path path, boolean replaces) throws IOException {
    OutputDirectory directory = OutputDirectory.of(path);
    try {
      String name = nameOf(path);
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
   * As {@link #create}, but the file always has an unpredictable name until {@link #putInPlace}:
   * what has the final name is complete, even if this process is killed.
   */
  public static OutputFile createApart(Path path, boolean replaces) throws IOException {
    return createApart(OutputDirectory.of(path), path, replaces);
  }

  /** As above, in a directory that is open, and is closed with the file. */
  static OutputFile createApart(OutputDirectory directory, Path path, boolean replaces)
      throws IOException {
    try {
      return beside(directory, path, Standing.at(path, directory, nameOf(path), replaces));
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /**
   * Fails if {@link #create} would fail, without creating anything, so that errors are known before
   * there is anything to write.
   *
   * @return a warning if others can remove what is written there; empty if they cannot
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
   * A warning if others can remove what is written at a path; empty if they cannot.
   *
   * @param path the path, whose directory exists
   */
  public static Optional<String> danger(Path path) throws IOException {
    try (OutputDirectory directory = OutputDirectory.of(path)) {
      return directory.danger();
    }
  }

  /**
   * Creates a second file in the same directory, with this name, or with an unpredictable one if
   * the name exists.
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

  /**
   * Creates a file with an unpredictable name, which it keeps, or until it is put in place at a
   * path.
   */
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
   * A regular file at the path of a new file.
   *
   * @param locked the file, locked so that no other process replaces it; null if this user may not
   *     open it, so that this is not known
   */
  private record Standing(@Nullable OpenedFile locked) implements Closeable {
    @Override
    public void close() throws IOException {
      if (locked != null) {
        locked.close();
      }
    }

    /**
     * The file with this name; null if there is none; throws an exception if it cannot be replaced.
     */
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
              ? "is a symbolic link, which is not followed"
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
   * Whether this process has a file open. It must have the file that it has just created: if not,
   * another file was put in its place.
   */
  private static boolean isOpenHere(Object fileKey) {
    try {
      return Descriptors.linkTo(fileKey).isPresent();
    } catch (IOException e) {
      return true; // without /proc it cannot be determined
    }
  }

  /** Its path, or its path after it has been put in place. */
  public Path path() {
    return path;
  }

  /**
   * Removes a regular file with this name in the same directory; anything else is not touched.
   *
   * @throws FileSystemException if it is being written
   */
  public void removeLeftOver(String other) throws IOException {
    try (Standing standing = Standing.at(directory.path(other), directory, other, true)) {
      if (standing != null) {
        directory.remove(other);
      }
    } catch (FileAlreadyExistsException e) {
      // It was not written here.
    }
  }

  /** Appends bytes. */
  public void write(byte[] bytes, int from, int length) throws IOException {
    file.write(bytes, from, length);
  }

  /**
   * Reads what other processes have appended.
   *
   * @param at the position
   * @return the number of bytes read, negative at the end
   */
  public int read(ByteBuffer into, long at) throws IOException {
    return file.read(into, at);
  }

  /** A stream that appends to this file, and does not close it. */
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

  /**
   * Gives it its final name, unless it already has it, replacing the file that had that name when
   * this one was created.
   *
   * @throws FileAlreadyExistsException if there was none, and now there is one
   */
  public void putInPlace() throws IOException {
    String place = nameOf(path);
    if (replaced == null && !name.equals(place) && directory.attributes(place) != null) {
      throw new FileAlreadyExistsException(path.toString());
    }
    rename(place);
    if (replaced != null) {
      replaced.close();
      replaced = null;
    }
  }

  /**
   * Replaces another file that was created here, unless a file of another user is in its place.
   *
   * @throws FileSystemException if one is, or if this file was removed
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
      throw away(directory.path(name));
    }
  }

  /** Whether its name still leads to this file. */
  private boolean hasName() throws IOException {
    BasicFileAttributes there = directory.attributes(name);
    return there != null && key.equals(there.fileKey());
  }

  /** Whether it is still found at its path, that is, was not moved, removed or replaced. */
  public boolean isInPlace() {
    return key.equals(Descriptors.keyAt(path, NOFOLLOW_LINKS));
  }

  /**
   * Does nothing if it {@linkplain #isInPlace is in place}.
   *
   * @throws FileSystemException if it is not
   */
  public void checkInPlace() throws FileSystemException {
    if (!isInPlace()) {
      throw away(path);
    }
  }

  private static FileSystemException away(Path path) {
    return new FileSystemException(
        path.toString(), null, "was removed or replaced while it was written");
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
