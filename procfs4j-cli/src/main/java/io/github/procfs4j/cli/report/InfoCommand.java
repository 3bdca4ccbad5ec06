package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.options.Amounts;
import io.github.procfs4j.cli.options.Paths;
import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.cli.terminal.Text;
import io.github.procfs4j.cli.terminal.TextTable;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code procfs info}. */
@Command(
    name = "info",
    description = {
      "Shows what a recording contains, without its numbers: when and where it was made, whether it"
          + " is complete, its sources with their periods, samples, gaps and sizes, and its marks.",
      "",
      "span: from the first to the last sample, beginning at the first sample of the recording."
          + " late: ticks that were skipped because the recorder was late; what was counted"
          + " meanwhile is in the next sample. gaps: how often samples failed in between, and how"
          + " long that took in total. failed: in how many different ways. size: what its"
          + " samples take in the file."
    },
    footer = {"", "Examples:", "  procfs info week.rec"})
public final class InfoCommand implements Callable<Integer> {
  private static final int MOST_SOURCES = 1_000;

  private final Streams streams;

  @Parameters(paramLabel = "FILE", converter = Paths.OfFile.class, description = "The recording.")
  private Path file = Path.of("");

  /** Creates the command, without options, with these streams. */
  public InfoCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    try (Recording recording = Recording.open(file)) {
      print(recording, streams.out());
    }
    return 0;
  }

  private static void print(Recording recording, Output out) {
    TerminalLines lines = new TerminalLines(out);
    SequencedMap<String, String> facts = Overview.facts(recording, Span.all(recording));
    facts.put("size", size(recording.bytes()) + ": " + completeness(recording));
    int width = TerminalLines.widest(List.copyOf(facts.keySet()));
    facts.forEach((name, value) -> lines.wrapped(Text.of(name).left(width + 2), Text.of(value)));
    List<RecordedSource> sources = recording.sources();
    if (!sources.isEmpty()) {
      lines.line();
      TextTable table =
          new TextTable(1, false, true, true, true, true, true, true, true).spaced(1, 0);
      table.head(List.of("source", "every", "samples", "span", "late", "gaps", "failed", "size"));
      sources.stream().limit(MOST_SOURCES).forEach(source -> table.add(cells(recording, source)));
      lines.table(table);
      if (sources.size() > MOST_SOURCES) {
        lines.wrapped("and %,d more sources".formatted(sources.size() - MOST_SOURCES));
      }
    }
    List<String> marks = Overview.texts(recording, recording.marks());
    if (!marks.isEmpty()) {
      lines.line();
      marks.forEach(mark -> lines.wrapped("mark  ", mark));
    }
  }

  private static String completeness(Recording recording) {
    List<Remark> remarks = Completeness.remarks(recording);
    return remarks.isEmpty() ? "complete" : String.join("; ", Remark.texts(remarks));
  }

  private static String size(long bytes) {
    return Amounts.size(BigDecimal.valueOf(bytes)).text();
  }

  private static List<String> cells(Recording recording, RecordedSource source) {
    Gaps gaps = Gaps.of(recording.playback(source));
    return List.of(
        source.name(),
        Times.duration(source.period().toNanos()),
        number(source.samples()),
        source.samples() == 0
            ? "-"
            : Times.duration(gaps.first - recording.startNanos())
                + " to "
                + Times.duration(gaps.last - recording.startNanos()),
        number(source.lateTicks()),
        gaps.count == 0 ? "0" : number(gaps.count) + ", " + Times.duration(gaps.nanos),
        number(source.failures().size()),
        size(recording.bytes(source)));
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /**
   * The gaps between samples.
   *
   * @param nanos how long they took in total
   * @param first when the first sample began
   * @param last when the last one ended
   */
  private record Gaps(long count, long nanos, long first, long last) {
    static Gaps of(Playback samples) {
      long count = 0;
      long nanos = 0;
      long first = 0;
      long last = 0;
      for (long i = 0; samples.next(); i++) {
        if (i == 0) {
          first = samples.startNanos();
        } else if (samples.isAfterGap()) {
          count++;
          nanos += samples.startNanos() - last;
        }
        last = samples.endNanos();
      }
      return new Gaps(count, nanos, first, last);
    }
  }
}
