package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.recording.Recording;
import java.nio.file.Path;
import java.util.List;

/** Whether a recording has its end. */
public final class Completeness {
  private Completeness() {}

  /** What is missing in the recording, except failures of its sources. */
  static List<Remark> remarks(Recording recording) {
    long ignored = recording.ignoredBytes();
    if (ignored > 0) {
      return List.of(
          new Remark(
              "cut",
              List.of(),
              ignored,
              0,
              "cut: the last %,d bytes are not a complete block and were ignored"
                  .formatted(ignored)));
    }
    return recording.isComplete()
        ? List.of()
        : List.of(
            Remark.of(
                "not_ended",
                List.of(),
                "not ended by its writer: it was truncated, or is still being written"));
  }

  /** Prints a message if it is not complete, as what is made of it is not then. */
  public static void say(Path file, Recording recording, Streams streams) {
    Remark.texts(remarks(recording)).forEach(remark -> streams.say(file + ": " + remark));
  }
}
