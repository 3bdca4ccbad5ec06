package io.github.procfs4j.cli.report;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.process.Processes;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.sampling.Self;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The samples of a recording as the report looks at them: so many of each source that the time it
 * takes is bounded by the length of the recording.
 *
 * <p>A sample in which nothing changed takes three bytes in the file, however many rows it has, and
 * each of them is looked at. Where that is far more than the length justifies, only some of the
 * samples are looked at.
 */
final class Samples {
  /** So many figures are computed, however short a recording is. */
  static final long FIGURES = 5_000_000;

  /** So many more are for each of its bytes. */
  static final long FIGURES_A_BYTE = 4;

  /** So many numbers are looked at as fast as a figure is computed. */
  private static final int NUMBERS_A_FIGURE = 4;

  /** What it costs to find a row again, in figures. */
  private static final double ROW = 1;

  /** What a row of the process table costs in which nothing changed, in figures. */
  private static final double PROCESS = 1.5;

  /** So many rows of a sample fit the caches of a processor: more take several times as long. */
  private static final int ROWS_IN_CACHE = 2_000;

  private static final double BEYOND_CACHE = 4;

  /** What a sample of the process table costs without its rows, in figures. */
  private static final double CENSUS = 50;

  private static final Map<String, List<Figure>> KNOWN =
      Stream.concat(Procfs.sampledFiles().stream(), Procfs.sampledProcessFiles().stream())
          .collect(
              Collectors.toMap(
                  file -> file.source().name(),
                  file -> file.figures(),
                  (one, other) -> Stream.concat(one.stream(), other.stream()).toList()));

  private final Recording recording;
  private final double most;

  Samples(Recording recording) {
    this.recording = recording;
    most =
        share(
            recording.sources().stream().mapToDouble(Samples::figuresOfAll),
            FIGURES + (double) FIGURES_A_BYTE * recording.bytes());
  }

  Recording recording() {
    return recording;
  }

  /** The samples of a source. */
  Playback of(RecordedSource source) {
    return new EveryNth(recording.playback(source), source.samples(), step(source));
  }

  /** Of how many samples of a source one is looked at. */
  long step(RecordedSource source) {
    double step = Math.ceil(figuresOfAll(source) / most);
    return step > 1 ? (long) step : 1;
  }

  /** Whether to look at so many numbers is within the share of a source. */
  boolean isWithin(long numbers) {
    return numbers <= NUMBERS_A_FIGURE * most;
  }

  /** How much each may have at most, so that all together have no more than there is. */
  static double share(DoubleStream wanted, double all) {
    double[] ascending = wanted.sorted().toArray();
    double left = all;
    for (int i = 0; i < ascending.length; i++) {
      double share = left / (ascending.length - i);
      if (ascending[i] > share) {
        return share;
      }
      left -= ascending[i];
    }
    return all;
  }

  /** How many figures are computed of all its samples, rows and samples counted as some. */
  private static double figuresOfAll(RecordedSource source) {
    if (Processes.isSource(source.name())) {
      boolean isLarge = source.rows() > ROWS_IN_CACHE * source.samples();
      return (ROW + PROCESS) * (isLarge ? BEYOND_CACHE : 1) * source.rows()
          + CENSUS * source.samples();
    }
    List<Figure> known = figures(source);
    double ofRows = known.isEmpty() ? source.cells() : (double) mostOfRow(known) * source.rows();
    return ofRows + ROW * source.rows() + source.samples();
  }

  /** How many figures a row has at most. */
  private static long mostOfRow(List<Figure> figures) {
    return figures.stream()
        .collect(Collectors.groupingBy(Figure::table, Collectors.counting()))
        .values()
        .stream()
        .max(Comparator.naturalOrder())
        .orElse(0L);
  }

  /** The figures that are known of a source; none if it is not known. */
  static List<Figure> figures(RecordedSource source) {
    return source.name().equals(Self.NAME)
        ? Self.FIGURES
        : KNOWN.getOrDefault(source.name(), List.of());
  }
}
