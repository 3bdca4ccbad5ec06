package io.github.procfs4j.cli.report;

import io.github.procfs4j.recording.Recording;
import java.io.IOException;
import java.nio.file.Path;

/** Figures as computed by a report, for rows identified by name. */
public final class ReportedFigures {
  private ReportedFigures() {}

  /**
   * The mean of a figure of one row over a whole recording. A report shows only the busiest rows in
   * full, and a test on a machine with other activity cannot know which these are.
   *
   * @param row the text of its labels, such as {@code lo}
   */
  public static double mean(Path file, String source, String row, String figure)
      throws IOException {
    try (Recording recording = Recording.open(file)) {
      return SourceFigures.of(
              new Samples(recording), recording.source(source).orElseThrow(), Span.all(recording))
          .tables()
          .stream()
          .flatMap(table -> table.rows().stream())
          .filter(one -> one.shortText().equals(row))
          .flatMap(one -> one.figures().stream())
          .filter(one -> one.figure().name().equals(figure))
          .findFirst()
          .orElseThrow()
          .summary()
          .mean();
    }
  }
}
