package io.github.procfs4j.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A walk through the JDK, for programs that have not enabled native access. If a FIFO takes the
 * place of a name that was just examined, it waits for a writer, because the JDK cannot open
 * without waiting.
 */
final class PathWalk extends TreeWalk {
  private final Deque<SecureDirectoryStream<Path>> entered = new ArrayDeque<>();
  private @Nullable FileChannel channel;

  PathWalk(Path root, Path path) {
    super(root, path);
  }

  @Override
  @SuppressWarnings("StreamResourceLeak") // closed with the walk
  int begin(Path root) throws IOException {
    return entered(Files.newDirectoryStream(root));
  }

  private int entered(DirectoryStream<Path> directory) throws IOException {
    if (directory instanceof SecureDirectoryStream<Path> secure) {
      entered.push(secure);
      return 0;
    }
    directory.close();
    return -Errno.EOPNOTSUPP;
  }

  @Override
  int look(String name) throws IOException {
    BasicFileAttributes found =
        entered
            .getFirst()
            .getFileAttributeView(
                Path.of(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .readAttributes();
    if (found.isSymbolicLink()) {
      return -Errno.ELOOP;
    }
    if (found.isDirectory()) {
      return -Errno.EISDIR;
    }
    return found.isRegularFile() ? 0 : -Errno.EXCHANGED; // it was one when its path was examined
  }

  @Override
  @SuppressWarnings("StreamResourceLeak") // closed with the walk
  int enter(String name) throws IOException {
    try {
      return entered(
          entered.getFirst().newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS));
    } catch (IOException e) {
      return unlessLink(e);
    }
  }

  /** Opens the file to which the walk has led. Returns 0, or a negative error number. */
  int open() throws IOException {
    try {
      SeekableByteChannel opened =
          entered
              .getFirst()
              .newByteChannel(
                  Path.of(name()), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
      channel = (FileChannel) opened; // as all channels of the JDK's own file system are
      return 0;
    } catch (IOException e) {
      return unlessLink(e);
    }
  }

  /** The error number; if a link was found, it has taken the place of what was examined. */
  private static int unlessLink(IOException e) {
    int errno = ChannelFile.negativeErrno(e);
    return errno == -Errno.ELOOP ? -Errno.EXCHANGED : errno;
  }

  /** The channel of the opened file, which its user closes. */
  @Nullable FileChannel channel() {
    return channel;
  }

  @Override
  void leave() {
    try {
      entered.pop().close();
    } catch (IOException e) {
      // Nothing was written, so a failed close cannot lose anything.
    }
  }

  @Override
  public void close() {
    while (!entered.isEmpty()) {
      leave();
    }
  }
}
