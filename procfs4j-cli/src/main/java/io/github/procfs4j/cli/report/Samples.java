package io.github.procfs4j.cli.report;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.slots.SlotLayout;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.processes.WaitTable;
import io.github.procfs4j.processes.Waits;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.sampling.Self;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The samples of a recording that the report examines: the number for each source is limited so
 * that the time is bounded by the length of the recording.
 *
 * <p>Figures are computed for rows that changed, so their number rarely exceeds what the length
 * justifies. If it does, only some of the samples are examined.
 */
public class Samples {
  /** The number of figures that may be computed for any recording, however short. */
  static final long FIGURES = 500_000;

  /** The number of additional figures for each of its bytes. */
  static final long FIGURES_A_BYTE = 2;

  /** The part of the remaining figures to aim at when samples are left out. */
  private static final double AIM = 0.7;

  /** By how much a forecast may be too low. */
  private static final double SLACK = 1.5;

  /** The cost of an interval without its figures, in figures. */
  public static final double INTERVAL = 0.3;

  /** The cost of finding a row again, in figures. */
  private static final double ROW = 1;

  /** The cost of each row of the sample if figures are computed from other rows as well. */
  public static final double OTHER_ROW = 1;

  /** The cost of an unchanged row of the process table, in figures. */
  private static final double PROCESS = 1.5;

  /**
   * The number of rows of a sample that fit in the caches of a processor: more take several times
   * as long.
   */
  private static final int ROWS_IN_CACHE = 2_000;

  private static final double PROCESS_BEYOND_CACHE = 4;

  private static final double BEYOND_CACHE = 3;

  /** So many columns of a row cost nothing extra; the cost of each further one for each figure. */
  private static final int FEW_COLUMNS = 64;

  private static final double COLUMN = 1.0 / 16;

  /** The cost of a sample of the process table without its rows, in figures. */
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

  /** Creates the samples of a recording. */
  public Samples(Recording recording) {
    this(
        recording,
        share(
            recording.sources().stream().mapToDouble(Samples::figuresOfAll),
            FIGURES + (double) FIGURES_A_BYTE * recording.bytes()));
  }

  /** Creates samples with this limit on the number of figures. */
  Samples(Recording recording, double most) {
    this.recording = recording;
    this.most = most;
  }

  /** The recording. */
  public Recording recording() {
    return recording;
  }

  /** The samples of a source, of which every {@code step}-th is examined. */
  public Playback of(RecordedSource source, long step) {
    Playback all = recording.playback(source);
    return step == 1 ? all : new EveryNth(all, source.samples(), step);
  }

  /** A computation over every n-th sample, abandoned when the budget is spent. */
  public interface Look<T> {
    /** Computes something from every {@code step}-th sample, as far as the budget allows. */
    T at(long step, Budget budget);
  }

  /** Performs a computation over as many samples of a source as its share of all figures allows. */
  public <T> T look(RecordedSource source, Look<T> look) {
    long surely = surely(source);
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
    return at(surely, look);
  }

  /**
   * Performs a computation of these figures over as many samples as its share of all figures
   * allows. How many these are is determined beforehand.
   */
  public <T> T look(RecordedSource source, Span span, List<Figure> figures, Look<T> look) {
    if (Processes.isSource(source.name())) {
      return look(source, look);
    }
    long surely = surely(source);
    if (surely > 1) {
      Forecast forecast = Forecast.of(interval(source), span, figures);
      spent += forecast.cost();
      long step = forecast.step(most);
      if (step < surely) {
        Budget budget = new Budget(SLACK * most);
        T made = look.at(step, budget);
        spent += budget.spent();
        if (!budget.isExceeded()) {
          return made;
        }
      }
    }
    return at(surely, look);
  }

  private Interval interval(RecordedSource source) {
    return new Interval(
        of(source, 1),
        Samples.orNaN(recording.facts().pageSize()),
        Samples.orNaN(recording.facts().ticksPerSecond()));
  }

  private <T> T at(long step, Look<T> look) {
    Budget unlimited = Budget.unlimited();
    T made = look.at(step, unlimited);
    spent += unlimited.spent();
    return made;
  }

  /** A step with which the figures do not exceed the share, whatever changes. */
  private long surely(RecordedSource source) {
    return Math.max(1, (long) Math.ceil(figuresOfAll(source) / most));
  }

  /**
   * The cost of a row in an interval.
   *
   * @param figures the number of its figures
   * @param columns the number of its columns: some figures are computed from all of them
   * @param rows the number of rows of the sample
   */
  public static double costOfRow(double figures, double columns, long rows) {
    double ofFigures = figures * (1 + COLUMN * Math.max(0, columns - FEW_COLUMNS));
    return (ROW + ofFigures) * (rows > ROWS_IN_CACHE ? BEYOND_CACHE : 1);
  }

  /** The number of figures computed so far. */
  double spent() {
    return spent;
  }

  /** The limit for each, so that all together do not exceed the total. */
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
   * The greatest number of figures that all its samples may need, including the cost of rows and
   * samples: if everything changed in each sample.
   */
  private static double figuresOfAll(RecordedSource source) {
    boolean isLarge = source.rows() > ROWS_IN_CACHE * source.samples();
    if (Processes.isSource(source.name())) {
      return (ROW + PROCESS) * (isLarge ? PROCESS_BEYOND_CACHE : 1) * source.rows()
          + CENSUS * source.samples();
    }
    List<Figure> known = figures(source);
    double columns = source.cells() / (double) Math.max(1, source.rows());
    double figures = known.isEmpty() ? columns : mostOfRow(known);
    return (costOfRow(figures, columns, source.rows() / Math.max(1, source.samples())) + OTHER_ROW)
            * source.rows()
        + source.samples();
  }

  /** The greatest number of figures of a row. */
  private static long mostOfRow(List<Figure> figures) {
    return figures.stream()
        .collect(Collectors.groupingBy(Figure::table, Collectors.counting()))
        .values()
        .stream()
        .max(Comparator.naturalOrder())
        .orElse(0L);
  }

  /** The known figures of a source; none if the source is not known. */
  public static List<Figure> figures(RecordedSource source) {
    return source.name().equals(Self.NAME)
        ? Self.FIGURES
        : Waits.isSource(source.name())
            ? WaitTable.FIGURES
            : KNOWN.getOrDefault(source.name(), List.of());
  }

  /** The number, or NaN if the recording does not state it. */
  public static double orNaN(OptionalInt fact) {
    return fact.isPresent() ? fact.getAsInt() : Double.NaN;
  }

  /** The number of rows of a layout, including free slots. */
  public static long rowsOf(Layout layout) {
    return layout instanceof SlotLayout slots
        ? slots.slots()
        : layout.tables().stream().mapToLong(table -> table.rows().size()).sum();
  }
}
