package io.github.procfs4j.recording;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * The bytes of a recording. Not a channel, because the interrupt of one thread would close it for
 * all others.
 */
final class RecordingFile implements Closeable {
  private final Path path;
  private final RandomAccessFile file;
  private boolean isClosed;

  RecordingFile(Path path) throws IOException {
    this.path = path;
    file = new RandomAccessFile(path.toFile(), "r");
  }

  long size() throws IOException {
    return file.length();
  }

  /**
   * Reads up to {@code length} bytes at {@code at}; returns how many there were.
   *
   * @throws IllegalStateException if it is closed
   */
  synchronized int read(long at, byte[] into, int offset, int length) throws IOException {
    checkOpen();
    int had = 0;
    try {
      file.seek(at);
      while (had < length) {
        int read = file.read(into, offset + had, length - had);
        if (read < 0) {
          break;
        }
        had += read;
      }
    } catch (IOException e) { // its message does not name the file
      FileSystemException named = new FileSystemException(path.toString(), null, e.getMessage());
      named.initCause(e);
      throw named;
    }
    return had;
  }

  synchronized void checkOpen() {
    if (isClosed) {
      throw new IllegalStateException("the recording " + path + " is closed");
    }
  }

  @Override
  public synchronized void close() throws IOException {
    isClosed = true;
    file.close();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
