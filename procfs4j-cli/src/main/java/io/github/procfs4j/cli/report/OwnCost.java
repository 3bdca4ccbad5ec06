package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.sampling.Self;
import io.github.procfs4j.sampling.SelfColumns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The cost of a recording itself, from its source {@link Self}. */
final class OwnCost implements Findings {
  /** The headings of the columns of {@link #lines}. */
  static final List<String> HEADS =
      List.of("source", "every", "samples", "late", "size", "read", "parse", "time");

  /** The number of columns that are examined for each source, and for all. */
  private static final int COLUMNS = 8;

  private final SourceFigures figures;
  private final Map<Row, OfSource> sources = new LinkedHashMap<>();
  private final double pageSize;
  private double seconds;
  private double cpu;
  private double resident = Double.NaN;
  private double allocated;
  private double written;

  /** The bytes written without those of the first interval, in which all columns are described. */
  private double writtenLater;

  private double samplesLater;

  private OwnCost(SourceFigures figures, double pageSize) {
    this.figures = figures;
    this.pageSize = pageSize;
  }

  static OwnCost of(Samples samples, RecordedSource source, Span span) {
    double pageSize = Samples.orNaN(samples.recording().facts().pageSize());
    return samples.look(
        source,
        (step, budget) -> {
          SourceFigures figures = SourceFigures.of(samples, source, span, step, budget);
          return of(figures, samples.of(source, step), span, pageSize, budget);
        });
  }

  /** Computes the cost from samples of any origin, with the figures of the same samples. */
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
      boolean isHeld = span.holds(interval);
      if (isHeld) {
        lookout.next(interval, isFollowing);
        // For a source that was not sampled, nothing grew.
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

  /** The total cost of the samples of one source; times are in nanoseconds. */
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
    cpu += interval.growth(Self.ROW, SelfColumns.SELF_CPU);
    allocated += interval.growth(Self.ROW, SelfColumns.SELF_ALLOCATED);
    double growth = interval.growth(Self.ROW, SelfColumns.SELF_WRITTEN);
    written += growth;
    double now = interval.amount(Self.ROW, SelfColumns.SELF_RESIDENT) * pageSize;
    resident = Double.isNaN(resident) ? now : Math.max(resident, now);
    double samples = 0;
    for (Row row : rows) {
      OfSource of = sources.computeIfAbsent(row, key -> new OfSource());
      of.shortest = Math.min(of.shortest, interval.amount(row, SelfColumns.SELF_SOURCE_PERIOD));
      of.longest = Math.max(of.longest, interval.amount(row, SelfColumns.SELF_SOURCE_PERIOD));
      of.samples += interval.growth(row, SelfColumns.SELF_SOURCE_SAMPLES);
      of.late += interval.growth(row, SelfColumns.SELF_SOURCE_LATE);
      of.bytes += interval.growth(row, SelfColumns.SELF_SOURCE_BYTES);
      of.read += interval.growth(row, SelfColumns.SELF_SOURCE_READ);
      of.parse += interval.growth(row, SelfColumns.SELF_SOURCE_PARSE);
      samples += interval.growth(row, SelfColumns.SELF_SOURCE_SAMPLES);
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
  public List<String> countedInTicks() {
    return figures.countedInTicks();
  }

  @Override
  public int gaps() {
    return figures.gaps();
  }

  /** The figures over time. */
  SourceFigures figures() {
    return figures;
  }

  /**
   * The cost of a source; missing numbers are NaN.
   *
   * @param source its name
   * @param shortestPeriod the shortest period in nanoseconds, like the longest one
   * @param bytes the mean for a sample, like the times for reading and parsing it, in nanoseconds
   * @param percent the share of the time that its samples took
   */
  record SourceCost(
      String source,
      double shortestPeriod,
      double longestPeriod,
      double samples,
      double late,
      double bytes,
      double readNanos,
      double parseNanos,
      double percent) {}

  /** Each source, the most expensive first. */
  List<SourceCost> ofSources() {
    return sources.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.comparingDouble(OfSource::nanos).reversed()))
        .map(
            entry -> {
              OfSource of = entry.getValue();
              return new SourceCost(
                  entry.getKey().label("source"),
                  of.shortest,
                  of.longest,
                  of.samples,
                  of.late,
                  of.bytes / of.samples,
                  of.read / of.samples,
                  of.parse / of.samples,
                  percent(of.nanos()));
            })
        .toList();
  }

  /** A line for each of {@link #ofSources}, with a text for each of {@link #HEADS}. */
  List<List<String>> lines() {
    return ofSources().stream().map(OwnCost::line).toList();
  }

  private static List<String> line(SourceCost of) {
    return List.of(
        of.source,
        period(of),
        count(of.samples),
        count(of.late),
        amount("bytes", of.bytes),
        amount("µs", of.readNanos / 1e3),
        amount("µs", of.parseNanos / 1e3),
        percentText(of.percent));
  }

  private static String period(SourceCost of) {
    String shortest = Times.duration((long) of.shortestPeriod);
    return of.shortestPeriod == of.longestPeriod
        ? shortest
        : shortest + " to " + Times.duration((long) of.longestPeriod);
  }

  private double percent(double ofNanos) {
    return ofNanos / 1e9 / seconds * 100;
  }

  private static String percentText(double percent) {
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

  /** The explanation of the columns of {@link #lines}. */
  static final String MEANING =
      "size, read and parse: means for each sample; parse is everything except the read. time: the"
          + " share of the time that samples took, including whatever else ran on that CPU.";

  /**
   * The total cost; unknown numbers are NaN.
   *
   * @param cpuPercent the share of one CPU
   * @param resident the most memory, in bytes
   * @param allocated the bytes allocated in a second
   * @param written the bytes written
   * @param writtenPerSample the bytes written for each sample, without those of the beginning
   * @param late the number of skipped ticks
   * @param samplesPercent the share of the time that samples took
   * @param readPercent the share of the time that reading took
   */
  record Total(
      double cpuPercent,
      double resident,
      double allocated,
      double written,
      double writtenPerSample,
      double late,
      double samplesPercent,
      double readPercent) {}

  /** The total cost. */
  Total total() {
    Collection<OfSource> all = sources.values();
    return new Total(
        percent(cpu),
        resident,
        allocated / seconds,
        written,
        samplesLater == 0 ? Double.NaN : writtenLater / samplesLater,
        all.stream().mapToDouble(of -> of.late).sum(),
        percent(all.stream().mapToDouble(OfSource::nanos).sum()),
        percent(all.stream().mapToDouble(of -> of.read).sum()));
  }

  /** The total cost in sentences. */
  String sentence() {
    if (figures.intervals().size() == 0) {
      return "";
    }
    Total total = total();
    List<String> parts = new ArrayList<>();
    if (!Double.isNaN(total.cpuPercent)) {
      parts.add(percentText(total.cpuPercent) + " of one CPU");
    }
    if (!Double.isNaN(total.resident)) {
      parts.add(amount("bytes", total.resident) + " of memory at most");
    }
    if (!Double.isNaN(total.allocated)) {
      parts.add(amount("bytes/s", total.allocated).replace("/s", " a second allocated"));
    }
    if (!Double.isNaN(total.written)) {
      parts.add(
          amount("bytes", total.written)
              + " written"
              + (Double.isNaN(total.writtenPerSample)
                  ? ""
                  : ", " + amount("bytes", total.writtenPerSample) + " a sample"));
    }
    parts.add(
        total.late == 0
            ? "no late ticks"
            : count(total.late) + (total.late == 1 ? " late tick" : " late ticks"));
    return "Cost of recording: %s. Taking samples took %s of the time, reading alone %s%s."
        .formatted(
            String.join("; ", parts),
            percentText(total.samplesPercent),
            percentText(total.readPercent),
            total.cpuPercent > total.samplesPercent
                ? "; the rest is the JVM, waking up and writing"
                : "");
  }
}
