package io.github.procfs4j.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** A regular file that contains a changing text. */
final class RewrittenFile implements AutoCloseable {
  private final Path path;
  private final ChangingText text;
  private final FileChannel channel;

  RewrittenFile(Path path, ChangingText text) throws IOException {
    this.path = path;
    this.text = text;
    Files.createDirectories(Objects.requireNonNull(path.getParent()));
    channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    rewrite();
  }

  Path path() {
    return path;
  }

  /** Changes this share of the numbers; returns their count. */
  int change(double share) throws IOException {
    text.change(share);
    rewrite();
    return text.count(share);
  }

  /** Overwrites the file with the current text. */
  void rewrite() throws IOException {
    byte[] bytes = text.bytes();
    channel.write(ByteBuffer.wrap(bytes), 0);
    if (channel.size() > bytes.length) {
      channel.truncate(bytes.length);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
