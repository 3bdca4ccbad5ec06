package io.github.procfs4j.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.nio.charset.Charset;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is typed on standard input. A thread of its own waits for it in read(2), which continues by
 * itself after this process was stopped, and needs no attributes of the terminal other than those
 * that {@link FullScreen} has set.
 */
final class TypedCharacters implements Keys.Input {
  /** If more is typed than is handled, the terminal has to wait. */
  private static final int MOST = 4_096;

  private final ArrayBlockingQueue<Integer> characters = new ArrayBlockingQueue<>(MOST);
  private final Charset charset;
  private volatile @Nullable IOException failure;

  TypedCharacters(Charset charset) {
    this.charset = charset;
  }

  /** Begins to read. */
  void start() {
    Thread.ofPlatform().daemon().name("terminal").start(this::readAll);
  }

  // The stream is not closed: standard input belongs to the process.
  @SuppressWarnings("StreamResourceLeak")
  private void readAll() {
    try {
      int next;
      try {
        InputStreamReader reader =
            new InputStreamReader(new FileInputStream(FileDescriptor.in), charset);
        do {
          next = reader.read();
          characters.put(next < 0 ? Keys.END : next);
        } while (next >= 0);
      } catch (IOException e) {
        failure = e;
        characters.put(Keys.END);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public int read(long millis) throws IOException {
    try {
      Integer next = characters.poll(millis, TimeUnit.MILLISECONDS);
      if (next == null) {
        return Keys.NOTHING;
      }
      IOException thrown = failure;
      if (next == Keys.END && thrown != null) {
        throw thrown;
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
