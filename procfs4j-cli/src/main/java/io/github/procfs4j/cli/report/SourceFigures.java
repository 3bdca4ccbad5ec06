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
import io.github.procfs4j.processes.ProcessFigures;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.recording.RecordedSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All figures of a source over the intervals of a recording, computed in one pass.
 *
 * <p>The class of the source defines the figures. For a source without figures, or an unknown one,
 * they are created from the recorded columns: rates of counters, values of gauges. In both cases
 * {@link PresumedCounters} are added.
 */
final class SourceFigures implements Findings {
  /** The greatest number of reported tables. */
  private static final int TABLES = 100;

  /**
   * The number of figures over time that are kept for any recording, however short, and the number
   * of additional ones for each of its bytes: rows beyond that are left out.
   */
  private static final long KEPT = 100_000;

  private static final double KEPT_A_BYTE = 0.25;

  private final RecordedSource source;
  private final long step;
  private final Intervals intervals;
  private final Map<String, TableFigures> tables = new LinkedHashMap<>();
  private final Map<Row, RowFigures> rows = new HashMap<>();
  private final List<Figure> known;
  private final PresumedCounters presumed;
  private @Nullable Boolean isKnown;
  private @Nullable Layout lastLayout;
  private @Nullable Layout counted;
  private int gaps;

  /** How many more figures may be kept, and the rows for which there were no more. */
  private double mayKeep;

  /** The interval in which each thread came, if waits of threads are recorded. */
  private final Map<List<String>, Integer> threads = new HashMap<>();

  private final Set<Row> rowsLeftOut = new HashSet<>();

  /** The number of rows of the later sample. */
  private long rowsOfSample;

  /**
   * The number of rows of which a figure of this interval was computed from other rows as well, and
   * whether these were most of the rows of the previous one.
   */
  private long ofOtherRows;

  private boolean areMostOfOtherRows;

  /** What is to be computed; null if everything is. */
  private final @Nullable Choice choice;

  private SourceFigures(
      RecordedSource source,
      long step,
      double ticks,
      PresumedCounters presumed,
      @Nullable Choice choice,
      double mayKeep) {
    intervals = new Intervals(ticks);
    this.mayKeep = mayKeep;
    this.source = source;
    this.step = step;
    this.presumed = presumed;
    this.choice = choice;
    known = choice == null ? Samples.figures(source) : choice.figures(source);
  }

  /** The figures of the intervals in {@code span}. */
  static SourceFigures of(Samples samples, RecordedSource source, Span span) {
    return samples.look(
        source,
        span,
        Samples.figures(source),
        (step, budget) -> of(samples, source, span, step, budget));
  }

  /** The chosen figures of the chosen rows, also of processes. */
  static SourceFigures of(Samples samples, RecordedSource source, Span span, Choice choice) {
    return samples.look(
        source,
        span,
        choice.figures(source),
        (step, budget) -> of(samples, source, span, step, budget, choice));
  }

  /** The figures of every {@code step}-th sample, as far as the budget allows. */
  static SourceFigures of(
      Samples samples, RecordedSource source, Span span, long step, Budget budget) {
    return of(samples, source, span, step, budget, null);
  }

  private static SourceFigures of(
      Samples samples,
      RecordedSource source,
      Span span,
      long step,
      Budget budget,
      @Nullable Choice choice) {
    // A decrease in a sample that is not examined would not be noticed.
    PresumedCounters presumed =
        step == 1 ? PresumedCounters.of(samples.of(source, step)) : PresumedCounters.none();
    double pageSize = Samples.orNaN(samples.recording().facts().pageSize());
    double ticks = Samples.orNaN(samples.recording().facts().ticksPerSecond());
    double mayKeep = KEPT + KEPT_A_BYTE * samples.recording().bytes();
    SourceFigures figures = new SourceFigures(source, step, ticks, presumed, choice, mayKeep);
    ReadTimes timed = new ReadTimes(samples.of(source, step));
    figures.run(
        ProcessFigures.intervals(source.name(), timed, pageSize, ticks),
        timed,
        samples.recording().startNanos(),
        span,
        budget);
    return figures;
  }

  /**
   * The figures of samples of any origin.
   *
   * @param origin the monotonic time from which seconds are counted
   */
  static SourceFigures of(RecordedSource source, Playback samples, long origin, Span span) {
    SourceFigures figures =
        new SourceFigures(
            source, 1, Double.NaN, PresumedCounters.none(), null, Double.POSITIVE_INFINITY);
    ReadTimes timed = new ReadTimes(samples);
    figures.run(new Interval(timed), timed, origin, span, Budget.unlimited());
    return figures;
  }

  private void run(Interval interval, ReadTimes timed, long origin, Span span, Budget budget) {
    Lookout lookout = new Lookout(row -> true);
    boolean isFollowing = false;
    while (budget.allowsNext() && interval.next()) {
      budget.spend(Samples.INTERVAL);
      if (!span.holds(interval)) {
        isFollowing = false;
        continue;
      }
      intervals.add(
          (interval.fromNanos() - origin) / 1e9,
          (interval.toNanos() - origin) / 1e9,
          timed.seconds());
      gaps += interval.isAfterGap() ? 1 : 0;
      lookout.next(interval, isFollowing);
      isFollowing = true;
      count(interval.layout());
      if (lookout.isForAll()) {
        addAll(interval, lookout, budget);
      } else {
        lookout.left().forEach(this::leave);
        for (Row row : lookout.rows()) {
          if (!interval.wasThere(row)) {
            note(row.table(), interval.columns(row));
          }
          add(interval, row, lookout, budget);
        }
      }
      endOfInterval(lookout, budget);
    }
    rows.values().forEach(RowFigures::end);
  }

  @SuppressWarnings("ReferenceEquality") // a deeper comparison would cost more than it saves
  private void count(Layout layout) {
    if (layout != counted) {
      counted = layout;
      rowsOfSample = Samples.rowsOf(layout);
    }
  }

  /** If most rows have to be examined again, to remember each of them would take longer. */
  private void endOfInterval(Lookout lookout, Budget budget) {
    if (areMostOfOtherRows) {
      lookout.watchAll();
    }
    areMostOfOtherRows = 2 * ofOtherRows > rowsOfSample;
    budget.spend(ofOtherRows > 0 ? Samples.OTHER_ROW * rowsOfSample : 0);
    ofOtherRows = 0;
  }

  @SuppressWarnings("ReferenceEquality") // a deeper comparison would cost more than it saves
  private void addAll(Interval interval, Lookout lookout, Budget budget) {
    Layout layout = interval.layout();
    if (isKnown == null) {
      isKnown = Processes.isSource(source.name()) || hasTablesOfFigures(layout);
    }
    if (layout != lastLayout) {
      layout.tables().forEach(table -> note(table.table(), table.columns()));
      lastLayout = layout;
    }
    if (layout != interval.layoutBefore()) {
      for (TableLayout table : interval.layoutBefore().tables()) {
        table.rows().forEach(this::leave); // rows that still exist come back immediately
      }
    }
    for (TableLayout table : layout.tables()) {
      table.rows().forEach(row -> add(interval, row, lookout, budget));
    }
  }

  private void leave(Row row) {
    RowFigures figures = rows.get(row);
    if (figures != null) {
      figures.leave();
    }
  }

  private void add(Interval interval, Row row, Lookout lookout, Budget budget) {
    TableFigures table = tableFigures(row.table());
    List<Figure> wanted = table.figures();
    budget.spend(Samples.costOfRow(wanted.size(), table.widest(), rowsOfSample));
    if (wanted.isEmpty() || (choice != null && !choice.isWanted(row))) {
      return;
    }
    RowFigures figures = rows.get(row);
    if (figures == null) {
      if (mayKeep < wanted.size()) {
        rowsLeftOut.add(row);
        return;
      }
      mayKeep -= wanted.size();
      figures = newRow(row);
      rows.put(row, figures);
    }
    if (!figures.add(interval, wanted, row)) {
      ofOtherRows += figures.isOfOtherRows() ? 1 : 0;
      if (!areMostOfOtherRows) {
        lookout.watch(row);
      }
    }
  }

  /**
   * Whether the tables are those for which the file defines figures. In a text of an unknown
   * version they are empty, and other tables are not.
   */
  private boolean hasTablesOfFigures(Layout layout) {
    boolean isEmpty = layout.tables().stream().allMatch(table -> table.rows().isEmpty());
    return known.stream()
        .flatMap(figure -> layout.table(figure.table()).stream())
        .anyMatch(table -> isEmpty || !table.rows().isEmpty());
  }

  private RowFigures newRow(Row row) {
    RowFigures added = new RowFigures(row, intervals, choice != null);
    if (WaitUse.isOf(source.name())) {
      int now = intervals.size() - 1;
      if (WaitRow.isThread(row)) {
        threads.put(WaitRow.thread(row), now);
      } else if (WaitRow.isOne(row)) { // before it was found, the thread was never in that wait
        added.beginAtZero(threads.getOrDefault(WaitRow.thread(row), now));
      }
    }
    tableFigures(row.table()).rows().add(added);
    return added;
  }

  private TableFigures tableFigures(Table table) {
    return tables.computeIfAbsent(table.name(), name -> new TableFigures());
  }

  /** Records the columns of a table; for undescribed ones, figures are created. */
  private void note(Table table, List<Column> columns) {
    TableFigures those = tableFigures(table);
    those.note(columns);
    if (Boolean.TRUE.equals(isKnown)) {
      if (those.figures().isEmpty()) {
        known.stream()
            .filter(figure -> figure.table().equals(table.name()))
            .forEach(those.figures()::add);
      }
    } else {
      for (Column column : columns) {
        if (column.kind() != Kind.IDENTIFIER
            && isWanted(column.name())
            && those.isNew(column.name())) {
          those.figures().add(Figure.of(table, column));
        }
      }
    }
    for (Figure rate : presumed.figures(table, columns)) {
      if (isWanted(rate.name()) && those.isNew(rate.name())) {
        those.figures().add(rate);
      }
    }
  }

  private boolean isWanted(String figure) {
    return choice == null || choice.isWanted(figure);
  }

  /**
   * The rows of the last sample if no row has a figure: what they show is in their labels. Empty if
   * there are figures.
   */
  List<Row> rowsOfLabels() {
    boolean hasFigures = tables.values().stream().anyMatch(table -> !table.figures().isEmpty());
    return hasFigures || counted == null
        ? List.of()
        : counted.tables().stream().flatMap(table -> table.rows().stream()).toList();
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

  @Override
  public List<String> countedInTicks() {
    return withFigures()
        .limit(TABLES)
        .flatMap(table -> table.rows().stream())
        .flatMap(row -> row.figures().stream())
        .filter(figure -> !Double.isNaN(figure.window()))
        .map(figure -> figure.figure().name())
        .distinct()
        .toList();
  }

  /** The figures that the class of the source defines, whether or not their tables exist. */
  List<Figure> known() {
    return known;
  }

  /** The reported tables that have figures. */
  List<TableFigures> tables() {
    return withFigures().limit(TABLES).toList();
  }

  private Stream<TableFigures> withFigures() {
    Collection<TableFigures> all = tables.values();
    return all.stream().filter(table -> !table.figures().isEmpty());
  }

  /** What is left out because there is too much of it. */
  List<Remark> leftOut() {
    List<Remark> leftOut = new ArrayList<>();
    long count = withFigures().count();
    if (count > TABLES) {
      leftOut.add(
          new Remark(
              "tables_left_out",
              List.of(),
              count - TABLES,
              count,
              "%,d tables, of which %,d are shown".formatted(count, TABLES)));
    }
    if (!rowsLeftOut.isEmpty()) {
      long all = rows.size() + (long) rowsLeftOut.size();
      leftOut.add(
          new Remark(
              "rows_left_out",
              List.of(),
              rowsLeftOut.size(),
              all,
              "%,d rows with so many figures that only %,d of them are shown"
                  .formatted(all, rows.size())));
    }
    if (withFigures().anyMatch(TableFigures::isCut)) {
      leftOut.add(
          Remark.of(
              "columns_left_out",
              List.of(),
              "only %,d columns of each table are shown".formatted(TableFigures.COLUMNS)));
    }
    return leftOut;
  }
}
