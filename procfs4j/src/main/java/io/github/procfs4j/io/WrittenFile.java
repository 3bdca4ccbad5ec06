package io.github.procfs4j.io;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file of procfs that is written to. It is opened only once, so that it stays bound to the object
 * for which it was opened. It is never created or truncated. It is looked up in a directory of a
 * procfs, below which no user can put a link or another file in its place; in any other directory
 * nothing is opened, because a name there may lead anywhere.
 */
public final class WrittenFile implements AutoCloseable {
  private @Nullable SeekableByteChannel channel;

  /** Creates an object for a file that is not open yet. */
  public WrittenFile() {}

  /**
   * Opens a file. Returns 0, or the negative {@linkplain Errno error number}.
   *
   * @param directory a directory of a procfs; a link may lead to it
   * @param name the path of the file relative to that directory
   */
  public int open(Path directory, Path name) {
    try (DirectoryStream<Path> opened = Files.newDirectoryStream(directory)) {
      Map<String, Object> status = Files.readAttributes(directory, "unix:dev,fileKey");
      if (!(opened instanceof SecureDirectoryStream<Path> pinned)
          || !isSameFile(pinned, status.get("fileKey"))
          || !(status.get("dev") instanceof Long device)
          || !new ProcfsDevices().hold(device, directory)) {
        return -Errno.NOT_OF_PROCFS;
      }
      channel = pinned.newByteChannel(name, Set.of(StandardOpenOption.WRITE));
      return 0;
    } catch (IOException e) {
      return ChannelFile.negativeErrno(e);
    }
  }

  /** Whether the directory that was opened is the one that was checked. */
  private static boolean isSameFile(SecureDirectoryStream<Path> pinned, @Nullable Object key)
      throws IOException {
    BasicFileAttributeView view = pinned.getFileAttributeView(BasicFileAttributeView.class);
    return Objects.equals(view.readAttributes().fileKey(), key);
  }

  /**
   * Writes a short text in one piece. Returns 0, or the negative {@linkplain Errno error number};
   * {@link Errno#EINTR} if this thread was interrupted, in which case the text may or may not have
   * been written.
   */
  public int write(String ascii) {
    if (channel == null) {
      throw new IllegalStateException("not open");
    }
    try {
      channel.write(ByteBuffer.wrap(ascii.getBytes(US_ASCII)));
      return 0;
    } catch (ClosedByInterruptException e) {
      return -Errno.EINTR;
    } catch (IOException e) {
      return ChannelFile.negativeErrno(e);
    }
  }

  @Override
  public void close() {
    SeekableByteChannel open = channel;
    channel = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // Each write has returned its own result.
      }
    }
  }
}
