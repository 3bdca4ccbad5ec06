package io.github.procfs4j.cli.live;

import io.github.procfs4j.cli.report.ForwardedSamples;
import io.github.procfs4j.model.Playback;
import java.util.function.IntConsumer;

/** Some of the samples of a playback, by their numbers. */
final class Picked extends ForwardedSamples {
  private final long[] numbers;
  private int next;
  private long position = -1;
  private boolean isAfterGap;
  private boolean isAdjacent;

  /**
   * Creates a playback of some samples.
   *
   * @param numbers the numbers of the samples, from 0, in ascending order
   */
  Picked(Playback samples, long[] numbers) {
    super(samples);
    this.numbers = numbers;
  }

  @Override
  public boolean next() {
    if (next == numbers.length) {
      return false;
    }
    long wanted = numbers[next++];
    isAdjacent = wanted == position + 1;
    isAfterGap = false;
    while (position < wanted) {
      if (!super.next()) {
        return false;
      }
      isAfterGap |= super.isAfterGap();
      position++;
    }
    return true;
  }

  @Override
  public boolean isAfterGap() {
    return isAfterGap;
  }

  /** What changed in samples that were passed over is not known. */
  @Override
  public boolean changed(IntConsumer cell) {
    return isAdjacent && super.changed(cell);
  }
}
