package io.github.procfs4j.cli.report;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.processes.ProcessFigures;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.processes.Processes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is worth mentioning now: the rules of the summary, applied to the last ten seconds of
 * samples that are still coming. A total is that of these ten seconds.
 *
 * <p>The rules that need more than figures of a row over ten seconds are not applied: those about
 * the growth of memory, garbage collection and locks.
 */
public final class RunningSummary {
  private static final double NANOS = 1e9;

  /** A window may be shorter by this part, because samples are not exactly a period apart. */
  private static final double NEARLY = 1.05;

  private final Map<String, List<Rule>> rules = new HashMap<>();
  private final Map<Key, Window> windows = new HashMap<>();

  /** The intervals of the last ten seconds of each source. */
  private final Map<String, ArrayDeque<Part>> covered = new HashMap<>();

  /** The number of CPUs, in the last interval of the source that shows them; 0 before it. */
  private long cpus;

  /** What a window is about. */
  private record Key(String source, Rule rule, Row row, String figure) {}

  /**
   * A verdict.
   *
   * @param resource the resource
   * @param text what is worth mentioning about it, with the rule
   */
  public record Verdict(String resource, String text) {}

  /**
   * Adds an interval between samples of a source; intervals of a source must be added in order.
   *
   * @param source the name of the source
   */
  public void add(String source, Interval interval) {
    List<Rule> mine = rules.computeIfAbsent(source, RunningSummary::rules);
    if (mine.isEmpty()) {
      return;
    }
    long from = interval.toNanos() - Math.round(Watch.SECONDS * NEARLY * NANOS);
    ArrayDeque<Part> times = covered.computeIfAbsent(source, name -> new ArrayDeque<>());
    times.addLast(new Part(interval.fromNanos(), interval.toNanos(), 0, 0));
    // If samples are further apart than ten seconds, the last interval alone counts.
    long earliest = Math.min(from, interval.fromNanos());
    while (times.getFirst().fromNanos < earliest) {
      times.removeFirst();
    }
    for (Rule rule : mine) {
      TableLayout table = interval.layout().table(rule.watch().table()).orElse(null);
      if (table != null) {
        countCpus(rule, interval);
        add(rule, table, source, interval);
      }
    }
    windows
        .entrySet()
        .removeIf(
            entry -> entry.getKey().source().equals(source) && !entry.getValue().forget(earliest));
  }

  private static List<Rule> rules(String source) {
    return Rules.ALL.stream()
        .filter(rule -> rule.watch().kind() != Watch.Kind.OTHER && rule.watch().isOf(source))
        .toList();
  }

  private void countCpus(Rule rule, Interval interval) {
    if (rule.watch().kind() == Watch.Kind.MEAN_PER_CPU) {
      cpus =
          interval.layout().table("cpu").stream()
              .flatMap(table -> table.rows().stream())
              .filter(row -> !TableFigures.isOfAll(row))
              .count();
    }
  }

  private void add(Rule rule, TableLayout table, String source, Interval interval) {
    List<Figure> figures =
        figures(source).stream()
            .filter(figure -> figure.table().equals(rule.watch().table()))
            .filter(figure -> rule.watch().figures().contains(figure.name()))
            .toList();
    for (Row row : table.rows()) {
      if (rule.watch().rows().test(row)) {
        for (Figure figure : figures) {
          add(new Key(source, rule, row, figure.name()), figure, interval, row);
        }
      }
    }
  }

  private void add(Key key, Figure figure, Interval interval, Row row) {
    double value = figure.value(interval, row);
    Window window = windows.get(key);
    // Most processes use nothing; a window is only needed from the first value above zero on.
    if (window == null && !(value > 0)) {
      return;
    }
    if (window == null) {
      window = new Window(row);
      windows.put(key, window);
    }
    boolean isByTime = figure.weight().equals(Figure.SECONDS);
    double weight = isByTime ? Double.NaN : figure.weight().applyAsDouble(interval, row);
    window.add(new Part(interval.fromNanos(), interval.toNanos(), value, weight), row);
  }

  private static List<Figure> figures(String source) {
    return Processes.isSource(source)
        ? Figures.OF_PROCESSES
        : Figures.BY_SOURCE.getOrDefault(source, List.of());
  }

  /** What is known of the sources that rules look at. */
  private static final class Figures {
    static final List<Figure> OF_PROCESSES = new ArrayList<>();
    static final Map<String, List<Figure>> BY_SOURCE =
        Procfs.sampledFiles().stream()
            .filter(file -> Rules.look(file.source().name()))
            .collect(Collectors.toMap(file -> file.source().name(), file -> file.figures()));

    static {
      OF_PROCESSES.addAll(ProcessFigures.of(ProcessTable.PROCESS));
      OF_PROCESSES.addAll(ProcessFigures.of(ProcessTable.THREAD));
    }
  }

  /** What is worth mentioning now, by resource; of each the most important first. */
  public List<Verdict> verdicts() {
    List<Verdict> verdicts = new ArrayList<>();
    Set<String> met = new HashSet<>();
    for (Rule rule : Rules.ALL) {
      List<Peak> peaks =
          windows.entrySet().stream()
              .filter(entry -> entry.getKey().rule().equals(rule))
              .map(entry -> peak(entry.getKey(), entry.getValue()))
              .filter(peak -> rule.isMet(peak.value()))
              .sorted(Comparator.comparingDouble(Peak::value).reversed())
              .toList();
      if (!peaks.isEmpty()) {
        met.add(rule.name());
        if (!met.contains(rule.unless())) {
          verdicts.add(new Verdict(rule.resource().text(), text(rule, peaks)));
        }
      }
    }
    return verdicts;
  }

  private static String text(Rule rule, List<Peak> peaks) {
    return "%s: %s%s [%s]"
        .formatted(
            rule.aspect(),
            rule.text(peaks.getFirst()),
            peaks.size() == 1 ? "" : ", and %,d more".formatted(peaks.size() - 1),
            rule.condition());
  }

  private Peak peak(Key key, Window window) {
    Rule rule = key.rule();
    double seconds =
        covered.getOrDefault(key.source(), new ArrayDeque<>()).stream()
            .mapToDouble(Part::seconds)
            .sum();
    double value =
        switch (rule.watch().kind()) {
          case TOTAL -> window.total();
          case MEAN_PER_CPU -> window.mean(seconds) / cpus;
          default -> window.mean(seconds);
        };
    Row row = window.row;
    String name =
        row.labels().isEmpty()
            ? ""
            : rule.watch().source().equals(Watch.PROCESSES) ? new TaskUse(row).text() : name(row);
    return new Peak(name, value, 0, 0);
  }

  private static String name(Row row) {
    return row.labels().size() == 1 && row.repeat() == 0
        ? RowFigures.cut(row.labels().getFirst())
        : RowFigures.cut(row.text());
  }

  /**
   * The value of an interval; NaN if it is not known.
   *
   * @param weight its weight; NaN if it is the length of the interval
   */
  private record Part(long fromNanos, long toNanos, double value, double weight) {
    double seconds() {
      return (toNanos - fromNanos) / NANOS;
    }
  }

  /** The values of a figure of a row in the last ten seconds, and the times of its source. */
  private static final class Window {
    private Row row;
    private final ArrayDeque<Part> parts = new ArrayDeque<>();

    Window(Row row) {
      this.row = row;
    }

    void add(Part part, Row rowHere) {
      row = rowHere;
      parts.addLast(part);
    }

    /** Drops what began earlier; returns whether anything above zero is left. */
    boolean forget(long from) {
      while (!parts.isEmpty() && parts.getFirst().fromNanos < from) {
        parts.removeFirst();
      }
      return parts.stream().anyMatch(part -> part.value > 0);
    }

    double total() {
      return parts.stream()
          .filter(part -> !Double.isNaN(part.value))
          .mapToDouble(part -> part.value * part.seconds())
          .sum();
    }

    /**
     * The weighted mean; of what is weighted by time, over the time in which the source was
     * sampled: a row that was not there had 0.
     */
    double mean(double seconds) {
      double sum = 0;
      double weights = 0;
      double unknown = 0;
      boolean isByTime = false;
      for (Part part : parts) {
        if (Double.isNaN(part.value)) {
          unknown += part.seconds();
        } else if (Double.isNaN(part.weight)) {
          isByTime = true;
          sum += part.value * part.seconds();
        } else if (part.weight > 0) {
          sum += part.value * part.weight;
          weights += part.weight;
        }
      }
      double all = isByTime ? seconds - unknown : weights;
      return all > 0 ? sum / all : Double.NaN;
    }
  }
}
