package io.github.procfs4j.spark;

import io.github.procfs4j.recording.DamagedRecordingException;
import io.github.procfs4j.recording.Recording;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * Opens recordings in any file system of Hadoop.
 *
 * <p>A recording is read in pieces, in up to three passes. An object store would take a request for
 * each piece, and a copy in memory would limit the length of recordings to the heap. So the file is
 * copied once, in sequence, to a private temporary file, which has no name any more as soon as it
 * is open: a killed executor leaves nothing.
 */
final class FetchedRecording {
  private static final int BUFFER = 1 << 20;

  private FetchedRecording() {}

  /**
   * Opens the first {@link FoundFile#bytes} of a file, so that all tasks that read it see the same,
   * even if it is still being written.
   *
   * @throws DamagedRecordingException if it is not a recording
   * @throws EOFException if it is shorter than it was
   */
  static Recording open(FoundFile file, Configuration configuration) throws IOException {
    Path copy = Files.createTempFile("procfs4j-", ".rec");
    try {
      fetch(file, configuration, copy);
      return Recording.open(copy);
    } catch (DamagedRecordingException e) {
      DamagedRecordingException named =
          new DamagedRecordingException(
              String.valueOf(e.getMessage()).replace(copy.toString(), file.path()));
      named.initCause(e);
      throw named;
    } finally {
      Files.delete(copy); // the open recording keeps its content
    }
  }

  private static void fetch(FoundFile file, Configuration configuration, Path copy)
      throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.path());
    long left = file.bytes();
    byte[] buffer = new byte[(int) Math.min(BUFFER, Math.max(1, left))];
    try (FSDataInputStream in = path.getFileSystem(configuration).open(path);
        OutputStream out = Files.newOutputStream(copy)) {
      while (left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new EOFException(
              "%s: became shorter: it had %d bytes, and now has %d"
                  .formatted(file.path(), file.bytes(), file.bytes() - left));
        }
        out.write(buffer, 0, read);
        left -= read;
      }
    }
  }
}
