package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Playback;

/** Samples, and how long it took to read the last two of them. */
final class ReadTimes extends ForwardedSamples {
  private long before;
  private long now;

  ReadTimes(Playback samples) {
    super(samples);
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
}
