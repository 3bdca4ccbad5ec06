package io.github.procfs4j.process;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.Directory;
import java.lang.foreign.MemorySegment;

/** The CPUs that are online: those that have a line in {@code /proc/stat}. */
final class OnlineCpus {
  /** The file is not there, or names no CPU. */
  static final int UNKNOWN = 0;

  private OnlineCpus() {}

  /** How many there are, or {@link #UNKNOWN}. */
  static int count(Directory root, Buffer buffer) {
    int length = root.read("stat", buffer);
    MemorySegment text = buffer.segment();
    int cpus = 0;
    boolean isLineStart = true;
    for (int at = 0; at + 3 < length; at++) {
      byte first = text.get(JAVA_BYTE, at);
      if (isLineStart
          && first == 'c'
          && text.get(JAVA_BYTE, at + 1) == 'p'
          && text.get(JAVA_BYTE, at + 2) == 'u'
          && Character.isDigit(text.get(JAVA_BYTE, at + 3))) {
        cpus++;
      }
      isLineStart = first == '\n';
    }
    return cpus;
  }
}
