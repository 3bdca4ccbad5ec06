package io.github.procfs4j.cli.report;

import io.github.procfs4j.recording.RecordedSource;
import java.util.List;

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

  /** The names of what is shown over windows because it is counted in ticks; none if it is not. */
  List<String> countedInTicks();
}
