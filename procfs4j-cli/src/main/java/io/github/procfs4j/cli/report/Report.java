package io.github.procfs4j.cli.report;

import io.github.procfs4j.recording.Recording;

/** A report that is written source by source, so that only one of them has to be kept in memory. */
interface Report {
  /** A report of which nothing is written. */
  Report NONE =
      new Report() {
        @Override
        public void begin(Recording recording, Span span) {}

        @Override
        public void source(Findings findings) {}

        @Override
        public void end(MachineSummary summary) {}
      };

  /** Writes what a reader should know before the numbers. */
  void begin(Recording recording, Span span);

  /** Writes the results for a source. */
  void source(Findings findings);

  /**
   * Writes what comes after the last source.
   *
   * @param summary the summary of all sources
   */
  void end(MachineSummary summary);
}
