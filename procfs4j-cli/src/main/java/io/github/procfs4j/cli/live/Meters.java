package io.github.procfs4j.cli.live;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.cli.report.Headline;
import io.github.procfs4j.cli.report.RunningSummary;
import io.github.procfs4j.cli.screens.Gauge;
import io.github.procfs4j.cli.screens.Moment;
import io.github.procfs4j.cli.screens.Section;
import io.github.procfs4j.cli.screens.Strip;
import io.github.procfs4j.cli.screens.Tasks;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.processes.Processes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The values that the screens show, from intervals of all sources: whether samples are just taken,
 * or those of an earlier time are played. What is shown of the machine is what the rules of the
 * summary look at, and the parts of which it consists.
 */
final class Meters {
  /** The number of values in a curve. */
  static final int POINTS = 120;

  /** Of how many steps values are kept: ten minutes, ten times a second. */
  private static final int MOST = 6_000;

  private static final List<Headline> HEADLINES = Headline.all();

  private static final Map<String, List<Figure>> FIGURES =
      Procfs.sampledFiles().stream()
          .collect(Collectors.toMap(file -> file.source().name(), file -> file.figures()));

  /** The first one of each resource, of which the parts are shown. */
  private static final Set<Headline> FIRST =
      HEADLINES.stream()
          .collect(Collectors.toMap(Headline::resource, each -> each, (one, other) -> one))
          .values()
          .stream()
          .collect(Collectors.toSet());

  private final RunningSummary summary = new RunningSummary();

  /** By source, and by row, in the order of the text. */
  private final Map<String, Map<Row, Map<String, Meter>>> meters = new HashMap<>();

  private final Map<String, TasksOfSource> tasks = new HashMap<>();
  private final Owners owners;
  private boolean hasThreads;
  private int points = POINTS;

  Meters(Owners owners) {
    this.owners = owners;
  }

  /** The processes and threads of a source. */
  private record TasksOfSource(Tasks processes, Tasks threads) {}

  /** A figure of a row, and its last values. */
  private static final class Meter {
    private final Figure figure;
    private float[] values = new float[POINTS];
    private int count;
    private double value;

    Meter(Figure figure) {
      this.figure = figure;
    }

    void add(double now) {
      value = now;
      if (count == values.length && count < MOST) {
        values = Arrays.copyOf(values, Math.min(2 * count, MOST));
      }
      values[count % values.length] = (float) now;
      count = count == 2 * MOST - 1 ? MOST : count + 1; // the same place, and never too great
    }

    Gauge gauge(int points) {
      return new Gauge(figure, value, inOrder(points));
    }

    private float[] inOrder(int points) {
      int size = Math.min(Math.min(count, values.length), points);
      float[] ordered = new float[size];
      for (int i = 0; i < size; i++) {
        ordered[i] = values[(count - size + i) % values.length];
      }
      return ordered;
    }
  }

  /** Whether threads are wanted from the next interval on. */
  void withThreads(boolean wanted) {
    hasThreads = wanted;
  }

  /** How many values curves have from the next moment on. */
  void withPoints(int wanted) {
    points = wanted;
  }

  /** Whether something of this source is shown. */
  static boolean needs(String source) {
    return Processes.isSource(source)
        || Owners.isSource(source)
        || HEADLINES.stream().anyMatch(headline -> headline.source().equals(source));
  }

  /** The figure of a source with this name; empty if it is not known. */
  static Optional<Figure> figure(String source, String table, String name) {
    return FIGURES.getOrDefault(source, List.of()).stream()
        .filter(figure -> figure.table().equals(table) && figure.name().equals(name))
        .findFirst();
  }

  /** Adds the next interval of a source. */
  void add(String source, Interval interval) {
    summary.add(source, interval);
    owners.add(source, interval);
    if (Processes.isSource(source)) {
      tasks.put(
          source,
          new TasksOfSource(
              TaskTable.of(interval, ProcessTable.PROCESS, owners),
              hasThreads ? TaskTable.of(interval, ProcessTable.THREAD, owners) : Tasks.NONE));
      return;
    }
    Map<Row, Map<String, Meter>> before = meters.getOrDefault(source, Map.of());
    Map<Row, Map<String, Meter>> now = new LinkedHashMap<>();
    for (Headline headline : HEADLINES) {
      if (headline.source().equals(source)) {
        interval
            .layout()
            .table(headline.table())
            .ifPresent(table -> add(headline, table, interval, before, now));
      }
    }
    meters.put(source, now);
  }

  private static void add(
      Headline headline,
      TableLayout table,
      Interval interval,
      Map<Row, Map<String, Meter>> before,
      Map<Row, Map<String, Meter>> now) {
    boolean isFirst = FIRST.contains(headline);
    for (Row row : table.rows()) {
      if (!headline.rows().test(row)) {
        continue;
      }
      Map<String, Meter> old = before.getOrDefault(row, Map.of());
      Map<String, Meter> ofRow = now.computeIfAbsent(row, key -> new LinkedHashMap<>());
      for (Figure figure : FIGURES.getOrDefault(headline.source(), List.of())) {
        boolean isWanted =
            figure.table().equals(headline.table())
                && (headline.figures().contains(figure.name()) || (isFirst && figure.isPart()));
        if (isWanted && !ofRow.containsKey(figure.name())) {
          Meter meter = old.getOrDefault(figure.name(), new Meter(figure));
          meter.add(figure.value(interval, row));
          ofRow.put(figure.name(), meter);
        }
      }
    }
  }

  /** Forgets a source that can no longer be read: what it had is not what it has. */
  void forget(String source) {
    meters.remove(source);
    tasks.remove(source);
  }

  /** What is known now. */
  Moment moment(long nanos, Optional<Instant> time) {
    Map<String, List<Strip>> strips = new LinkedHashMap<>();
    Map<List<Object>, List<Gauge>> gauges = new LinkedHashMap<>();
    Map<List<Object>, String> resources = new HashMap<>();
    for (Headline headline : HEADLINES) {
      meters
          .getOrDefault(headline.source(), Map.of())
          .forEach(
              (row, ofRow) -> {
                if (row.table().name().equals(headline.table()) && headline.rows().test(row)) {
                  List<Object> key = List.of(headline.source(), row);
                  resources.putIfAbsent(key, headline.resource());
                  List<Gauge> mine = gauges.computeIfAbsent(key, it -> new ArrayList<>());
                  headline.figures().stream()
                      .filter(ofRow::containsKey)
                      .map(ofRow::get)
                      .filter(meter -> mine.stream().noneMatch(has(meter)))
                      .forEach(meter -> mine.add(meter.gauge(points)));
                }
              });
    }
    gauges.forEach(
        (key, mine) -> {
          String source = (String) key.getFirst();
          Row row = (Row) key.getLast();
          addParts(mine, meters.getOrDefault(source, Map.of()).getOrDefault(row, Map.of()));
          strips
              .computeIfAbsent(resources.get(key), name -> new ArrayList<>())
              .add(new Strip(source, name(row), mine));
        });
    TasksOfSource most =
        tasks.values().stream()
            .max(Comparator.comparingInt(each -> each.processes().tasks().size()))
            .orElse(new TasksOfSource(Tasks.NONE, Tasks.NONE));
    return new Moment(
        nanos,
        time,
        strips.entrySet().stream()
            .map(entry -> new Section(entry.getKey(), entry.getValue()))
            .toList(),
        summary.verdicts().stream()
            .map(verdict -> new Moment.Verdict(verdict.resource(), verdict.text()))
            .toList(),
        most.processes(),
        most.threads());
  }

  /** The labels, after the name of the first one if that is only a number, such as of a CPU. */
  static String name(Row row) {
    String labels = String.join(" ", row.labels());
    boolean isNumber = !labels.isEmpty() && labels.chars().allMatch(Character::isDigit);
    return isNumber ? row.table().labels().getFirst() + " " + labels : labels;
  }

  private static Predicate<Gauge> has(Meter meter) {
    return gauge -> gauge.figure().equals(meter.figure);
  }

  private static void addParts(List<Gauge> gauges, Map<String, Meter> ofRow) {
    ofRow.values().stream()
        .filter(meter -> meter.figure.isPart())
        .filter(meter -> gauges.stream().noneMatch(has(meter)))
        .forEach(meter -> gauges.add(meter.gauge(0)));
  }
}
