package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.Paths;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.recording.RecordingCopy;
import io.github.procfs4j.recording.RecordingFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code procfs cut}. */
@Command(
    name = "cut",
    sortOptions = false,
    description = {
      "Writes a part of a recording as a recording of its own.",
      "",
      "The part has the samples, failures and marks between two times, of all sources or of some."
          + " Its numbers are those of the whole, except figures of intervals that it does not"
          + " contain."
    },
    footer = {
      "",
      "A time is counted from the beginning (10s, 1m30s) or, with a minus sign, from the end"
          + " (-10s), or is a time of day (14:05:00, 2026-01-31T14:05:00, 2026-01-31T13:05:00Z).",
      "",
      "Examples:",
      "  procfs cut week.rec --from 14:05:00 --until 14:06:30 -o minute.rec",
      "  procfs cut week.rec --from -10m -o end.rec stat 'pid:*'"
    })
public final class CutCommand implements Callable<Integer> {
  /** The fact that names the part. */
  private static final String CUT = "cut";

  private final Streams streams;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      converter = Paths.OfFile.class,
      description = "The recording.")
  private Path file = Path.of("");

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "SOURCE",
      description = "The sources to keep, as procfs info names them; all by default.")
  private List<String> sources = List.of();

  @Mixin private SpanOption span = new SpanOption();

  @Mixin private CopyOption copy = new CopyOption();

  /** Creates the command, without options, with these streams. */
  public CutCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    copy.check();
    try (Recording recording = Recording.open(file)) {
      Span part = span.of(recording);
      Completeness.say(file, recording, streams);
      copy.write(
          List.of(part(recording, chosen(recording), part)),
          facts(recording, part, String.valueOf(file.getFileName())),
          streams);
    }
    return 0;
  }

  /** The part of a recording between two times, of these sources. */
  public static RecordingCopy.Part part(
      Recording recording, List<RecordedSource> sources, Span span) {
    boolean isAll = span.equals(Span.all(recording));
    return new RecordingCopy.Part(
        recording,
        sources,
        isAll ? Long.MIN_VALUE : span.fromNanos(),
        isAll ? Long.MAX_VALUE : span.toNanos(),
        0);
  }

  /**
   * The facts of a part of a recording.
   *
   * @param of the name of the recording
   */
  public static RecordingFacts facts(Recording recording, Span span, String of) {
    return recording
        .facts()
        .with(
            CUT,
            "%s to %s of %s of %s"
                .formatted(
                    Times.duration(span.fromNanos() - recording.startNanos()),
                    Times.duration(span.toNanos() - recording.startNanos()),
                    Times.duration(recording.endNanos() - recording.startNanos()),
                    of));
  }

  private List<RecordedSource> chosen(Recording recording) {
    for (String name : sources) {
      if (recording.source(name).isEmpty()) {
        throw CommandException.usage(
            "%s was not recorded, but: %s"
                .formatted(
                    name,
                    recording.sources().stream()
                        .map(RecordedSource::name)
                        .collect(Collectors.joining(", "))));
      }
    }
    return recording.sources().stream()
        .filter(source -> sources.isEmpty() || sources.contains(source.name()))
        .toList();
  }
}
