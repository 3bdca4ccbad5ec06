package io.github.procfs4j.model;

import java.util.OptionalLong;

/**
 * Two neighbouring samples of a source and what changed between them; moved over the samples of a
 * {@link Playback}.
 *
 * <p>What {@link TimeSeries#rate} says of one column holds here for all: growth is measured between
 * the two samples as they were read, and where it cannot be said, across a gap or of a counter that
 * went back, it is NaN.
 */
public final class Interval {
  private final Playback samples;
  private Layout beforeLayout = new Layout.Builder().build();
  private long[] before = new long[0];
  private long beforeNanos;
  private boolean isFirst = true;

  /** The intervals between these samples; {@link #next} moves to the first. */
  public Interval(Playback samples) {
    this.samples = samples;
  }

  /** Moves on to the next interval: false if there is none. */
  public boolean next() {
    if (isFirst) {
      if (!samples.next()) {
        return false;
      }
      isFirst = false;
    }
    keep();
    return samples.next();
  }

  private void keep() {
    beforeLayout = samples.layout();
    int cells = beforeLayout.cells();
    if (before.length < cells) {
      before = new long[cells];
    }
    for (int i = 0; i < cells; i++) {
      before[i] = samples.value(i);
    }
    beforeNanos = time();
  }

  private long time() {
    return samples.startNanos() + (samples.endNanos() - samples.startNanos()) / 2;
  }

  /** The layout of the later sample: the rows there are. */
  public Layout layout() {
    return samples.layout();
  }

  /**
   * When the interval begins: the middle of the time in which the earlier sample was read, in
   * monotonic nanoseconds.
   */
  public long fromNanos() {
    return beforeNanos;
  }

  /**
   * When the interval ends: the middle of the time in which the later sample was read, in monotonic
   * nanoseconds.
   */
  public long toNanos() {
    return time();
  }

  /** How long the interval is, as measured, in seconds. */
  public double seconds() {
    return (toNanos() - fromNanos()) / 1e9;
  }

  /**
   * By how much a counter grew, in its unit: NaN if the row or the column is missing in one of the
   * samples, if samples are missing in between, or if the counter went back.
   */
  public double growth(Row row, Column column) {
    int was = samples.isAfterGap() ? Layout.ABSENT : beforeLayout.cell(row, column);
    int is = layout().cell(row, column);
    if (was == Layout.ABSENT || is == Layout.ABSENT) {
      return Double.NaN;
    }
    long from = before[was];
    long to = samples.value(is);
    return Long.compareUnsigned(to, from) < 0
        ? Double.NaN
        : layout().column(is).unit().amount(to - from, false);
  }

  /** By how much a counter grew in a second: NaN where {@link #growth} is. */
  public double perSecond(Row row, Column column) {
    return growth(row, column) / seconds();
  }

  /** What a gauge stands at in the later sample, in its unit: NaN if it is missing there. */
  public double amount(Row row, Column column) {
    OptionalLong value = samples.value(row, column.name());
    return value.isEmpty()
        ? Double.NaN
        : layout().column(layout().cell(row, column)).amount(value.getAsLong());
  }
}
