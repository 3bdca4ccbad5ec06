package io.github.procfs4j.model;

/** Why a figure has no value in an interval. */
public enum Lack {
  /** The later sample has a column of this name in no row of the table: it is not printed. */
  NOT_PRINTED,
  /** Other rows of the table have the column, this one has not, or its number was no number. */
  NOT_IN_ROW,
  /** The earlier sample has no such row, or no such column in it. */
  NOT_BEFORE,
  /** Samples are missing in between, as reading failed. */
  GAP,
  /** A counter went back. */
  WENT_BACK,
  /** No time passed between the samples. */
  NO_TIME,
  /** It is not known how large a page or how long a tick is on that machine. */
  UNKNOWN_MACHINE,
  /** Nothing was counted that the figure could be a share or a mean of. */
  NOTHING_COUNTED,
  /**
   * It does not apply: another figure tells it, or a machine like this one has nothing of the kind.
   */
  INAPPLICABLE,
  /** What comes out cannot be, and nothing can be given in its place. */
  IMPOSSIBLE
}
