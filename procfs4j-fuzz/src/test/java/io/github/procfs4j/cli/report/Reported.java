package io.github.procfs4j.cli.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.cli.page.PageWriter;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.process.Processes;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** What {@code procfs report} writes of a recording. */
public final class Reported {
  private Reported() {}

  /** To a terminal. */
  public static String terminal(Recording recording) {
    StringWriter written = new StringWriter();
    ReportCommand.print(recording, new Output(written, 80, true));
    return written.toString();
  }

  /** As a page. */
  public static String page(String name, Recording recording) throws IOException {
    Span span = Span.all(recording);
    List<Findings> findings = new ArrayList<>();
    for (RecordedSource source : recording.sources()) {
      findings.add(
          Processes.isSource(source.name())
              ? ProcessUsage.of(recording, source, span)
              : SourceFigures.of(recording, source, span));
    }
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    PageWriter.write(PageReport.page(name, recording, span, findings), written);
    return written.toString(UTF_8);
  }
}
