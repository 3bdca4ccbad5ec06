package io.github.procfs4j.cli.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.cli.page.PageWriter;
import io.github.procfs4j.cli.terminal.JsonLines;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.recording.Recording;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;

/** The output of {@code procfs report} for a recording. */
public final class Reported {
  private Reported() {}

  /** To a terminal. */
  public static String terminal(Recording recording) {
    StringWriter written = new StringWriter();
    ReportCommand.print(
        recording,
        Span.all(recording),
        ReportCommand.Format.TEXT,
        new Output(written, 80, true),
        false);
    return written.toString();
  }

  /** The summary, to a terminal. */
  public static String summary(Recording recording) {
    StringWriter written = new StringWriter();
    ReportCommand.print(recording, new Output(written, 80, true));
    return written.toString();
  }

  /** As JSON. */
  public static String json(Recording recording) {
    StringWriter written = new StringWriter();
    Output out = new Output(written, 80, true);
    ReportCommand.print(recording, Span.all(recording), ReportCommand.Format.JSON, out, false);
    return written.toString();
  }

  /** As JSON and to a terminal, using all samples and the changes that they report. */
  public static String whole(Recording recording) {
    return of(new Samples(recording, Double.POSITIVE_INFINITY));
  }

  /** The same output, by examining every row of each sample. */
  public static String plainly(Recording recording) {
    return of(new PlainSamples(recording));
  }

  private static String of(Samples samples) {
    StringWriter written = new StringWriter();
    Output out = new Output(written, 80, true);
    Span span = Span.all(samples.recording());
    JsonLines.write(out, json -> ReportCommand.print(samples, span, new JsonReport(json), false));
    ReportCommand.print(samples, span, new TerminalReport(out), false);
    out.flush();
    return written.toString();
  }

  /** As a page, to a terminal and as JSON, discarding the output. */
  public static void nowhere(Recording recording) throws IOException {
    Span span = Span.all(recording);
    Output out = new Output(Writer.nullWriter(), 80, true);
    List<Findings> findings =
        ReportCommand.print(recording, span, ReportCommand.Format.TEXT, out, true);
    JsonLines.write(
        out,
        json -> {
          JsonReport report = new JsonReport(json);
          report.begin(recording, span);
          findings.forEach(report::source);
          report.end(MachineSummary.of(recording, span, findings));
        });
    PageWriter.write(
        PageReport.page("recording", recording, span, findings), OutputStream.nullOutputStream());
  }

  /** The number of figures computed for that, including operations of the same cost. */
  public static double figures(Recording recording) {
    Samples samples = new Samples(recording);
    Span span = Span.all(recording);
    recording.sources().forEach(source -> ReportCommand.findings(samples, source, span));
    return samples.spent();
  }

  /** As a page. */
  public static String page(String name, Recording recording) throws IOException {
    return page(name, recording, new StringWriter());
  }

  /** As a page and to a terminal, because the command does both at once. */
  public static String page(String name, Recording recording, StringWriter terminal)
      throws IOException {
    Span span = Span.all(recording);
    TerminalReport report = new TerminalReport(new Output(terminal, 80, true));
    List<Findings> findings = ReportCommand.print(recording, span, report, true);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    PageWriter.write(PageReport.page(name, recording, span, findings), written);
    return written.toString(UTF_8);
  }
}
