package io.github.procfs4j.cli.export;

import io.github.procfs4j.cli.options.Amounts;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.Messages;
import io.github.procfs4j.cli.options.Paths;
import io.github.procfs4j.cli.options.RecordingFiles;
import io.github.procfs4j.cli.relations.Recordings;
import io.github.procfs4j.cli.report.Completeness;
import io.github.procfs4j.cli.terminal.StandardOutput;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.output.FileProblems;
import io.github.procfs4j.output.OutputFile;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.tables.Relation;
import io.github.procfs4j.tables.Relations;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code procfs export}. */
@Command(
    name = "export",
    sortOptions = false,
    description = {
      "Writes recordings in the format of another tool.",
      "",
      "FILE is a recording, or a directory of files that end in .rec. SOURCE is a source as procfs"
          + " info names it, or a relation such as stat.cpu; docs/tables.md lists them. All are"
          + " written by default.",
      "",
      "csv: a directory with a file for each relation; one relation may also go to standard"
          + " output.",
      "",
      "jsonl: a file with a JSON object for each row (JSON Lines).",
      "",
      "parquet: a directory host=/date=/source=/table= with a file for each relation and day.",
      "",
      "openmetrics: a file with the names of node_exporter, for promtool tsdb create-blocks-from"
          + " openmetrics.",
      "",
      "perfetto: a trace for ui.perfetto.dev: a counter for each number, by process and thread.",
      "",
      "jfr: a file of JDK Flight Recorder, for JDK Mission Control and the JDK's own tool jfr. Each"
          + " row of a sample is an event, such as procfs4j.stat.cpu, which begins and ends when"
          + " the sample was read. Its fields are the labels of the row and its figures;"
          + " docs/jfr.md describes them. It takes one recording, and all of it."
    },
    footer = {
      "",
      "A time is counted from the beginning (10s, 1m30s) or, with a minus sign, from the end"
          + " (-10s), or is a time of day (14:05:00, 2026-01-31T14:05:00, 2026-01-31T13:05:00Z).",
      "",
      "A sample of a recording in which nothing changes takes three bytes, but all its rows in most"
          + " formats. If files would be larger than 1 GiB and a thousand times the recordings,"
          + " none is written, and the exit code is 1; --force writes them.",
      "",
      "Of several recordings, those that cannot be read are named and left out; the exit code is"
          + " then 1.",
      "",
      "Examples:",
      "  procfs export last.rec --to parquet",
      "  procfs export last.rec --to csv -o - stat.cpu",
      "  procfs export *.rec --to parquet -o lake --figures stat diskstats",
      "  procfs export last.rec --to jfr -o - | gzip > last.jfr.gz"
    })
public final class ExportCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(
      paramLabel = "FILE|SOURCE",
      arity = "1..*",
      description = "The recordings, then the sources or relations to write.")
  private List<String> arguments = List.of();

  @Option(
      names = "--to",
      paramLabel = "FORMAT",
      required = true,
      description = "The format: ${COMPLETION-CANDIDATES}.")
  private Format format = Format.JFR;

  @Option(
      names = {"-o", "--output"},
      converter = Paths.OfFile.class,
      paramLabel = "OUT",
      description =
          "The file or directory to write; by default the name of the recording with the ending of"
              + " the format. A file is new and only its owner can read it: only a regular file is"
              + " replaced, and links are not followed. - is standard output.")
  private @Nullable Path output;

  @Option(names = "--from", paramLabel = "TIME", description = "Leaves out what is before it.")
  private @Nullable String from;

  @Option(names = "--until", paramLabel = "TIME", description = "Leaves out what is after it.")
  private @Nullable String until;

  @Option(
      names = "--figures",
      description = "Writes the figures of each interval instead of the numbers of each sample.")
  private boolean isFigures;

  @Option(
      names = "--force",
      description =
          "Replaces files that exist, and writes more than 1 GiB and a thousand times the length"
              + " of the recordings.")
  private boolean force;

  /** The formats. The classes that write one are loaded only if it is requested. */
  public enum Format {
    CSV,
    JSONL,
    PARQUET,
    OPENMETRICS,
    PERFETTO,
    JFR;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Writes a file of a format. */
  private interface Writing {
    void to(OutputStream out) throws IOException;
  }

  /** Creates the command, without options, with these streams. */
  public ExportCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    RecordingFiles given = RecordingFiles.of(arguments);
    if (given.files().isEmpty() || !given.exported().isEmpty()) {
      throw CommandException.usage("recordings are exported, not a directory of Parquet files");
    }
    if (isFigures && (format == Format.OPENMETRICS || format == Format.JFR)) {
      throw CommandException.usage(
          format == Format.JFR
              ? "--figures: --to jfr always writes the figures"
              : "--figures: --to openmetrics has the numbers of each sample, and no figures");
    }
    Path to = output == null ? besides(given.files().getFirst()) : output;
    if (format == Format.JFR) {
      jfr(given, to);
      return 0;
    }
    List<String> leftOut = new ArrayList<>();
    try {
      export(given, to, leftOut);
    } finally {
      leftOut.forEach(reason -> streams.say("left out: " + reason));
    }
    return leftOut.isEmpty() ? 0 : CommandException.FAILED;
  }

  /**
   * Writes what can be read.
   *
   * @param leftOut receives the reasons why recordings cannot be; if none can, the first one's is
   *     thrown
   */
  private void export(RecordingFiles given, Path to, List<String> leftOut) throws IOException {
    Recordings.Unreadable onUnreadable =
        (file, reason) -> {
          if (leftOut.size() == given.files().size() - 1) {
            throw reason;
          }
          leftOut.add(Messages.of(reason));
        };
    try (Interruption interruption = new Interruption();
        Recordings recordings = new Recordings(given.files(), given.names(), onUnreadable);
        Progress progress = new Progress(streams, interruption)) {
      for (int i = 0; i < recordings.size() && recordings.readable(i).isEmpty(); i++) {
        // until one can be read: nothing is created before that
      }
      Job job = new Job(recordings, given.names(), given.words(), isFigures, from, until);
      job.check();
      job.leaveOutOthers();
      if (isLimited(to)) {
        ExpectedSize.check(
            job,
            format,
            format == Format.OPENMETRICS
                ? new OpenMetricsSink(OutputStream.nullOutputStream(), false)::isWanted
                : relation -> true);
      }
      RowExport rows = new RowExport(job, progress);
      boolean isOfMany = given.files().size() > 1;
      switch (format) {
        case PARQUET -> parquet(job, to, progress);
        case CSV -> csv(job, rows, to, progress);
        case JSONL -> file(given, to, progress, out -> rows.write(new JsonSink(out)));
        case PERFETTO ->
            file(given, to, progress, out -> rows.write(new PerfettoSink(out, isOfMany)));
        default -> {
          OpenMetricsSink[] sink = new OpenMetricsSink[1];
          file(
              given,
              to,
              progress,
              out -> {
                sink[0] = new OpenMetricsSink(out, isOfMany);
                rows.write(sink[0]);
              });
          say(sink[0]);
        }
      }
      for (int i = 0; i < recordings.size(); i++) {
        Optional<Relations> readable = recordings.readable(i);
        if (readable.isPresent()) {
          Completeness.say(given.files().get(i), readable.get().recording(), streams);
        }
      }
    }
  }

  private void say(OpenMetricsSink sink) {
    if (!sink.leftOut().isEmpty()) {
      streams.say(
          "left out, as node_exporter has no names for them: " + String.join(", ", sink.leftOut()));
    }
    if (sink.withoutTime() > 0) {
      streams.say(
          "left out: %d rows without a time, as the recording does not say what the clock showed"
              .formatted(sink.withoutTime()));
    }
  }

  private void jfr(RecordingFiles given, Path to) throws IOException {
    if (given.files().size() > 1 || !given.words().isEmpty() || from != null || until != null) {
      throw CommandException.usage(
          given.words().isEmpty()
              ? "--to jfr takes one recording, and all of it: procfs cut makes a part of one"
              : "«%s» is not a file, and --to jfr takes all of one recording"
                  .formatted(given.words().getFirst()));
    }
    try (Recording recording = Recording.open(given.files().getFirst())) {
      if (isLimited(to)) {
        ExpectedSize.check(recording, format);
      }
      file(given, to, null, out -> new JfrExport(recording).write(out));
      Completeness.say(given.files().getFirst(), recording, streams);
    }
  }

  /** Whether files are written that may not have any size. */
  private boolean isLimited(Path to) {
    return !force && !StandardOutput.isMeant(to);
  }

  private Path besides(Path file) {
    return file.resolveSibling(RecordingFiles.stem(file) + "." + format);
  }

  private void file(RecordingFiles given, Path to, @Nullable Progress progress, Writing writing)
      throws IOException {
    if (!StandardOutput.isMeant(to)) {
      write(given, to, progress, writing);
    } else if (streams.out().isTerminal() && (format == Format.JFR || format == Format.PERFETTO)) {
      throw CommandException.usage(
          "-o -: standard output is a terminal, and a file of this format is not text: redirect"
              + " it");
    } else {
      OutputStream out = standardOutput();
      writing.to(out);
      out.flush();
    }
  }

  /** Standard output for lines of text; on a terminal, what would control it is escaped. */
  private OutputStream standardOutput() {
    return streams.out().isTerminal()
        ? streams.out().lines()
        : new BufferedOutputStream(StandardOutput.ofProcess(), 1 << 16);
  }

  /** Writes to a new file, so that a file that it replaces is replaced only by a complete one. */
  private void write(RecordingFiles given, Path to, @Nullable Progress progress, Writing writing)
      throws IOException {
    for (Path file : given.files()) {
      if (Files.exists(to) && Files.isSameFile(to, file)) {
        throw new FileSystemException(to.toString(), null, "is the recording itself");
      }
    }
    OutputFile.check(to, force).ifPresent(streams::say);
    try (OutputFile written = OutputFile.createApart(to, force)) {
      fill(written, to, writing);
    }
    if (progress != null) {
      progress.close();
    }
    streams.out().wrapped(to + ": " + Amounts.size(BigDecimal.valueOf(Files.size(to))).text());
    streams.out().flush();
  }

  private static void fill(OutputFile written, Path to, Writing writing) throws IOException {
    try {
      OutputStream out = new BufferedOutputStream(written.stream(), 1 << 16);
      writing.to(out);
      out.flush();
      written.putInPlace();
    } catch (IOException e) {
      written.delete();
      throw e instanceof FileSystemException
          ? e
          : new FileSystemException(to.toString(), null, FileProblems.reason(e));
    } catch (RuntimeException e) {
      written.delete();
      throw e;
    }
  }

  private void csv(Job job, RowExport rows, Path to, Progress progress) throws IOException {
    if (StandardOutput.isMeant(to)) {
      List<Relation> wanted = new ArrayList<>();
      for (int i = 0; i < job.recordings().size() && wanted.isEmpty(); i++) {
        job.recordings().readable(i).ifPresent(of -> job.groups(of).forEach(wanted::addAll));
      }
      if (wanted.size() > 1) {
        throw CommandException.usage(
            "-o - is for one relation, and these are %d: name one, such as %s"
                .formatted(wanted.size(), wanted.getFirst().fullName()));
      }
      OutputStream out = standardOutput();
      rows.write(new CsvSink(job.recordings(), relation -> out));
      out.flush();
      return;
    }
    warn(to);
    CsvFiles files = new CsvFiles(to, force);
    try (files) {
      rows.write(new CsvSink(job.recordings(), files::open));
      files.putInPlace();
    }
    done(to, files.count(), files.bytes(), progress);
  }

  private void parquet(Job job, Path to, Progress progress) throws IOException {
    if (StandardOutput.isMeant(to)) {
      throw CommandException.usage("-o -: parquet is a directory of files, not a stream");
    }
    warn(to);
    ParquetExport export = new ParquetExport(job, to, force, progress);
    export.write();
    done(to, export.files(), export.bytes(), progress);
  }

  /** Prints a warning if writing into a directory, which may not exist yet, is unsafe. */
  private void warn(Path directory) throws IOException {
    OutputFile.danger(Files.isDirectory(directory) ? directory.resolve("file") : directory)
        .ifPresent(streams::say);
  }

  private void done(Path to, long files, long bytes, Progress progress) {
    progress.close();
    streams
        .out()
        .wrapped(
            "%s: %s files, %s"
                .formatted(
                    to, Progress.grouped(files), Amounts.size(BigDecimal.valueOf(bytes)).text()));
    streams.out().flush();
  }
}
