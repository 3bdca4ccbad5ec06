package io.github.procfs4j.cli.report;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Lack;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The figures of one row. */
final class RowFigures {
  private static final int LONGEST = 200;

  /** A longer one is not looked through for each row that has it: many rows may share a label. */
  private static final int LONGEST_PATH = 1 << 10;

  /** The rows of {@code allocinfo}, whose first label, the module, is usually empty. */
  private static final Table ALLOCATION = Table.of("allocation", "module", "place", "function");

  /** With its latest description. */
  private Row row;

  private final Intervals intervals;
  private final ArrayList<FigureValues> figures = new ArrayList<>(0);

  /** The weights of the figures: several share one, such as the number of requests. */
  private Map<ToDoubleBiFunction<Interval, Row>, Values> weights = Map.of();

  private int present;
  private int wentBack;

  /** The number of intervals with known values; {@code isSteady} is whether they stay the same. */
  private int size;

  private boolean isSteady;

  /** Whether one of the last values was computed from other rows as well. */
  private boolean isOfOtherRows;

  /** Whether values at the beginning of the first interval are wanted. */
  private final boolean isWithBefore;

  /** The first interval, if values are 0 from there to when the row comes; otherwise -1. */
  private int zeroFrom = -1;

  RowFigures(Row row, Intervals intervals, boolean isWithBefore) {
    this.row = row;
    this.intervals = intervals;
    this.isWithBefore = isWithBefore;
  }

  /** Has the values 0 from an interval to the one in which the row comes. */
  void beginAtZero(int interval) {
    zeroFrom = interval;
  }

  /**
   * Adds the values in the last one of {@link #intervals}.
   *
   * @return whether they stay the same until the row changes
   */
  boolean add(Interval interval, List<Figure> wanted, Row rowHere) {
    int at = intervals.size() - 1;
    row = rowHere;
    fillTo(at);
    if (figures.size() < wanted.size()) {
      addFigures(wanted);
    }
    if (zeroFrom >= 0) {
      int from = zeroFrom;
      figures.forEach(figure -> figure.addZeros(from, at));
      present += at - from;
      zeroFrom = -1;
    }
    boolean isWithoutBackward = true;
    isOfOtherRows = false;
    for (FigureValues figure : figures) {
      figure.add(interval, rowHere, at);
      isWithoutBackward &= interval.lack() != Lack.WENT_BACK;
      isOfOtherRows |= !interval.isOfRowAlone();
      if (isWithBefore) {
        figure.noteBefore(interval, rowHere, at);
      }
    }
    weights.forEach(
        (weight, values) -> {
          values.padTo(at);
          values.add(interval.once(rowHere, weight));
        });
    present++;
    wentBack += isWithoutBackward ? 0 : 1;
    size = at + 1;
    isSteady = !isOfOtherRows && interval.seconds() > 0 && interval.isStill(rowHere);
    return isSteady;
  }

  private void addFigures(List<Figure> wanted) {
    figures.ensureCapacity(wanted.size());
    for (int i = figures.size(); i < wanted.size(); i++) {
      Figure figure = wanted.get(i);
      figures.add(new FigureValues(figure, intervals, weight(figure)));
    }
  }

  /** The weights of a figure; null if these are the lengths of the intervals. */
  private @Nullable Values weight(Figure figure) {
    if (figure.weight().equals(Figure.SECONDS)) {
      return null;
    }
    if (weights.isEmpty()) {
      weights = new HashMap<>();
    }
    return weights.computeIfAbsent(figure.weight(), key -> new Values());
  }

  /** Whether one of the last values was computed from other rows as well. */
  boolean isOfOtherRows() {
    return isOfOtherRows;
  }

  /** Marks the row as absent from the last one of {@link #intervals} on. */
  void leave() {
    fillTo(intervals.size() - 1);
    isSteady = false;
  }

  /** Fills the intervals that are missing at the end. */
  void end() {
    int end = intervals.size();
    fillTo(end);
    figures.forEach(figure -> figure.values().padTo(end));
    weights.values().forEach(values -> values.padTo(end));
  }

  /** Fills intervals in which the row was not examined because it did not change. */
  private void fillTo(int end) {
    if (isSteady && size < end) {
      figures.forEach(figure -> figure.repeatTo(end));
      weights.values().forEach(values -> values.repeatTo(end));
      present += end - size;
      size = end;
    }
  }

  Row row() {
    return row;
  }

  List<FigureValues> figures() {
    return figures;
  }

  /** The number of intervals in which the row is present. */
  int present() {
    return present;
  }

  /** The number of intervals in which figures are missing and a counter went backwards. */
  int wentBack() {
    return wentBack;
  }

  /** Whether anything was missing or odd in any of the figures. */
  boolean isOdd() {
    for (FigureValues figure : figures) {
      if (figure.isOdd()) {
        return true;
      }
    }
    return false;
  }

  /** Whether any value differs from zero. */
  boolean hasValues() {
    for (FigureValues figure : figures) {
      if (figure.hasValues()) {
        return true;
      }
    }
    return false;
  }

  /** The mean of the first figure of the table, by which rows are ordered. */
  double rank() {
    double mean = figures.getFirst().summary().mean();
    return Double.isNaN(mean) ? -1 : mean;
  }

  /** Its labels; the name of the table if it has none. */
  String text() {
    return row.labels().isEmpty() ? cut(row.table().name()) : cut(textOf(row));
  }

  /** As {@link #text}, without the names of the labels if these are obvious. */
  String shortText() {
    return row.labels().size() == 1 && row.repeat() == 0
        ? cut(row.labels().getFirst())
        : briefText();
  }

  /**
   * The first label and the descriptive labels, which are enough for people; if there are no
   * descriptive ones, all of {@link #text}. Of a thread, a wait or an allocation of the kernel,
   * what identifies it for people.
   */
  String briefText() {
    if (WaitRow.isOne(row)) {
      return cut(WaitRow.text(row));
    }
    if (WaitRow.isThread(row)) {
      return new TaskUse(row).text();
    }
    List<String> labels = row.labels();
    int identifying = row.table().identifying();
    if (identifying == 0 || identifying == labels.size() || row.repeat() > 0) {
      return text();
    }
    if (row.table().name().equals(ALLOCATION.name())
        && row.table().hasSameIdentifyingLabels(ALLOCATION)) {
      return cut(allocation());
    }
    String describing =
        labels.stream().skip(identifying).map(RowFigures::cut).collect(Collectors.joining(" "));
    return cut((cut(labels.getFirst()) + " " + describing.strip()).strip());
  }

  /** The place, the module if it is not part of the kernel, the function, and the note. */
  private String allocation() {
    String module = row.label("module");
    return Stream.of(
            row.label("place"),
            module.isEmpty() ? "" : "[" + module + "]",
            row.label("function"),
            row.labels().getLast())
        .filter(word -> !word.isEmpty())
        .map(RowFigures::cut)
        .collect(Collectors.joining(" "));
  }

  /**
   * {@link Row#text}, truncated if a label is so long that many such rows would take all memory.
   */
  private static String textOf(Row row) {
    List<String> labels = row.labels();
    Table table = row.table();
    return labels.stream().anyMatch(RowFigures::isLong)
            || table.labels().stream().anyMatch(RowFigures::isLong)
        ? IntStream.range(0, Math.min(labels.size(), LONGEST))
            .filter(i -> !labels.get(i).isEmpty())
            .mapToObj(i -> cut(table.labels().get(i)) + "=" + cut(labels.get(i)))
            .collect(Collectors.joining(" "))
        : row.text();
  }

  private static boolean isLong(String text) {
    return text.length() > LONGEST;
  }

  /** Truncates a text to a useful length; of a path, the end stays. */
  static String cut(String text) {
    if (!isLong(text)) {
      return text;
    }
    return text.length() <= LONGEST_PATH && RowNames.hasPath(text)
        ? RowNames.shortened(text, LONGEST)
        : text.substring(0, text.offsetByCodePoints(0, LONGEST / 2 - 1)) + "…";
  }
}
