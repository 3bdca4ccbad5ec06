package io.github.procfs4j.cli.report;

import io.github.procfs4j.recording.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The page of a complete recording, as {@code procfs report --html} writes it. */
public final class RecordingPage {
  private RecordingPage() {}

  /**
   * Writes it to a new file.
   *
   * @param file the recording
   * @param name its name on the page
   * @param page the file of the page, which must not exist
   */
  public static void write(Path file, String name, Path page) throws IOException {
    try (Recording recording = Recording.open(file)) {
      Samples samples = new Samples(recording);
      Span span = Span.all(recording);
      List<Findings> sources =
          recording.sources().stream()
              .map(source -> ReportCommand.findings(samples, source, span, PageReport.VALUES))
              .toList();
      PageOption.put(PageReport.page(name, recording, span, sources), page, false);
    }
  }
}
