package io.github.procfs4j.cli;

import io.github.procfs4j.model.Reading;
import io.github.procfs4j.model.Source;

/** Writes readings in some format, one after the other. */
interface ReadingWriter {
  /** Writes a reading of a source that is sampled. */
  void tables(Source source, Reading reading);

  /**
   * Writes the text of a source that is read once.
   *
   * @param startNanos the monotonic time before it was read
   * @param endNanos and after
   */
  void text(Source source, String text, long startNanos, long endNanos);
}
