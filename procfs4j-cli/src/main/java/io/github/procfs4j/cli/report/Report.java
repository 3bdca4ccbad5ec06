package io.github.procfs4j.cli.report;

import io.github.procfs4j.recording.Recording;

/** A report that is written source by source, so that only one of them has to be kept in memory. */
interface Report {
  /** Writes what a reader should know before the numbers. */
  void begin(Recording recording, Span span);

  /** Writes the results for a source. */
  void source(Findings findings);

  /** Writes what comes after the last source. */
  void end();
}
