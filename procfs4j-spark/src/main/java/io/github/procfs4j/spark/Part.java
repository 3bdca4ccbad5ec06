package io.github.procfs4j.spark;

import io.github.procfs4j.recording.Recording;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * A recording, or one of several parts of its time with the same length.
 *
 * @param file the recording
 * @param index which part
 * @param count how many there are
 */
record Part(FoundFile file, int index, int count) implements InputPartition {
  /** A recording has at most so many parts. */
  static final int MOST = 1024;

  /** The monotonic time at which it begins. */
  long fromNanos(Recording recording) {
    return index == 0 ? Long.MIN_VALUE : border(recording, index);
  }

  /** The monotonic time before which it ends. */
  long toNanos(Recording recording) {
    return index == count - 1 ? Long.MAX_VALUE : border(recording, index + 1);
  }

  private long border(Recording recording, int at) {
    long length = recording.endNanos() - recording.startNanos();
    return recording.startNanos() + length / count * at;
  }

  /** Something that is done once for each recording is done with this part. */
  boolean isFirst() {
    return index == 0;
  }
}
