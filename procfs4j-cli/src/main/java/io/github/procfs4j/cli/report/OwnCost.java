package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.sampling.Self;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a recording has cost itself, from its source {@link Self}. */
final class OwnCost implements Findings {
  /** What stands above the columns of {@link #lines}. */
  static final List<String> HEADS =
      List.of("source", "every", "samples", "late", "size", "read", "parse", "time");

  /** How many numbers are looked at of each source, and of all. */
  private static final int COLUMNS = 8;

  private final SourceFigures figures;
  private final Map<Row, OfSource> sources = new LinkedHashMap<>();
  private final double pageSize;
  private double seconds;
  private double cpu;
  private double resident = Double.NaN;
  private double allocated;
  private double written;

  /** Without the first interval, in which all columns are described. */
  private double writtenLater;

  private double samplesLater;

  private OwnCost(SourceFigures figures, double pageSize) {
    this.figures = figures;
    this.pageSize = pageSize;
  }

  static OwnCost of(Samples samples, RecordedSource source, Span span) {
    double pageSize = SourceFigures.orNaN(samples.recording().facts().pageSize());
    return samples.look(
        source,
        (step, budget) -> {
          SourceFigures figures = SourceFigures.of(samples, source, span, step, budget);
          return of(figures, samples.of(source, step), span, pageSize, budget);
        });
  }

  /** Of samples from anywhere, with the figures of the same. */
  static OwnCost of(SourceFigures figures, Playback samples, Span span, double pageSize) {
    return of(figures, samples, span, pageSize, Budget.unlimited());
  }

  private static OwnCost of(
      SourceFigures figures, Playback samples, Span span, double pageSize, Budget budget) {
    OwnCost cost = new OwnCost(figures, pageSize);
    Interval interval = new Interval(samples);
    Lookout lookout = new Lookout(row -> row.table().name().equals(Self.SOURCE_TABLE.name()));
    boolean isFirst = true;
    boolean isFollowing = false;
    while (!budget.isExceeded() && interval.next()) {
      boolean isHeld = span.holds(interval.fromNanos(), interval.toNanos());
      if (isHeld) {
        lookout.next(interval, isFollowing);
        // Of a source that was not sampled nothing grew.
        Collection<Row> rows =
            lookout.isForAll() ? interval.layout().rows(Self.SOURCE_TABLE) : lookout.rows();
        budget.spend(COLUMNS * (1.0 + rows.size()));
        cost.add(interval, rows, isFirst);
      }
      isFollowing = isHeld;
      isFirst = false;
    }
    return cost;
  }

  /** What the samples of one source have cost, summed up; times are in nanoseconds. */
  private static final class OfSource {
    double shortest = Double.POSITIVE_INFINITY;
    double longest;
    double samples;
    double late;
    double bytes;
    double read;
    double parse;

    double nanos() {
      return read + parse;
    }
  }

  private void add(Interval interval, Collection<Row> rows, boolean isFirst) {
    seconds += interval.seconds();
    cpu += interval.growth(Self.ROW, Self.CPU);
    allocated += interval.growth(Self.ROW, Self.ALLOCATED);
    double growth = interval.growth(Self.ROW, Self.WRITTEN);
    written += growth;
    double now = interval.amount(Self.ROW, Self.RESIDENT) * pageSize;
    resident = Double.isNaN(resident) ? now : Math.max(resident, now);
    double samples = 0;
    for (Row row : rows) {
      OfSource of = sources.computeIfAbsent(row, key -> new OfSource());
      of.shortest = Math.min(of.shortest, interval.amount(row, Self.PERIOD));
      of.longest = Math.max(of.longest, interval.amount(row, Self.PERIOD));
      of.samples += interval.growth(row, Self.SAMPLES);
      of.late += interval.growth(row, Self.LATE);
      of.bytes += interval.growth(row, Self.BYTES);
      of.read += interval.growth(row, Self.READ);
      of.parse += interval.growth(row, Self.PARSE);
      samples += interval.growth(row, Self.SAMPLES);
    }
    if (!isFirst) {
      writtenLater += growth;
      samplesLater += samples;
    }
  }

  @Override
  public RecordedSource source() {
    return figures.source();
  }

  @Override
  public long step() {
    return figures.step();
  }

  @Override
  public Intervals intervals() {
    return figures.intervals();
  }

  @Override
  public int gaps() {
    return figures.gaps();
  }

  /** The figures over time. */
  SourceFigures figures() {
    return figures;
  }

  /** A line for each source, the costliest first, with a text for each of {@link #HEADS}. */
  List<List<String>> lines() {
    List<List<String>> lines = new ArrayList<>();
    sources.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.comparingDouble(OfSource::nanos).reversed()))
        .forEach(
            entry -> {
              OfSource of = entry.getValue();
              lines.add(
                  List.of(
                      entry.getKey().label("source"),
                      period(of),
                      count(of.samples),
                      count(of.late),
                      amount("bytes", of.bytes / of.samples),
                      amount("µs", of.read / of.samples / 1e3),
                      amount("µs", of.parse / of.samples / 1e3),
                      percent(of.nanos() / 1e9)));
            });
    return lines;
  }

  private static String period(OfSource of) {
    String shortest = Times.duration((long) of.shortest);
    return of.shortest == of.longest
        ? shortest
        : shortest + " to " + Times.duration((long) of.longest);
  }

  private String percent(double ofSeconds) {
    double percent = ofSeconds / seconds * 100;
    return percent < 0.005 ? "<0.01 %" : "%.2f %%".formatted(percent);
  }

  private static String count(double number) {
    return "%,.0f".formatted(number);
  }

  private static String amount(String unit, double number) {
    if (Double.isNaN(number)) {
      return "";
    }
    Scale scale = Scale.of(unit, number);
    return scale.text(number) + " " + scale.unit();
  }

  /** How the columns of {@link #lines} are meant. */
  static final String MEANING =
      "size, read and parse: the mean of a sample; parse is everything on top of the read. time:"
          + " the share of the time that they took, with whatever else ran on that CPU meanwhile.";

  /** What all of it came to, in sentences. */
  String sentence() {
    if (figures.intervals().size() == 0) {
      return "";
    }
    List<String> parts = new ArrayList<>();
    if (!Double.isNaN(cpu)) {
      parts.add(percent(cpu / 1e9) + " of one CPU");
    }
    if (!Double.isNaN(resident)) {
      parts.add(amount("bytes", resident) + " of memory at most");
    }
    if (!Double.isNaN(allocated)) {
      parts.add(amount("bytes/s", allocated / seconds).replace("/s", " a second allocated"));
    }
    if (!Double.isNaN(written)) {
      parts.add(
          amount("bytes", written)
              + " written"
              + (samplesLater == 0
                  ? ""
                  : ", " + amount("bytes", writtenLater / samplesLater) + " a sample"));
    }
    double late = sources.values().stream().mapToDouble(of -> of.late).sum();
    parts.add(
        late == 0 ? "no tick late" : count(late) + (late == 1 ? " tick" : " ticks") + " late");
    double nanos = sources.values().stream().mapToDouble(OfSource::nanos).sum();
    double read = sources.values().stream().mapToDouble(of -> of.read).sum();
    return "It took %s. Its samples took %s of the time, with %s to read%s."
        .formatted(
            String.join("; ", parts),
            percent(nanos / 1e9),
            percent(read / 1e9),
            cpu > nanos ? "; the rest is the JVM's, and to wake up and write" : "");
  }
}
