package io.github.procfs4j;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Regular files that are repeatedly rewritten in place. */
public final class Rewritten {
  private Rewritten() {}

  /**
   * Overwrites the file with the bytes, then truncates it. Truncating first, as {@code Files.write}
   * does, takes milliseconds: ext4 then writes to disk when the file is closed.
   */
  public static Path with(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.truncate(bytes.length);
    }
    return file;
  }
}
