package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.sampling.Descriptions;
import io.github.procfs4j.text.Cursor;
import io.github.procfs4j.text.MalformedTextException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lines with the same columns, which only the count and order of their numbers identifies. Of the
 * lines with a count that some kernel prints, those get names whose count more than half of them
 * share. Counts larger than those of any known kernel, as a newer one may have appended numbers,
 * must occur in two lines: a single line may have an extra number anywhere. Which number is missing
 * or extra in any other line is unknown, so its numbers are named after their positions.
 */
final class AlikeLines {
  /**
   * @param doubt the problem with this line if it is the only one; null if a known kernel prints
   *     that many numbers
   */
  private record Line(
      Layout.Builder.RowBuilder row, List<Integer> cells, @Nullable MalformedTextException doubt) {
    int count() {
      return cells.size();
    }
  }

  private final IntFunction<List<Column>> columns;
  private final int firstPlace;
  private final List<Line> lines = new ArrayList<>();

  /**
   * Creates an object without lines.
   *
   * @param columns the columns of lines with a count, or of their first numbers; empty if they are
   *     not known
   * @param firstPlace the position of a line's first number, from 1
   */
  AlikeLines(IntFunction<List<Column>> columns, int firstPlace) {
    this.columns = columns;
    this.firstPlace = firstPlace;
  }

  /**
   * Adds the numbers of a row, which are all those of its line; it should have as many as the first
   * line.
   */
  void add(Layout.Builder.RowBuilder row, List<Integer> cells, Cursor line) {
    int known = columns.apply(cells.size()).size();
    lines.add(
        new Line(
            row,
            cells,
            known == 0 || known == cells.size()
                ? null
                : line.malformed(
                    "%d numbers, not %d in a single line".formatted(known, cells.size()))));
    if (!isLikeFirst(cells.size())) {
      int expected = lines.getFirst().count();
      throw line.malformed(expected + " numbers, as the first line has, not " + cells.size());
    }
  }

  /** Whether a line with this many numbers is the first one or has as many as the first one. */
  boolean isLikeFirst(int count) {
    return lines.isEmpty() || lines.getFirst().count() == count;
  }

  /** Assigns columns to all numbers, after all lines of {@code in} have been read. */
  void name(Cursor in) {
    Map<Integer, Long> alike =
        lines.stream()
            .filter(line -> !columns.apply(line.count()).isEmpty())
            .collect(Collectors.groupingBy(Line::count, Collectors.counting()));
    long all = alike.values().stream().mapToLong(count -> count).sum();
    for (Line line : lines) {
      long count = alike.getOrDefault(line.count(), 0L);
      boolean isProven = 2 * count > all && (count > 1 || line.doubt() == null);
      if (lines.size() == 1 && line.doubt() != null) {
        in.note(line.doubt()); // if there are several lines, it is noted that their counts differ
      }
      List<Column> names = isProven ? columns.apply(line.count()) : List.of();
      for (int i = 0; i < line.count(); i++) {
        line.row()
            .cell(
                i < names.size() ? names.get(i) : Descriptions.unnamed(firstPlace + i),
                line.cells().get(i));
      }
    }
  }
}
