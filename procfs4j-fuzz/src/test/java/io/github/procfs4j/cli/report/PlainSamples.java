package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;

/**
 * Samples that do not report what changed from one to the next, so that the report examines every
 * row of each sample: slow, but it cannot leave out a row that changed.
 */
final class PlainSamples extends Samples {
  PlainSamples(Recording recording) {
    super(recording, Double.POSITIVE_INFINITY);
  }

  @Override
  public Playback of(RecordedSource source, long step) {
    return new Silent(super.of(source, step));
  }

  /** The same samples, without reporting which cells changed. */
  private record Silent(Playback samples) implements Playback {
    @Override
    public boolean next() {
      return samples.next();
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
    public long startNanos() {
      return samples.startNanos();
    }

    @Override
    public long endNanos() {
      return samples.endNanos();
    }
  }
}
