package io.github.procfs4j.output;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A descriptor that is written to and locked. It uses the only channel of the JDK that can create a
 * file just for its owner and is not closed by an interrupt: the asynchronous one. Its work is done
 * immediately by the calling thread.
 */
final class OpenedFile implements Closeable {
  /**
   * The greatest number of bytes written by one call, because the JDK keeps a buffer of that size.
   */
  private static final int SLICE = 1 << 16;

  private final AsynchronousFileChannel channel;

  /** Kept because the JDK forgets locks that are not referenced. */
  private @Nullable FileLock lock;

  private long length;

  private OpenedFile(AsynchronousFileChannel channel) {
    this.channel = channel;
  }

  static OpenedFile open(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return new OpenedFile(AsynchronousFileChannel.open(path, options, new AtOnce(), attributes));
  }

  /** Locks the file for writing; returns false if another process has locked it. */
  boolean lock() {
    try {
      lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      return true; // this file system has no locks
    }
  }

  /** Appends bytes. */
  void write(byte[] bytes, int from, int count) throws IOException {
    ByteBuffer source = ByteBuffer.wrap(bytes, from, count);
    int end = from + count;
    while (source.position() < end) {
      source.limit(Math.min(end, source.position() + SLICE));
      length += write(source);
    }
  }

  /** Reads bytes at a position; returns how many, or a negative number at the end. */
  int read(ByteBuffer into, long at) throws IOException {
    return done(channel.read(into, at));
  }

  private int write(ByteBuffer source) throws IOException {
    return done(channel.write(source, length));
  }

  /** The result of what the calling thread has just done. */
  private static int done(Future<Integer> result) throws IOException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw new AssertionError("what is done already is not waited for", e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Executes work immediately, in the calling thread. */
  private static final class AtOnce extends AbstractExecutorService {
    @Override
    public void execute(Runnable work) {
      work.run();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return false;
    }
  }
}
