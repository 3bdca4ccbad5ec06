package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import java.util.function.IntConsumer;

/** Samples, and how long it took to read the last two of them. */
final class ReadTimes implements Playback {
  private final Playback samples;
  private long before;
  private long now;

  ReadTimes(Playback samples) {
    this.samples = samples;
  }

  /** How long it took to read the last two samples, together, in seconds. */
  double seconds() {
    return (before + (double) now) / 1e9;
  }

  @Override
  public boolean next() {
    boolean isThere = samples.next();
    if (isThere) {
      before = now;
      now = samples.endNanos() - samples.startNanos();
    }
    return isThere;
  }

  @Override
  public boolean isAfterGap() {
    return samples.isAfterGap();
  }

  @Override
  public Layout layout() {
    return samples.layout();
  }

  @Override
  public long value(int cell) {
    return samples.value(cell);
  }

  @Override
  public boolean changed(IntConsumer cell) {
    return samples.changed(cell);
  }

  @Override
  public void copyTo(long[] cells) {
    samples.copyTo(cells);
  }

  @Override
  public long startNanos() {
    return samples.startNanos();
  }

  @Override
  public long endNanos() {
    return samples.endNanos();
  }
}
