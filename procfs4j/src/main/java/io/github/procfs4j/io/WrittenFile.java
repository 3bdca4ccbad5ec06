package io.github.procfs4j.io;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file of procfs that is written to: opened once and never again, so that it stays with what it
 * was opened for. It is neither made nor cut if it is absent or not. Nothing but a file of procfs
 * is opened: in a tree that somebody made, the name may lead anywhere.
 */
public final class WrittenFile implements AutoCloseable {
  private @Nullable FileChannel channel;

  /** A file that is not open yet. */
  public WrittenFile() {}

  /** Opens the file at {@code path}: 0, or the negative {@linkplain Errno error number}. */
  public int open(Path path) {
    try {
      Path real = path.toRealPath(); // below a procfs nobody can put links in its way
      if (!new ProcfsDevices().hold(PathStatus.of(real).device(), real)) {
        return -Errno.NOT_OF_PROCFS;
      }
      channel = FileChannel.open(real, StandardOpenOption.WRITE);
      return 0;
    } catch (IOException e) {
      return ChannelFile.negativeErrno(e);
    }
  }

  /**
   * Writes a short text in one piece: 0, or the negative {@linkplain Errno error number}; {@link
   * Errno#EINTR} if this thread was interrupted, in which case it may have been written or not.
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
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // Each write has said itself how it went.
      }
    }
  }
}
