package io.github.procfs4j.cli.report;

import io.github.procfs4j.recording.RecordedSource;

/** What a recorded source tells. */
sealed interface Findings permits SourceFigures, ProcessUsage, OwnCost {
  /** The source. */
  RecordedSource source();

  /** Of how many of its samples one is looked at. */
  long step();

  /** The intervals that are told of. */
  Intervals intervals();

  /** How many of them lie where samples are missing. */
  int gaps();
}
