package io.github.procfs4j.processes;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.Directory;
import java.nio.ByteBuffer;

/** The online CPUs: those that have a line in {@code /proc/stat}. */
final class OnlineCpus {
  /** The file does not exist, or lists no CPU. */
  static final int UNKNOWN = 0;

  private OnlineCpus() {}

  /** The number of online CPUs, or {@link #UNKNOWN}. */
  static int count(Directory root, Buffer buffer) {
    int length = root.read("stat", buffer);
    ByteBuffer text = buffer.bytes();
    int cpus = 0;
    boolean isLineStart = true;
    for (int at = 0; at + 3 < length; at++) {
      byte first = text.get(at);
      if (isLineStart
          && first == 'c'
          && text.get(at + 1) == 'p'
          && text.get(at + 2) == 'u'
          && Character.isDigit(text.get(at + 3))) {
        cpus++;
      }
      isLineStart = first == '\n';
    }
    return cpus;
  }
}
