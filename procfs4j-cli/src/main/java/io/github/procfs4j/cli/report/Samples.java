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
 * <p>Figures are computed of rows that changed, and so hardly ever more of them than the length
 * justifies. Where they are, only some of the samples are looked at.
 */
class Samples {
  /** So many figures may be computed, however short a recording is. */
  static final long FIGURES = 500_000;

  /** So many more for each of its bytes. */
  static final long FIGURES_A_BYTE = 2;

  /** How much of what is left is aimed at by leaving out samples. */
  private static final double AIM = 0.7;

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
  private double spent;

  Samples(Recording recording) {
    this(
        recording,
        share(
            recording.sources().stream().mapToDouble(Samples::figuresOfAll),
            FIGURES + (double) FIGURES_A_BYTE * recording.bytes()));
  }

  /** Those of which so many figures of each source may be computed. */
  Samples(Recording recording, double most) {
    this.recording = recording;
    this.most = most;
  }

  Recording recording() {
    return recording;
  }

  /** The samples of a source, of which one of {@code step} is looked at. */
  Playback of(RecordedSource source, long step) {
    Playback all = recording.playback(source);
    return step == 1 ? all : new EveryNth(all, source.samples(), step);
  }

  /** Something that is made of one of so many samples, and given up when the budget is spent. */
  interface Look<T> {
    T at(long step, Budget budget);
  }

  /** Makes something of as many samples of a source as its share of all figures allows. */
  <T> T look(RecordedSource source, Look<T> look) {
    long surely = Math.max(1, (long) Math.ceil(figuresOfAll(source) / most));
    long step = 1;
    while (step < surely) {
      Budget budget = new Budget(most);
      T made = look.at(step, budget);
      spent += budget.spent();
      if (!budget.isExceeded()) {
        return made;
      }
      double share = budget.intervals() * step / (double) source.samples();
      step = step > 1 ? surely : Math.clamp((long) Math.ceil(step / share / AIM), 2, surely);
    }
    Budget unlimited = Budget.unlimited();
    T made = look.at(surely, unlimited);
    spent += unlimited.spent();
    return made;
  }

  /** How many figures were computed until now. */
  double spent() {
    return spent;
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

  /**
   * How many figures are computed of all its samples at most, rows and samples counted as some: if
   * everything changed from each sample to the next.
   */
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
