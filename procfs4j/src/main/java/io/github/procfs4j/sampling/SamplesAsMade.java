package io.github.procfs4j.sampling;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;

/**
 * The samples of a sampler as they are taken. The last one is kept as a copy, so that it remains
 * available when the sampler has taken another one.
 */
final class SamplesAsMade implements Playback {
  private final Sampler<?> sampler;
  private Layout layout;
  private long[] cells = {};
  private long startNanos;
  private long endNanos;
  private long failures;
  private boolean isAfterGap;

  SamplesAsMade(Sampler<?> sampler) {
    this.sampler = sampler;
    layout = sampler.layout();
    failures = sampler.failures();
  }

  /** Moves to the last sample; returns false if that failed, or is already the current one. */
  @Override
  public boolean next() {
    return sampler.hasSample() && sampler.endNanos() != endNanos && keep();
  }

  private boolean keep() {
    layout = sampler.layout();
    if (cells.length < layout.cells()) {
      cells = new long[layout.cells()];
    }
    for (int cell = 0; cell < layout.cells(); cell++) {
      cells[cell] = sampler.value(cell);
    }
    startNanos = sampler.startNanos();
    endNanos = sampler.endNanos();
    isAfterGap = failures != sampler.failures();
    failures = sampler.failures();
    return true;
  }

  @Override
  public boolean isAfterGap() {
    return isAfterGap;
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public long value(int cell) {
    return cells[cell];
  }

  @Override
  public void copyTo(long[] to) {
    System.arraycopy(cells, 0, to, 0, layout.cells());
  }

  @Override
  public long startNanos() {
    return startNanos;
  }

  @Override
  public long endNanos() {
    return endNanos;
  }
}
