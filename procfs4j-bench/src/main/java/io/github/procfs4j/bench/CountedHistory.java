package io.github.procfs4j.bench;

import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Sample;

/** A history that counts the changes it is given, to say what one takes. */
final class CountedHistory {
  private final History history = History.keepingAll();
  private long firstBytes;
  private long changes;

  void append(Sample sample) {
    boolean isFirst = history.samples() == 0;
    history.append(sample);
    if (isFirst) {
      firstBytes = history.bytes();
    } else {
      changes += sample.changes();
    }
  }

  long changes() {
    return changes;
  }

  /** The bytes of all samples but the first, which is a key frame: changes, times and lengths. */
  long bytes() {
    return history.bytes() - firstBytes;
  }

  double bytesPerChange() {
    return (double) bytes() / changes;
  }
}
