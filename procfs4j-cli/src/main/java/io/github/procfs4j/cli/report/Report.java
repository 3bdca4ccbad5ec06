package io.github.procfs4j.cli.report;

import io.github.procfs4j.recording.Recording;

/** A report that is written source by source, so that no more than one of them has to be kept. */
interface Report {
  /** Writes what is to be known before the numbers are. */
  void begin(Recording recording, Span span);

  /** Writes what a source tells. */
  void source(Findings findings);

  /** Writes what comes after the last source. */
  void end();
}
