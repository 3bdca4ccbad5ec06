package io.github.procfs4j.bench;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Sample;
import io.github.procfs4j.model.changes.ChangeWriter;

/**
 * Encodes the changes of samples as in a history, and counts their bytes: the size of a change, and
 * the size of a sample without changes, that is, of its times.
 *
 * <p>Samples that start over with a key frame are left out.
 */
final class CountedHistory {
  private static final int ROOM = 1 << 16;

  private final ChangeWriter all = new ChangeWriter(ROOM);
  private final ChangeWriter timesOnly = new ChangeWriter(ROOM);
  private long bytes;
  private long timeBytes;
  private long samples;
  private long changes;

  void append(Sample sample) {
    if (!sample.isContinuation()) {
      all.key(sample);
      timesOnly.key(sample);
    } else {
      samples++;
      changes += sample.changes();
      int before = all.size();
      all.changes(sample);
      bytes += all.size() - before;
      before = timesOnly.size();
      timesOnly.changes(new Unchanged(sample));
      timeBytes += timesOnly.size() - before;
    }
    if (all.size() > ROOM / 2) {
      all.clear();
      timesOnly.clear();
    }
  }

  long samples() {
    return samples;
  }

  long changes() {
    return changes;
  }

  /** The bytes of all changes: what the samples take in addition to those without changes. */
  long bytes() {
    return bytes - timeBytes;
  }

  /** The bytes that the samples would have taken if nothing had changed. */
  long timeBytes() {
    return timeBytes;
  }

  /** The mean number of bytes for each change; NaN if nothing changed. */
  double bytesPerChange() {
    return changes == 0 ? Double.NaN : (double) bytes() / changes;
  }

  /** A sample in which nothing changed, at the time of another. */
  private record Unchanged(Sample of) implements Sample {
    @Override
    public boolean isContinuation() {
      return true;
    }

    @Override
    public int changes() {
      return 0;
    }

    @Override
    public int changed(int i) {
      throw new IndexOutOfBoundsException(i);
    }

    @Override
    public long delta(int i) {
      throw new IndexOutOfBoundsException(i);
    }

    @Override
    public Layout layout() {
      return of.layout();
    }

    @Override
    public long value(int cell) {
      return of.value(cell);
    }

    @Override
    public long startNanos() {
      return of.startNanos();
    }

    @Override
    public long endNanos() {
      return of.endNanos();
    }
  }
}
