package io.github.procfs4j.cli.report;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.Paths;
import io.github.procfs4j.cli.options.RecordingFiles;
import io.github.procfs4j.cli.terminal.JsonLines;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.sampling.Self;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code procfs report}: the report of a recording. */
@Command(
    name = "report",
    sortOptions = false,
    description = {
      "Shows the content of a recording: first a summary of what is worth mentioning about CPU,"
          + " memory, disks, network, locks and stalls, with the number, the time and the rule, and"
          + " the busiest processes; with --full all rates, shares and amounts over time.",
      "",
      "A verdict names the mean over the ten seconds in which it was greatest. docs/summary.md"
          + " contains all rules with their reasons.",
      "",
      "Of several recordings, or a directory of files that end in .rec, it compares the hosts:"
          + " first the outliers, since when and with what else; then the problems by the rules of"
          + " the summary, and all hosts side by side. An outlier is at least 3.5 times as far from"
          + " the median of all as is usual among them, which is 1.4826 times the median of these"
          + " distances (MAD), at least a twentieth of the threshold and of the median. Recordings"
          + " that cannot be read are listed with the reason; the exit code is then 1."
    },
    footer = {
      "",
      "A time is counted from the beginning (10s, 1m30s) or, with a minus sign, from the end"
          + " (-10s), or is a time of day (14:05:00, 2026-01-31T14:05:00, 2026-01-31T13:05:00Z).",
      "",
      "json: the content of the text as numbers, in the unit given beside them, and the reason for"
          + " each missing one. Whole numbers are exact, up to 2^64 and beyond. Its form is"
          + " {\"recording\":{...},\"sources\":[{\"source\":\"stat\",\"tables\":[...],...},...]};"
          + " docs/report-json.md lists all members. Later versions may add more.",
      "",
      "Examples:",
      "  procfs report week.rec",
      "  procfs report week.rec --full | less",
      "  procfs report week.rec --format json | jq '.sources[] | {source, remarks}'",
      "  procfs report week.rec --html week.html",
      "  procfs report week.rec --html - | gzip > week.html.gz",
      "  procfs report week.rec --from 14:05:00 --until 14:06:30",
      "  procfs report week.rec --from -10m",
      "  procfs report week.rec stat cpu=all --figure busy --figure steal",
      "  procfs report week.rec 'pid:*' --figure rss --sort growth --top 5",
      "  procfs report week.rec 'pid:*' --group tree --format csv",
      "  procfs report hosts/ --from 14:05:00 --top 5",
      "  procfs report db1.rec db2.rec db3.rec --format json | jq '.hosts[0]'"
    })
public final class ReportCommand implements Callable<Integer> {
  /** The greatest number of rows of a table that are shown to people unless they ask for more. */
  private static final int ROWS = 20;

  private final Streams streams;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      converter = Paths.OfFileOrDirectory.class,
      description = "The recording, or a directory of recordings to be compared.")
  private Path file = Path.of("");

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "FILE|SOURCE|LABEL=VALUE",
      description =
          "More recordings to be compared, or what to show of one: only these sources, such as stat"
              + " or 'pid:*', and of them only the rows with these labels, such as cpu=all,"
              + " device=sda or comm=java, instead of the summary. A file with the name of a source"
              + " is written as ./stat.")
  private List<String> words = List.of();

  @Option(
      names = "--figure",
      paramLabel = "NAME",
      description =
          "Shows only this figure, such as busy or Pss; may be given several times. Of processes,"
              + " cpu, rss, Pss, I/O and run delay are shown by default.")
  private List<String> figures = List.of();

  @Option(
      names = "--top",
      paramLabel = "N",
      description =
          "Shows at most this many rows of each table, or hosts; 20 by default, in csv and json"
              + " all.")
  private @Nullable Integer top;

  @Option(
      names = "--sort",
      paramLabel = "ORDER",
      description =
          "The order of rows, by their first figure, the greatest first: one of"
              + " ${COMPLETION-CANDIDATES}; mean by default.")
  private @Nullable PartOrder order;

  @Option(
      names = "--group",
      paramLabel = "WHAT",
      description =
          "Adds up processes that have this in common: one of ${COMPLETION-CANDIDATES}. comm is the"
              + " name that the kernel keeps; exe the first word of the command line; user the"
              + " effective user (needs the file status); tree the oldest recorded ancestor except"
              + " process 1; cgroup the control group, the last one of a process that moved (needs"
              + " the source cgroup/procs, of all groups: --cgroup '/**'). Not with --html.")
  private @Nullable Grouping group;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "One of ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default. json is one document for"
              + " programs, on one line; csv and markdown have a line for each figure of each row.")
  private Format format = Format.TEXT;

  /** The formats of standard output. */
  public enum Format {
    TEXT,
    JSON,
    CSV,
    MARKDOWN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Mixin private PageOption page = new PageOption();

  @Mixin private SpanOption span = new SpanOption();

  @Option(
      names = "--full",
      description =
          "Shows all tables of all sources after the summary. json and the page always contain"
              + " them.")
  private boolean full;

  /** Creates the command, without options, with these streams. */
  public ReportCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    Output out = streams.out();
    List<String> files = files();
    if (files.size() > 1 || Files.isDirectory(file)) {
      return compare(files);
    }
    page.checkFormat(format, format == Format.TEXT);
    if (page.isWanted() && group != null) {
      throw CommandException.usage(
          "--group and --html: the page shows each process, not groups; --format text, json, csv"
              + " and markdown show them");
    }
    Output text =
        page.isAlone() ? new Output(Writer.nullWriter(), out.columns(), out.isTerminal()) : out;
    try (Recording recording = Recording.open(file)) {
      page.check(List.of(file), streams);
      Span part = span.of(recording);
      List<Findings> sources = print(recording, part, text);
      if (page.isWanted()) {
        page.write(
            PageReport.page(file.getFileName().toString(), recording, part, sources),
            format == Format.TEXT,
            streams);
      }
      out.flush();
    }
    return 0;
  }

  /** The arguments that are recordings or directories: those before the first other word. */
  private List<String> files() {
    List<String> files = new ArrayList<>(List.of(file.toString()));
    for (String word : words) {
      if (!isFile(word)) {
        break;
      }
      files.add(word);
    }
    return files;
  }

  private static boolean isFile(String word) {
    if (word.isEmpty()
        || Procfs.sampledFile(word).isPresent()
        || Processes.isSource(word)
        || word.equals(Self.NAME)) {
      return false;
    }
    try {
      return Files.exists(Path.of(word))
          || (word.endsWith(RecordingFiles.ENDING) && word.indexOf('=') < 0);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private int compare(List<String> files) throws IOException {
    if (files.size() <= words.size()) {
      throw CommandException.usage(
          "«%s» is not a file; sources and labels are for one recording, and procfs sql answers"
                  .formatted(words.get(files.size() - 1))
              + " questions about many");
    }
    if (full || page.isWanted() || order != null || group != null || !figures.isEmpty()) {
      throw CommandException.usage(
          "--full, --html, --figure, --sort and --group are for one recording");
    }
    RecordingFiles given = RecordingFiles.of(files, file -> true);
    if (!given.exported().isEmpty()) {
      throw CommandException.usage(
          given.exported().getFirst()
              + ": a directory of Parquet files, about which procfs sql answers questions");
    }
    return new HostsReport(given, span, streams).print(format, most());
  }

  /** The greatest number of rows of a table. */
  private int most() {
    if (top != null && top < 1) {
      throw CommandException.usage("--top: at least 1");
    }
    boolean isForPeople = format == Format.TEXT || format == Format.MARKDOWN;
    return top != null ? top : isForPeople ? ROWS : Integer.MAX_VALUE;
  }

  /** Prints what the options ask for; returns all findings if there is to be a page. */
  private List<Findings> print(Recording recording, Span span, Output out) {
    boolean keep = page.isWanted();
    Choice choice = Choice.of(words, figures, group);
    if (choice.isPart() || top != null || order != null || isTable()) {
      printParts(recording, span, choice, out);
      return keep ? print(new Samples(recording), span, Report.NONE, true) : List.of();
    }
    if (format != Format.TEXT || full) {
      return print(recording, span, format, out, keep);
    }
    if (keep) {
      List<Findings> sources = print(new Samples(recording), span, Report.NONE, true);
      printSummary(MachineSummary.of(recording, span, sources), out);
      return sources;
    }
    printSummary(recording, span, out);
    return List.of();
  }

  /** Whether the format has only lines of numbers. */
  private boolean isTable() {
    return format == Format.CSV || format == Format.MARKDOWN;
  }

  private void printParts(Recording recording, Span span, Choice choice, Output out) {
    if (full) {
      throw CommandException.usage("--full shows everything: give no parts with it");
    }
    int most = most();
    Samples samples = new Samples(recording);
    Membership membership = choice.group() == Grouping.CGROUP ? Membership.of(recording) : null;
    List<List<Part>> tables = new ArrayList<>();
    for (RecordedSource source : choice.sources(recording)) {
      SourceFigures figures = SourceFigures.of(samples, source, span, choice);
      tables.addAll(
          Parts.of(figures, choice, membership, most, order == null ? PartOrder.MEAN : order));
    }
    if (tables.isEmpty() && choice.isPart()) {
      throw CommandException.failed(
          "nothing in the recording is like that: " + choice.text() + choice.others(recording));
    }
    double ticks = Samples.orNaN(recording.facts().ticksPerSecond());
    PartsWriter.write(tables, ticks, format, out);
  }

  /**
   * Prints the report of a recording as it is without options: its summary.
   *
   * @param recording the recording
   * @param out the output; it is flushed
   */
  public static void print(Recording recording, Output out) {
    printSummary(recording, Span.all(recording), out);
    out.flush();
  }

  /** Prints the summary of a part of a recording; examines nothing that it does not need. */
  private static void printSummary(Recording recording, Span span, Output out) {
    Samples samples = new Samples(recording);
    MachineSummary summary = new MachineSummary(recording, span);
    recording.sources().stream()
        .filter(MachineSummary::needs)
        .forEach(
            source ->
                summary.take(
                    Processes.isSource(source.name())
                        ? ProcessUsage.sums(samples, source, span)
                        : findings(samples, source, span)));
    printSummary(summary, out);
  }

  private static void printSummary(MachineSummary summary, Output out) {
    TerminalSummary.print(summary, out);
    TerminalLines lines = new TerminalLines(out);
    Recording recording = summary.recording();
    Overview.warnings(recording).forEach(warning -> lines.wrapped("! ", warning));
    Overview.late(recording).forEach(late -> lines.wrapped("! ", late));
    summary.remarks().forEach(remark -> lines.wrapped("! ", remark));
    Overview.texts(recording, Overview.marks(recording, summary.span()))
        .forEach(mark -> lines.wrapped("mark  ", mark));
    Unseen.of(recording, summary.span())
        .ifPresent(unseen -> unseen.texts().forEach(text -> lines.wrapped("! ", text)));
    lines.wrapped(new SummaryTexts(summary).more());
  }

  /**
   * Prints all of a part of a recording in a format; returns all findings if they are to be kept.
   */
  static List<Findings> print(
      Recording recording, Span span, Format format, Output out, boolean keep) {
    if (format == Format.TEXT) {
      Output tables = out.held();
      List<Findings> sources = print(recording, span, new TerminalReport(tables, out), keep);
      out.release(tables);
      return sources;
    }
    if (format != Format.JSON) {
      throw new IllegalArgumentException(format.toString());
    }
    List<Findings> kept = new ArrayList<>();
    JsonLines.write(out, json -> kept.addAll(print(recording, span, new JsonReport(json), keep)));
    return kept;
  }

  /** Prints a report, and returns all findings if they are to be kept. */
  static List<Findings> print(Recording recording, Span span, Report report, boolean keep) {
    return print(new Samples(recording), span, report, keep);
  }

  /** Prints a report of some samples. */
  static List<Findings> print(Samples samples, Span span, Report report, boolean keep) {
    Recording recording = samples.recording();
    report.begin(recording, span);
    MachineSummary summary = new MachineSummary(recording, span);
    List<Findings> sources = new ArrayList<>();
    for (RecordedSource source : recording.sources()) {
      Findings findings = findings(samples, source, span, keep ? PageReport.VALUES : 0);
      report.source(findings);
      summary.take(findings);
      if (keep) {
        sources.add(findings);
      }
    }
    report.end(summary);
    return sources;
  }

  /** The findings for a source. */
  static Findings findings(Samples samples, RecordedSource source, Span span) {
    return findings(samples, source, span, 0);
  }

  /** The same, which keeps this number of values of processes for the page. */
  static Findings findings(Samples samples, RecordedSource source, Span span, int values) {
    if (Processes.isSource(source.name())) {
      return ProcessUsage.of(samples, source, span, values);
    }
    return source.name().equals(Self.NAME)
        ? OwnCost.of(samples, source, span)
        : SourceFigures.of(samples, source, span);
  }
}
