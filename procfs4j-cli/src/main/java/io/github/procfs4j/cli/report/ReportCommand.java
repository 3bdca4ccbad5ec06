package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.page.PageWriter;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.process.Processes;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.sampling.Self;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code procfs report}: what a recording tells. */
@Command(
    name = "report",
    sortOptions = false,
    description = "Tells what a recording holds: rates, shares and amounts over time.",
    footer = {
      "",
      "A time is counted from the beginning (10s, 1m30s) or, with a minus, from the end (-10s), or"
          + " is one of the clock (14:05:00, 2026-01-31T14:05:00, 2026-01-31T13:05:00Z).",
      "",
      "Examples:",
      "  procfs report week.rec",
      "  procfs report week.rec --html week.html",
      "  procfs report week.rec --from 14:05:00 --to 14:06:30",
      "  procfs report week.rec --from -10m"
    })
public final class ReportCommand implements Callable<Integer> {
  private final Output out;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The recording.")
  private Path file = Path.of("");

  @Option(
      names = "--html",
      paramLabel = "OUT.html",
      description = "Also writes a page with zoomable charts, one file that needs no network.")
  private @Nullable Path html;

  @Option(names = "--force", description = "Replaces OUT.html if it exists.")
  private boolean force;

  @Option(names = "--from", paramLabel = "TIME", description = "Leaves out what was before.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Leaves out what came after.")
  private @Nullable String to;

  /** The command, its options not yet set, which prints to {@code out}. */
  public ReportCommand(Output out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    CommandSpec command = Objects.requireNonNull(spec);
    try (Recording recording = Recording.open(file)) {
      if (html != null) {
        check(html);
      }
      Span span;
      try {
        span = Span.of(recording, from, to);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(command.commandLine(), e.getMessage(), e);
      }
      List<Findings> sources = print(recording, span, new TerminalReport(out), html != null);
      if (html != null) {
        write(html, file.getFileName().toString(), recording, span, sources);
        out.line();
        out.line("Page: " + html);
      }
      out.flush();
    }
    return 0;
  }

  /**
   * Prints what a recording tells.
   *
   * @param recording the recording
   * @param out where to; it is flushed
   */
  public static void print(Recording recording, Output out) {
    print(recording, Span.all(recording), new TerminalReport(out), false);
    out.flush();
  }

  private static List<Findings> print(
      Recording recording, Span span, TerminalReport report, boolean keep) {
    report.begin(recording, span);
    List<Findings> sources = new ArrayList<>();
    for (RecordedSource source : recording.sources()) {
      Findings findings = findings(recording, source, span);
      report.source(findings);
      if (keep) {
        sources.add(findings);
      }
    }
    return sources;
  }

  private static Findings findings(Recording recording, RecordedSource source, Span span) {
    if (Processes.isSource(source.name())) {
      return ProcessUsage.of(recording, source, span);
    }
    return source.name().equals(Self.NAME)
        ? OwnCost.of(recording, source, span)
        : SourceFigures.of(recording, source, span);
  }

  /** Refuses to replace what is not to be replaced. */
  private void check(Path page) throws IOException {
    Path directory = page.toAbsolutePath().getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      throw new NoSuchFileException(page.toString(), null, "there is no directory " + directory);
    }
    if (!Files.exists(page)) {
      return;
    }
    if (Files.isSameFile(page, file)) {
      throw new FileSystemException(page.toString(), null, "is the recording itself");
    }
    if (!Files.isRegularFile(page)) {
      throw new FileSystemException(page.toString(), null, "is not a regular file");
    }
    if (!force) {
      throw new FileAlreadyExistsException(
          page.toString(), null, "exists already; --force replaces it");
    }
  }

  /** Writes the page beside where it is to be, then moves it there: it is whole or not there. */
  private static void write(
      Path page, String name, Recording recording, Span span, List<Findings> sources)
      throws IOException {
    Path target = Files.exists(page) ? page.toRealPath() : page.toAbsolutePath();
    Path directory = Objects.requireNonNull(target.getParent());
    Path written = Files.createTempFile(directory, ".procfs-", ".html");
    try {
      try (OutputStream to = Files.newOutputStream(written)) {
        PageWriter.write(PageReport.page(name, recording, span, sources), to);
      }
      Files.move(
          written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(written);
    }
  }
}
