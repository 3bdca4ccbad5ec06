package io.github.procfs4j.cli.show;

import io.github.procfs4j.model.Reading;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.sampling.Fact;
import java.util.List;

/** Writes readings in some format, one after the other. */
public interface ReadingWriter {
  /**
   * Writes a reading of a source that is sampled.
   *
   * @param problems what could not be read of the text, which is also reported elsewhere
   */
  void tables(Source source, Reading reading, List<String> problems);

  /**
   * Writes a source that is read once.
   *
   * @param facts the facts in its text
   * @param startNanos the monotonic time before it was read
   * @param endNanos the monotonic time after it was read
   */
  void text(Source source, List<Fact> facts, String text, long startNanos, long endNanos);
}
