package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Lack;
import io.github.procfs4j.model.Limits;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.sampling.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is missing or odd in the figures of a table. A figure without a value is listed with the
 * reason; an impossible value is counted, whatever is shown in its place.
 */
final class Remarks {
  /** Why figures that count pages or ticks are not known. */
  static final String UNKNOWN_MACHINE =
      "the recording does not state the page size or the length of a tick";

  private static final int NAMED_ROWS = 5;

  private final SourceFigures source;
  private final SequencedMap<RowFigures, List<Remark>> ofRow = new LinkedHashMap<>();
  private final Set<Remark> ofAll = new LinkedHashSet<>();

  /** Cached texts for a number of intervals out of a total. */
  private final Map<Long, String> shares = new HashMap<>();

  private Remarks(SourceFigures source) {
    this.source = source;
  }

  /** The remarks on a table of a source. */
  static Remarks of(SourceFigures source, TableFigures table) {
    Remarks remarks = new Remarks(source);
    for (RowFigures row : table.rows()) {
      remarks.ofRow.put(row, remarks.find(row));
    }
    if (remarks.ofRow.size() > 1) {
      remarks.ofAll.addAll(remarks.ofRow.firstEntry().getValue());
      remarks.ofRow.values().forEach(remarks.ofAll::retainAll);
      remarks.ofRow.values().forEach(those -> those.removeAll(remarks.ofAll));
    }
    return remarks;
  }

  /** The remarks on a single row. */
  List<Remark> on(RowFigures row) {
    return ofRow.getOrDefault(row, List.of());
  }

  /** The remarks on all rows of the table, if there are several. */
  List<Remark> onEach() {
    return List.copyOf(ofAll);
  }

  /**
   * The remarks in sentences: those on these rows, each preceded by its rows, and those on all rows
   * of the table.
   */
  List<String> onAll(Collection<RowFigures> rows) {
    SequencedMap<Remark, List<RowFigures>> grouped = new LinkedHashMap<>();
    for (RowFigures row : rows) {
      on(row).forEach(remark -> grouped.computeIfAbsent(remark, key -> new ArrayList<>()).add(row));
    }
    List<String> remarks = new ArrayList<>();
    grouped.forEach((remark, those) -> remarks.add(names(those) + ": " + remark.text()));
    ofAll.forEach(remark -> remarks.add("all rows: " + remark.text()));
    return remarks;
  }

  private static String names(List<RowFigures> rows) {
    int named = rows.size() <= NAMED_ROWS + 1 ? rows.size() : NAMED_ROWS;
    return String.join(", ", rows.stream().limit(named).map(RowFigures::text).toList())
        + (named == rows.size() ? "" : " and %,d more".formatted(rows.size() - named));
  }

  private List<Remark> find(RowFigures row) {
    List<Remark> remarks = new ArrayList<>(0);
    if (row.isOdd()) {
      onFigures(remarks, row);
    }
    onIntervals(remarks, row);
    return remarks;
  }

  private void onFigures(List<Remark> remarks, RowFigures row) {
    int intervals = source.intervals().size();
    for (FigureValues figure : row.figures()) {
      for (Limits.Side side : List.of(Limits.Side.BELOW, Limits.Side.ABOVE)) {
        int count = figure.count(side);
        if (count > 0) {
          remarks.add(
              new Remark(
                  Remark.kind(side),
                  List.of(figure.figure().name()),
                  count,
                  intervals,
                  beyond(figure.figure(), side, share(count, intervals))));
        }
      }
    }
    partial(remarks, row);
    for (Lack lack : Lack.values()) {
      lacks(remarks, row, lack);
    }
    uncounted(remarks, row);
  }

  /** Adds that the row was absent, or that one of its counters went backwards. */
  private void onIntervals(List<Remark> remarks, RowFigures row) {
    int intervals = source.intervals().size();
    if (row.wentBack() > 0) {
      List<String> names = whatWentBack(row);
      remarks.add(
          new Remark(
              Remark.kind(Lack.WENT_BACK),
              names,
              row.wentBack(),
              intervals,
              "%s left out%s: a counter went backwards"
                  .formatted(
                      share(row.wentBack(), intervals),
                      names.isEmpty() ? "" : " of " + String.join(", ", names))));
    }
    if (row.present() < intervals) {
      remarks.add(
          new Remark(
              "there",
              List.of(),
              row.present(),
              intervals,
              "present in " + share(row.present(), intervals)));
    }
  }

  /**
   * The figures for which intervals are left out because a counter went backwards; empty if all.
   */
  private static List<String> whatWentBack(RowFigures row) {
    boolean isOfAll =
        row.figures().stream()
            .allMatch(
                figure ->
                    figure.count(Lack.WENT_BACK) == row.wentBack() || figure.summary().size() == 0);
    return isOfAll
        ? List.of()
        : row.figures().stream()
            .filter(figure -> figure.count(Lack.WENT_BACK) > 0)
            .map(figure -> figure.figure().name())
            .toList();
  }

  /** Adds that sums lack a column that only one of the samples has. */
  private void partial(List<Remark> remarks, RowFigures row) {
    List<FigureValues> partial =
        row.figures().stream().filter(figure -> figure.partial() > 0).toList();
    for (FigureValues first : partial.stream().limit(1).toList()) {
      List<String> names = partial.stream().map(f -> f.figure().name()).toList();
      int intervals = source.intervals().size();
      remarks.add(
          new Remark(
              "partial",
              names,
              first.partial(),
              intervals,
              "without %s in %s, because only one of the two samples has it: %s"
                  .formatted(
                      first.leftOut(),
                      share(first.partial(), intervals),
                      String.join(", ", names))));
    }
  }

  /** The remark that a figure was outside its limits. */
  private static String beyond(Figure figure, Limits.Side side, String where) {
    Limits limits = figure.limits();
    if (side == Limits.Side.ABOVE && !limits.hasMost()) {
      return "%s at 2^63 or more in %s: this is a negative number, printed without its sign"
          .formatted(figure.name(), where);
    }
    String bound =
        side == Limits.Side.BELOW
            ? bound(figure, limits.least())
            : limits.whole().orElseGet(() -> bound(figure, limits.most()));
    return "%s %s %s in %s: %s"
        .formatted(
            figure.name(),
            side == Limits.Side.BELOW ? "below" : "above",
            bound,
            where,
            limits.remark());
  }

  private static String bound(Figure figure, double bound) {
    Scale scale = Scale.of(figure.unit(), bound);
    return "%.0f %s".formatted(bound / scale.divisor(), scale.unit()).strip();
  }

  /**
   * Adds which figures have no value for this reason and, if that is not always the case, how
   * often.
   */
  private void lacks(List<Remark> remarks, RowFigures row, Lack lack) {
    String reason = reason(lack);
    if (reason.isEmpty()) {
      return;
    }
    Map<Integer, List<FigureValues>> figuresByCount = new LinkedHashMap<>();
    for (FigureValues figure : row.figures()) {
      int count = figure.count(lack);
      if (count > 0 && !isOfLongerLine(figure, lack) && !neverApplies(figure, lack)) {
        figuresByCount.computeIfAbsent(count, key -> new ArrayList<>()).add(figure);
      }
    }
    figuresByCount.forEach(
        (count, figures) ->
            remarks.add(
                new Remark(
                    Remark.kind(lack),
                    figures.stream().map(figure -> figure.figure().name()).toList(),
                    count,
                    row.present(),
                    "no value"
                        + (count == row.present() ? "" : " in " + share(count, row.present()))
                        + " because "
                        + reason
                        + ": "
                        + figures.stream()
                            .map(f -> name(f.figure(), f.lackingColumn(lack)))
                            .collect(Collectors.joining(", ")))));
  }

  /** Whether other lines have more numbers without names than that of the row. */
  static boolean isOfShortLine(RowFigures row) {
    return row.figures().stream()
        .anyMatch(
            figure -> figure.count(Lack.NOT_IN_ROW) > 0 && isOfLongerLine(figure, Lack.NOT_IN_ROW));
  }

  /**
   * Whether the figure is a number without a name that the line of the row does not have, but
   * longer lines do. This is remarked once, for the source.
   */
  private static boolean isOfLongerLine(FigureValues figure, Lack lack) {
    return (lack == Lack.NOT_IN_ROW || lack == Lack.NOT_PRINTED)
        && figure.summary().size() == 0
        && Descriptions.isUnnamed(figure.figure().name());
  }

  /** Whether the figure is not meant for the row, so that nothing is missing. */
  private static boolean neverApplies(FigureValues figure, Lack lack) {
    return lack == Lack.INAPPLICABLE && figure.summary().size() == 0;
  }

  /** The reason in words; empty if it is reported elsewhere, or no value is missing. */
  private String reason(Lack lack) {
    return switch (lack) {
      case NOT_PRINTED ->
          isAllUnderstood()
              ? "this kernel does not print it"
              : "this kernel does not print it, or it was not understood";
      case NOT_IN_ROW -> "there is no such number here";
      case NOT_BEFORE -> "the previous sample has none";
      case NO_TIME -> "no time passed";
      case UNKNOWN_MACHINE -> UNKNOWN_MACHINE;
      case IMPOSSIBLE -> "the numbers it is computed from contradict each other";
      case INAPPLICABLE -> "it does not apply to these";
      case GAP, WENT_BACK, NOTHING_COUNTED, NO_INTERVAL -> "";
    };
  }

  /** Whether nothing was left out of any text of the source. */
  private boolean isAllUnderstood() {
    return source.source().failures().stream()
        .noneMatch(failure -> failure.outcome().equals(Outcome.SAMPLED.text()));
  }

  /** The name of a figure, and of the column that it lacks if that has another name. */
  private static String name(Figure figure, @Nullable Column column) {
    return column == null || column.name().equals(figure.name())
        ? figure.name()
        : figure.name() + " (" + column.name() + ")";
  }

  /** Adds that in many intervals nothing was counted for the first figure. */
  private void uncounted(List<Remark> remarks, RowFigures row) {
    FigureValues first = row.figures().getFirst();
    int values = first.summary().size();
    if (isOftenUncounted(row, first)) {
      String name = first.figure().name();
      int intervals = source.intervals().size();
      remarks.add(
          new Remark(
              Remark.kind(Lack.NOTHING_COUNTED),
              List.of(name),
              intervals - values,
              intervals,
              "%s has a value in %s; nothing was counted in the others"
                  .formatted(name, share(values, intervals))));
    }
  }

  private static boolean isOftenUncounted(RowFigures row, FigureValues figure) {
    return figure.summary().size() > 0 && figure.count(Lack.NOTHING_COUNTED) > row.present() / 10;
  }

  /**
   * The figures for which nothing was counted in some intervals, each with the number of these,
   * except the first figure if there is a remark on it.
   */
  static List<String> partlyCounted(RowFigures row) {
    FigureValues first = row.figures().getFirst();
    return row.figures().stream()
        .filter(figure -> figure.count(Lack.NOTHING_COUNTED) > 0 && figure.summary().size() > 0)
        .filter(figure -> figure != first || !isOftenUncounted(row, first))
        .map(f -> "%s (%,d)".formatted(f.figure().name(), f.count(Lack.NOTHING_COUNTED)))
        .toList();
  }

  /** Whether no figure has a value, because nothing was counted. */
  static boolean isUncounted(RowFigures row) {
    return row.figures().stream().allMatch(figure -> figure.summary().size() == 0)
        && row.figures().stream().anyMatch(figure -> figure.count(Lack.NOTHING_COUNTED) > 0);
  }

  /** The figures that never have a value because nothing was counted for them. */
  static List<String> nothingCounted(RowFigures row) {
    return row.figures().stream()
        .filter(figure -> figure.count(Lack.NOTHING_COUNTED) > 0 && figure.summary().size() == 0)
        .map(figure -> figure.figure().name())
        .toList();
  }

  /** Thousands of rows often have the same remark, and formatting is its most expensive part. */
  private String share(int part, int all) {
    return shares.computeIfAbsent(
        (long) part << Integer.SIZE | all,
        key -> "%,d of %s".formatted(part, Overview.counted(all, "interval")));
  }
}
