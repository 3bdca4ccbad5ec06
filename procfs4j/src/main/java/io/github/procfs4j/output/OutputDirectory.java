package io.github.procfs4j.output;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directory in which a file is written, by its descriptor: names are looked up in it even if it
 * is moved or another directory takes its place. Links at these names are not followed. Exceptions
 * contain complete paths.
 */
final class OutputDirectory implements Closeable {
  private static final FileAttribute<?> OWNERS_ALONE =
      PosixFilePermissions.asFileAttribute(
          Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));

  private static final Set<PosixFilePermission> NOT_FOR_OTHERS_TO_WRITE =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private static final Path SELF = Path.of("/proc/self");
  private static final int S_ISVTX = 01000;
  private static final int S_IWOTH = 02;
  private static final String CAN_REPLACE = "can remove or replace what is written there";

  /**
   * A directory is reached through whichever descriptor of it is found first, which may be that of
   * another object. So none is closed while another thread has found one and not used it yet.
   */
  private static final Object DESCRIPTORS = new Object();

  private final Path path;
  private final SecureDirectoryStream<Path> stream;

  private OutputDirectory(Path path, SecureDirectoryStream<Path> stream) {
    this.path = path;
    this.stream = stream;
  }

  /** The directory of a file. */
  @SuppressWarnings("StreamResourceLeak") // it is closed with the object that takes it over
  static OutputDirectory of(Path file) throws IOException {
    Path parent = file.getParent();
    Path path = parent == null ? Path.of(".") : parent;
    try {
      // Opening a pipe would wait for a writer, but there is no "." in it.
      DirectoryStream<Path> stream = Files.newDirectoryStream(path.resolve("."));
      if (stream instanceof SecureDirectoryStream<Path> secure) {
        return new OutputDirectory(path, secure);
      }
      stream.close();
      throw new FileSystemException(
          file.toString(), null, "this system cannot look up names in an open directory");
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(file.toString(), null, "there is no directory " + path);
    } catch (FileSystemException e) {
      throw new FileSystemException(file.toString(), null, path + ": " + FileProblems.reason(e));
    }
  }

  /**
   * Why another user could remove or replace what root writes here; empty if none could, or if this
   * user is not root.
   */
  Optional<String> danger() {
    try {
      if (uid(SELF) != 0) {
        return Optional.empty();
      }
      // If the path contains a link, its directory matters as well as the one to which it leads.
      for (Path end : List.of(path.toRealPath(), path.toAbsolutePath())) {
        for (Path each = end; each != null; each = each.getParent()) {
          Optional<String> danger = danger(each);
          if (danger.isPresent()) {
            return danger;
          }
        }
      }
      return Optional.empty();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return Optional.empty(); // not known
    }
  }

  private static Optional<String> danger(Path directory) throws IOException {
    if (uid(directory) != 0) {
      return Optional.of(
          directory
              + " belongs to "
              + Files.getOwner(directory).getName()
              + ", who "
              + CAN_REPLACE);
    }
    int mode = (int) Files.getAttribute(directory, "unix:mode");
    return (mode & S_IWOTH) != 0 && (mode & S_ISVTX) == 0
        ? Optional.of(directory + " may be written to by any user, who " + CAN_REPLACE)
        : Optional.empty();
  }

  private static int uid(Path file) throws IOException {
    return (int) Files.getAttribute(file, "unix:uid");
  }

  /** The same directory, to be closed separately. */
  OutputDirectory again() throws IOException {
    return new OutputDirectory(path, stream.newDirectoryStream(Path.of("."), NOFOLLOW_LINKS));
  }

  /** A directory in this one; it is created if nothing has its name. */
  OutputDirectory childOrNew(String name) throws IOException {
    if (attributes(name) == null) {
      try {
        return newChild(name, NOT_FOR_OTHERS_TO_WRITE);
      } catch (FileAlreadyExistsException e) {
        // by another thread, or another user: what it is is seen next
      }
    }
    return child(name);
  }

  /** Creates a directory in this one, where nothing has its name. */
  OutputDirectory newChild(String name, Set<PosixFilePermission> permissions) throws IOException {
    try {
      synchronized (DESCRIPTORS) {
        Files.createDirectory(
            opened().resolve(name), PosixFilePermissions.asFileAttribute(permissions));
      }
    } catch (FileSystemException e) {
      throw whole(name, e);
    }
    return child(name);
  }

  /**
   * A directory in this one, which is not a link.
   *
   * @throws FileSystemException if it is something else
   */
  OutputDirectory child(String name) throws IOException {
    refuseUnlessDirectory(name, attributes(name));
    SecureDirectoryStream<Path> opened;
    try {
      // Opening a pipe would wait for a writer, but there is no "." in it.
      opened = stream.newDirectoryStream(Path.of(name, "."));
    } catch (FileSystemException e) {
      throw whole(name, e);
    }
    // It was a link, if what has the name is not what was opened: no user can put a directory that
    // belongs to another one in its place.
    BasicFileAttributes named = attributes(name);
    Object key =
        opened.getFileAttributeView(BasicFileAttributeView.class).readAttributes().fileKey();
    if (named == null || !named.isDirectory() || !key.equals(named.fileKey())) {
      close(opened);
      refuseUnlessDirectory(name, named);
      throw new FileSystemException(path(name).toString(), null, "changes while it is looked at");
    }
    return new OutputDirectory(path.resolve(name), opened);
  }

  private void refuseUnlessDirectory(String name, @Nullable BasicFileAttributes there)
      throws IOException {
    String file = path(name).toString();
    if (there == null) {
      throw new NoSuchFileException(file);
    }
    if (!there.isDirectory()) {
      throw new FileSystemException(
          file,
          null,
          there.isSymbolicLink()
              ? "is a symbolic link, which is not followed"
              : "is not a directory");
    }
  }

  /** Removes a directory in this one unless it contains something; returns whether it did. */
  boolean removeIfEmpty(String name) throws IOException {
    try {
      stream.deleteDirectory(Path.of(name));
      return true;
    } catch (DirectoryNotEmptyException e) {
      return false;
    } catch (FileSystemException e) {
      throw whole(name, e);
    }
  }

  /** The path of a name in this directory. */
  Path path(String name) {
    return path.resolve(name).normalize();
  }

  /** Creates a file that did not exist, with mode 0600. */
  OpenedFile make(String name) throws IOException {
    return open(name, Set.of(CREATE_NEW, READ, WRITE), OWNERS_ALONE);
  }

  /** Opens an existing file, only to lock it. */
  OpenedFile open(String name) throws IOException {
    return open(name, Set.of(READ, WRITE, NOFOLLOW_LINKS));
  }

  private OpenedFile open(
      String name, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    try {
      synchronized (DESCRIPTORS) {
        return OpenedFile.open(opened().resolve(name), options, attributes);
      }
    } catch (FileSystemException e) {
      throw whole(name, e);
    }
  }

  /**
   * A path that leads to the open directory itself, by its descriptor, because the stream only
   * opens channels that an interrupt would close.
   */
  private Path opened() throws IOException {
    Object key =
        stream.getFileAttributeView(BasicFileAttributeView.class).readAttributes().fileKey();
    try {
      return Descriptors.linkTo(key).orElse(path);
    } catch (IOException e) {
      return path; // there is no /proc
    }
  }

  /** The attributes of what has this name, which may be a link; null if nothing does. */
  @Nullable BasicFileAttributes attributes(String name) throws IOException {
    try {
      return stream
          .getFileAttributeView(Path.of(name), BasicFileAttributeView.class, NOFOLLOW_LINKS)
          .readAttributes();
    } catch (NoSuchFileException e) {
      return null;
    } catch (FileSystemException e) {
      throw whole(name, e);
    }
  }

  /** Renames a file, replacing what has the other name, if anything. */
  void rename(String name, String other) throws IOException {
    try {
      stream.move(Path.of(name), stream, Path.of(other));
    } catch (FileSystemException e) {
      throw whole(name, e);
    }
  }

  /** Removes a name. */
  void remove(String name) throws IOException {
    try {
      stream.deleteFile(Path.of(name));
    } catch (FileSystemException e) {
      throw whole(name, e);
    }
  }

  /** The exception with the complete path in place of the name that was passed to the kernel. */
  private FileSystemException whole(String name, FileSystemException e) {
    String file = path(name).toString();
    return switch (e) {
      case FileAlreadyExistsException exists -> new FileAlreadyExistsException(file);
      case NoSuchFileException absent -> new NoSuchFileException(file);
      case AccessDeniedException denied -> new AccessDeniedException(file);
      default -> new FileSystemException(file, null, FileProblems.reason(e));
    };
  }

  private static void close(SecureDirectoryStream<Path> stream) throws IOException {
    synchronized (DESCRIPTORS) {
      stream.close();
    }
  }

  @Override
  public void close() throws IOException {
    close(stream);
  }
}
