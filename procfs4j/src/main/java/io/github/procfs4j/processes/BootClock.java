package io.github.procfs4j.processes;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.Directory;
import io.github.procfs4j.io.KeptFile;
import java.nio.ByteBuffer;

/**
 * The clock by which the kernel records when a process started: the time since boot, from {@code
 * /proc/uptime}.
 */
final class BootClock implements AutoCloseable {
  /** The file does not exist or is malformed. */
  static final long UNKNOWN = -1;

  private final KeptFile uptime;

  BootClock(Directory directory) {
    uptime = directory.file("uptime", true);
  }

  /** Hundredths of a second since boot, or {@link #UNKNOWN}. */
  long now(Buffer buffer) {
    int length = uptime.read(buffer);
    ByteBuffer text = buffer.bytes();
    long number = 0;
    for (int at = 0; at < length; at++) {
      byte b = text.get(at);
      if (b == ' ') {
        return number;
      }
      if (b >= '0' && b <= '9') {
        number = number * 10 + b - '0';
      } else if (b != '.') {
        return UNKNOWN;
      }
    }
    return UNKNOWN;
  }

  @Override
  public void close() {
    uptime.close();
  }
}
