package io.github.procfs4j.model;

/** Why a figure has no value in an interval. */
public enum Lack {
  /** No row of the table in the later sample has a column with this name: it is not printed. */
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
  /** The figure is a share or a mean, and nothing was counted from which it could be computed. */
  NOTHING_COUNTED,
  /**
   * The figure does not apply: another one shows this value, or this kind of machine does not have
   * it.
   */
  INAPPLICABLE,
  /** The computed value is impossible, and there is no replacement for it. */
  IMPOSSIBLE,
  /** There is no interval yet: it takes two samples. */
  NO_INTERVAL
}
