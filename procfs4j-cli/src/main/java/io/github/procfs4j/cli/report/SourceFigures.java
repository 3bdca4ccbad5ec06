package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Kind;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Layout.TableLayout;
import io.github.procfs4j.model.Playback;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import io.github.procfs4j.recording.RecordedSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All figures of a source over the intervals of a recording, computed in one pass.
 *
 * <p>Which figures those are, the source's class says. For a source that has none there, or that is
 * not known here, they are made from the columns as recorded: counters as rates, gauges as they
 * stand. In both cases {@link PresumedCounters} are added.
 */
final class SourceFigures implements Findings {
  /** So many tables are told of at most. */
  private static final int TABLES = 100;

  private final RecordedSource source;
  private final long step;
  private final Intervals intervals = new Intervals();
  private final Map<String, TableFigures> tables = new LinkedHashMap<>();
  private final Map<Row, RowFigures> rows = new HashMap<>();
  private final List<Figure> known;
  private final PresumedCounters presumed;
  private @Nullable Boolean isKnown;
  private int gaps;

  private SourceFigures(RecordedSource source, long step, PresumedCounters presumed) {
    this.source = source;
    this.step = step;
    this.presumed = presumed;
    known = Samples.figures(source);
  }

  /** Those of the intervals that lie in {@code span}. */
  static SourceFigures of(Samples samples, RecordedSource source, Span span) {
    long step = samples.step(source);
    // What fell in a sample that is not looked at is not known.
    PresumedCounters presumed =
        step == 1 && samples.isWithin(source.cells())
            ? PresumedCounters.of(samples.of(source))
            : PresumedCounters.none();
    SourceFigures figures = new SourceFigures(source, step, presumed);
    figures.run(
        new Interval(
            samples.of(source),
            orNaN(samples.recording().facts().pageSize()),
            orNaN(samples.recording().facts().ticksPerSecond())),
        samples.recording().startNanos(),
        span);
    return figures;
  }

  /** NaN where the recording does not state a number of its machine. */
  static double orNaN(OptionalInt fact) {
    return fact.isPresent() ? fact.getAsInt() : Double.NaN;
  }

  /**
   * Those of samples from anywhere.
   *
   * @param origin the monotonic time from which seconds are counted
   */
  static SourceFigures of(RecordedSource source, Playback samples, long origin, Span span) {
    SourceFigures figures = new SourceFigures(source, 1, PresumedCounters.none());
    figures.run(new Interval(samples), origin, span);
    return figures;
  }

  /** A row as it stands in the layout at hand, and where its figures go. */
  private record Place(Row row, List<Figure> wanted, RowFigures figures) {}

  private void run(Interval interval, long origin, Span span) {
    Layout layout = new Layout.Builder().build();
    List<Place> places = List.of();
    while (interval.next()) {
      if (!span.holds(interval.fromNanos(), interval.toNanos())) {
        continue;
      }
      if (interval.layout() != layout) {
        layout = interval.layout();
        places = places(layout);
      }
      intervals.add((interval.fromNanos() - origin) / 1e9, (interval.toNanos() - origin) / 1e9);
      gaps += interval.isAfterGap() ? 1 : 0;
      for (Place place : places) {
        place.figures.add(interval, place.wanted, place.row);
      }
    }
    rows.values().forEach(RowFigures::end);
  }

  private List<Place> places(Layout layout) {
    if (isKnown == null) {
      isKnown = hasTablesOfFigures(layout);
    }
    List<Place> places = new ArrayList<>();
    for (TableLayout table : layout.tables()) {
      List<Figure> wanted = figures(table);
      for (Row row : wanted.isEmpty() ? List.<Row>of() : table.rows()) {
        places.add(new Place(row, wanted, rows.computeIfAbsent(row, this::newRow)));
      }
    }
    return places;
  }

  /**
   * Whether the tables are those that the file's figures are of. Of a text whose version is not
   * known they are empty, and others are not.
   */
  private boolean hasTablesOfFigures(Layout layout) {
    boolean isEmpty = layout.tables().stream().allMatch(table -> table.rows().isEmpty());
    return known.stream()
        .flatMap(figure -> layout.table(figure.table()).stream())
        .anyMatch(table -> isEmpty || !table.rows().isEmpty());
  }

  private RowFigures newRow(Row row) {
    RowFigures added = new RowFigures(row, intervals);
    tableFigures(row.table()).rows().add(added);
    return added;
  }

  private TableFigures tableFigures(Table table) {
    return tables.computeIfAbsent(table.name(), name -> new TableFigures());
  }

  private List<Figure> figures(TableLayout layout) {
    Table table = layout.table();
    List<Figure> figures = tableFigures(table).figures();
    if (Boolean.TRUE.equals(isKnown)) {
      if (figures.isEmpty()) {
        known.stream().filter(figure -> figure.table().equals(table.name())).forEach(figures::add);
      }
    } else {
      for (Column column : layout.columns()) {
        if (column.kind() != Kind.IDENTIFIER && tableFigures(table).isNew(column.name())) {
          figures.add(figure(table, column));
        }
      }
    }
    for (Figure rate : presumed.figures(layout)) {
      if (tableFigures(table).isNew(rate.name())) {
        figures.add(rate);
      }
    }
    return figures;
  }

  private static Figure figure(Table table, Column column) {
    String unit =
        switch (column.unit().name()) {
          case "count", "none" -> "";
          case "seconds" -> "s";
          case "milliseconds" -> "ms";
          case "microseconds" -> "µs";
          case "nanoseconds" -> "ns";
          default -> column.unit().name();
        };
    return column.kind() == Kind.COUNTER
        ? Figure.rate(table, column.name(), unit + "/s", column)
        : Figure.gauge(table, column.name(), unit, column);
  }

  @Override
  public RecordedSource source() {
    return source;
  }

  @Override
  public long step() {
    return step;
  }

  @Override
  public Intervals intervals() {
    return intervals;
  }

  @Override
  public int gaps() {
    return gaps;
  }

  /** The figures that the source's class defines, whether their tables are there or not. */
  List<Figure> known() {
    return known;
  }

  /** The tables that have figures, as far as they are told of. */
  List<TableFigures> tables() {
    return withFigures().limit(TABLES).toList();
  }

  private Stream<TableFigures> withFigures() {
    Collection<TableFigures> all = tables.values();
    return all.stream().filter(table -> !table.figures().isEmpty());
  }

  /** What is left out as there is so much of it, in sentences. */
  List<String> leftOut() {
    List<String> leftOut = new ArrayList<>();
    long count = withFigures().count();
    if (count > TABLES) {
      leftOut.add("%,d tables, of which %,d are told of".formatted(count, TABLES));
    }
    if (withFigures().anyMatch(TableFigures::isCut)) {
      leftOut.add("of columns, %,d of a table are told of".formatted(TableFigures.COLUMNS));
    }
    return leftOut;
  }
}
