package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.Messages;
import io.github.procfs4j.cli.options.RecordingFiles;
import io.github.procfs4j.cli.report.ReportCommand.Format;
import io.github.procfs4j.cli.terminal.JsonLines;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.recording.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ParameterException;

/**
 * The report of many recordings: a comparison of their hosts. Each recording is read once, some at
 * the same time, and of each only a few kilobytes are kept.
 */
final class HostsReport {
  private final RecordingFiles given;
  private final SpanOption span;
  private final Streams streams;

  HostsReport(RecordingFiles given, SpanOption span, Streams streams) {
    this.given = given;
    this.span = span;
    this.streams = streams;
  }

  /** The outcome of reading a recording: one of them. */
  private sealed interface Outcome {
    /** What is compared of it. */
    record Read(Host host) implements Outcome {}

    /** Why it is not compared. */
    record Failed(Comparison.Unread unread) implements Outcome {}
  }

  /**
   * Prints the comparison.
   *
   * @param most the greatest number of hosts in each list
   * @return the exit code: an error if a recording could not be read, or had nothing to compare
   */
  int print(Format format, int most) {
    Comparison comparison = compare();
    Output out = streams.out();
    switch (format) {
      case TEXT -> new ComparisonText(comparison, out, most).print();
      case JSON -> JsonLines.write(out, json -> ComparisonJson.write(comparison, most, json));
      case CSV -> ComparisonTable.csv(comparison, most, out);
      case MARKDOWN -> ComparisonTable.markdown(comparison, most, out);
    }
    out.flush();
    if (format == Format.CSV || format == Format.MARKDOWN) {
      comparison
          .unread()
          .forEach(
              unread -> streams.say("not compared: " + unread.file() + ": " + unread.reason()));
      ComparisonText.remarks(comparison).forEach(streams::say);
    }
    if (comparison.hosts().isEmpty()) {
      throw CommandException.failed("no recording could be compared");
    }
    return comparison.unread().isEmpty() ? 0 : CommandException.FAILED;
  }

  private Comparison compare() {
    List<Host> hosts = new ArrayList<>();
    List<Comparison.Unread> unread = new ArrayList<>();
    for (Outcome outcome :
        ManyRecordings.read(given.files(), given.names(), streams.err(), this::read)) {
      switch (outcome) {
        case Outcome.Read read -> hosts.add(read.host());
        case Outcome.Failed failed -> unread.add(failed.unread());
      }
    }
    return new Comparison(hosts, unread);
  }

  private Outcome read(Path file, String name) {
    try (Recording recording = Recording.open(file)) {
      Host host = Host.of(recording, name, span.of(recording));
      return host.isKnown() ? new Outcome.Read(host) : failed(file, nothing(recording));
    } catch (ParameterException e) {
      if (e.getCause() instanceof Span.OutsideException outside) {
        return failed(file, String.valueOf(outside.getMessage()));
      }
      throw e; // wrong for any recording
    } catch (IOException | RuntimeException e) {
      return failed(file, Messages.of(e));
    }
  }

  private static String nothing(Recording recording) {
    return recording.sources().stream().allMatch(source -> source.samples() == 0)
        ? "no samples"
        : recording.sources().stream().noneMatch(Compared::look)
            ? "no samples of anything that is compared"
            : "less than two samples of everything that is compared";
  }

  private static Outcome failed(Path file, String reason) {
    String path = file + ": ";
    return new Outcome.Failed(
        new Comparison.Unread(
            file.toString(), reason.startsWith(path) ? reason.substring(path.length()) : reason));
  }
}
