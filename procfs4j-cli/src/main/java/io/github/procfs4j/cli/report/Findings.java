package io.github.procfs4j.cli.report;

import io.github.procfs4j.recording.RecordedSource;

/** The results for a recorded source. */
sealed interface Findings permits SourceFigures, ProcessUsage, OwnCost {
  /** The source. */
  RecordedSource source();

  /** The step between its examined samples. */
  long step();

  /** The reported intervals. */
  Intervals intervals();

  /** The number of those in which samples are missing. */
  int gaps();
}
