package io.github.procfs4j.output;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file that an {@link OutputFile} of another process has created, and to which this one appends.
 * Whatever other users put in its place, nothing else is written to: the file must be a regular one
 * of this user with one name, which others can neither read nor write, and it is written through
 * the descriptor for which that was found.
 */
public final class AppendedFile implements Closeable {
  private static final Path SELF = Path.of("/proc/self");

  /** The permissions of group and others. */
  private static final int OTHERS = 077;

  private static final String CHANGES = "changes while it is looked at";

  private final FileChannel checked;
  private final Path place;

  private AppendedFile(FileChannel checked, Path place) {
    this.checked = checked;
    this.place = place;
  }

  /**
   * Opens a file; follows no link.
   *
   * @return empty if there is no regular file with this path that an {@link OutputFile} can have
   *     created
   * @throws FileSystemException if it belongs to another user, or is replaced meanwhile
   * @throws IOException if it cannot be opened
   */
  public static Optional<AppendedFile> open(Path path) throws IOException {
    if (!Files.isRegularFile(path, NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    checkOwner(path, NOFOLLOW_LINKS);
    if (isShared(path, NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    Object key = Descriptors.keyAt(path, NOFOLLOW_LINKS);
    FileChannel channel;
    try {
      // Both, because then opening a FIFO in its place does not wait for a reader.
      channel = FileChannel.open(path, READ, WRITE, NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    try {
      Path opened = key == null ? null : link(key, path);
      if (opened == null) {
        throw new FileSystemException(path.toString(), null, CHANGES);
      }
      if (!opened.equals(path)) {
        checkOwner(opened);
        if (isShared(opened)) {
          throw new FileSystemException(path.toString(), null, CHANGES);
        }
      }
      return Optional.of(new AppendedFile(channel, opened));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The link to the open file; the path itself if there are no such links. */
  private static @Nullable Path link(Object key, Path path) {
    try {
      return Descriptors.linkTo(key).orElse(null);
    } catch (IOException e) {
      return path;
    }
  }

  /**
   * Checks that a file belongs to this user, where files have owners.
   *
   * @throws FileSystemException if it belongs to another user
   */
  public static void checkOwner(Path file, LinkOption... options) throws IOException {
    Object owner;
    Object self;
    try {
      owner = Files.getAttribute(file, "unix:uid", options);
      self = Files.getAttribute(SELF, "unix:uid");
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return; // there are no owners here
    }
    if (!owner.equals(self)) {
      throw new FileSystemException(
          file.toString(),
          null,
          "belongs to "
              + Files.getOwner(file, options).getName()
              + "; only that user can mark a moment in it");
    }
  }

  /** Whether others have access to it, by another name either. */
  private static boolean isShared(Path file, LinkOption... options) throws IOException {
    Map<String, Object> attributes;
    try {
      attributes = Files.readAttributes(file, "unix:mode,nlink", options);
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return false; // this is not known here
    }
    return ((int) Objects.requireNonNull(attributes.get("mode")) & OTHERS) != 0
        || (int) Objects.requireNonNull(attributes.get("nlink")) != 1;
  }

  /** Whether a process writes it, which keeps it locked. */
  public boolean isBeingWritten() throws IOException {
    try (FileLock lock = checked.tryLock()) {
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true; // this process itself
    }
  }

  /** Appends bytes with one write(2). */
  public void append(ByteBuffer bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(place, WRITE, APPEND)) {
      channel.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    checked.close();
  }
}
