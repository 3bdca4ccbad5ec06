package io.github.procfs4j.model;

/**
 * The samples of a source, one after the other, from a history or a recording.
 *
 * <p>Before the first {@link #next}, and after it returned false, there is no sample to ask about.
 */
public interface Playback extends Reading {
  /** Moves on to the next sample: false if there is none. */
  boolean next();

  /**
   * Whether samples are missing between the one before and this one, as reading failed there: what
   * was counted in between is not known to be the same thing.
   */
  boolean isAfterGap();
}
