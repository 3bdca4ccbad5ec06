package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Playback;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The samples of a source as if it had been sampled less often: the first, then each {@code n}-th,
 * and the last. What was counted in between is included in the next examined sample, and a gap in
 * between is a gap before it.
 */
final class EveryNth extends ForwardedSamples {
  private final long step;
  private long left;
  private boolean isFirst = true;
  private boolean isMany;
  private boolean isAfterGap;

  /** The changed cells, of which each may be there several times until they are sorted. */
  private int[] changed = {};

  private int changes;
  private boolean isChangeKnown;

  /**
   * Creates a playback of some of these samples.
   *
   * @param count the number of samples
   * @param step the number of samples by which {@link #next} moves
   */
  EveryNth(Playback samples, long count, long step) {
    super(samples);
    this.step = step;
    left = count;
  }

  @Override
  public boolean next() {
    long moves = Math.min(left, isFirst ? 1 : step);
    isFirst = false;
    left -= moves;
    isMany = moves > 1;
    changes = 0;
    isAfterGap = false;
    for (long i = 0; i < moves; i++) {
      if (!samples.next()) {
        return false;
      }
      isAfterGap |= samples.isAfterGap();
      if (moves > 1) {
        isChangeKnown = (isChangeKnown || i == 0) && samples.changed(this::note);
      }
    }
    Arrays.sort(changed, 0, changes);
    return moves > 0;
  }

  private void note(int cell) {
    if (changes == changed.length) {
      changed = Arrays.copyOf(changed, changes + changes / 2 + 8);
    }
    changed[changes++] = cell;
  }

  @Override
  public boolean isAfterGap() {
    return isAfterGap;
  }

  @Override
  public boolean changed(IntConsumer cell) {
    if (!isMany) {
      return samples.changed(cell);
    }
    for (int i = 0; i < changes && isChangeKnown; i++) {
      if (i == 0 || changed[i] != changed[i - 1]) {
        cell.accept(changed[i]);
      }
    }
    return isChangeKnown;
  }
}
