package io.github.procfs4j.model;

/** Why a figure has no value in an interval. */
public enum Lack {
  /** The later sample has a column of this name in no row of the table: it is not printed. */
  NOT_PRINTED,
  /**
   * Other rows of the table have the column but this one does not, or its field was not a number.
   */
  NOT_IN_ROW,
  /** The earlier sample has no such row, or no such column in it. */
  NOT_BEFORE,
  /** Samples in between are missing because reading failed. */
  GAP,
  /** A counter went backwards. */
  WENT_BACK,
  /** No time passed between the samples. */
  NO_TIME,
  /** The page size or the tick length of that machine is unknown. */
  UNKNOWN_MACHINE,
  /** The figure is a share or a mean, and nothing was counted that it could be computed from. */
  NOTHING_COUNTED,
  /**
   * The figure does not apply: another one shows this value, or this kind of machine has nothing of
   * the sort.
   */
  INAPPLICABLE,
  /** What comes out cannot be, and nothing can be given in its place. */
  IMPOSSIBLE
}
