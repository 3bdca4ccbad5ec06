package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import java.util.function.IntConsumer;

/** The samples of another playback. Subclasses change what they need to. */
public abstract class ForwardedSamples implements Playback {
  final Playback samples;

  /** Forwards the samples of another playback. */
  protected ForwardedSamples(Playback samples) {
    this.samples = samples;
  }

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
