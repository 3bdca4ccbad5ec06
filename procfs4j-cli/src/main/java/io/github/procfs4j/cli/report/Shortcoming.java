package io.github.procfs4j.cli.report;

import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import java.util.EnumSet;
import java.util.Set;

/** What may be missing in a recording that is compared nevertheless. */
public enum Shortcoming {
  /** Blocks at its end are damaged. */
  CUT("cut, so that what follows is ignored"),
  /** Its writer did not end it. */
  NOT_ENDED("not ended by the recorder, so truncated or still being written"),
  /** Reading a source failed. */
  FAILURES("with sources that could not be read all the time"),
  /** The recorder was late. */
  LATE("with samples that were left out because the recorder was late"),
  /** Only some samples were examined. */
  EVERY_NTH("with more changes than their lengths justify, so that only some samples count"),
  /** A part begins or ends at a mark, and several have the same text. */
  SEVERAL_MARKS("with several marks that begin with the given text, of which the first counts");

  private final String text;

  Shortcoming(String text) {
    this.text = text;
  }

  /** What such recordings are. */
  public String text() {
    return text;
  }

  /** What is missing in a recording; more may be added. */
  public static Set<Shortcoming> of(Recording recording) {
    Set<Shortcoming> found = EnumSet.noneOf(Shortcoming.class);
    for (RecordedSource source : recording.sources()) {
      if (!source.failures().isEmpty()) {
        found.add(FAILURES);
      }
      if (source.lateTicks() > 0) {
        found.add(LATE);
      }
    }
    if (recording.ignoredBytes() > 0) {
      found.add(CUT);
    } else if (!recording.isComplete()) {
      found.add(NOT_ENDED);
    }
    return found;
  }
}
