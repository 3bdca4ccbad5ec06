package io.github.procfs4j.cli.compare;

/**
 * How many figures of a recording are compared: a figure takes memory in each run, and its test
 * takes time, however few bytes of the recording it is computed from. Real recordings have less
 * than a figure for each of their rows and columns, and far fewer than the limit.
 */
final class Room {
  /** The number of figures that are compared of any recording, however short. */
  static final int FIGURES = 50_000;

  /** So many of its bytes make room for one more. */
  static final int BYTES_A_FIGURE = 64;

  private final long figures;
  private final long groups;
  private long taken;
  private long takenByGroups;
  private boolean isExceeded;

  /** Room for this many figures, and as many rows. */
  Room(long figures) {
    this.figures = figures;
    groups = figures;
  }

  /** The number of figures that are compared of a recording of this length. */
  static long of(long bytes) {
    return FIGURES + bytes / BYTES_A_FIGURE;
  }

  /** Takes room for a figure; returns whether there was any. */
  boolean takeFigure() {
    isExceeded |= taken == figures;
    return taken < figures && ++taken > 0;
  }

  /** Takes room for a row that is compared; returns whether there was any. */
  boolean takeGroup() {
    isExceeded |= takenByGroups == groups;
    return takenByGroups < groups && ++takenByGroups > 0;
  }

  /** The number of figures for which room was taken. */
  long taken() {
    return taken;
  }

  /** Whether there was too little room for a figure or a row. */
  boolean isExceeded() {
    return isExceeded;
  }
}
