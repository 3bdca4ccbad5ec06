package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import java.util.BitSet;
import java.util.function.IntConsumer;

/**
 * The samples of a source as if it had been sampled less often: the first, then each {@code n}-th,
 * and the last. What was counted in between is included in the next examined sample, and a gap in
 * between is a gap before it.
 */
final class EveryNth implements Playback {
  private final Playback samples;
  private final long step;
  private long left;
  private boolean isFirst = true;
  private boolean isMany;
  private boolean isAfterGap;
  private final BitSet changed = new BitSet();
  private boolean isChangeKnown;

  /**
   * Creates a playback of some of these samples.
   *
   * @param count the number of samples
   * @param step the number of samples by which {@link #next} moves
   */
  EveryNth(Playback samples, long count, long step) {
    this.samples = samples;
    this.step = step;
    left = count;
  }

  @Override
  public boolean next() {
    long moves = Math.min(left, isFirst ? 1 : step);
    isFirst = false;
    left -= moves;
    isMany = moves > 1;
    changed.clear();
    isAfterGap = false;
    for (long i = 0; i < moves; i++) {
      if (!samples.next()) {
        return false;
      }
      isAfterGap |= samples.isAfterGap();
      if (moves > 1) {
        isChangeKnown = (isChangeKnown || i == 0) && samples.changed(changed::set);
      }
    }
    return moves > 0;
  }

  @Override
  public boolean isAfterGap() {
    return isAfterGap;
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
    if (!isMany) {
      return samples.changed(cell);
    }
    if (isChangeKnown) {
      changed.stream().forEach(cell);
    }
    return isChangeKnown;
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
