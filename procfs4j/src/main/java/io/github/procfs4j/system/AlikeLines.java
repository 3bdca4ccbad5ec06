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
 * Lines that hold the same columns, which nothing but their count and order tells. Of the lines
 * with a count that some kernel prints, those have names that have as many numbers as more than
 * half of them. More numbers than any known kernel prints, which a newer one may have appended, are
 * proven by two such lines: a single one may as well have one too many anywhere. Which number
 * another line lacks or has too many cannot be said, so that its numbers are named by their places.
 */
final class AlikeLines {
  /**
   * @param doubt why a single such line proves nothing; null if a known kernel prints as many
   *     numbers
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
   * Lines of which none is read yet.
   *
   * @param columns what so many numbers are, or the first of them; empty if that is not known
   * @param firstPlace the place of a line's first number, from 1
   */
  AlikeLines(IntFunction<List<Column>> columns, int firstPlace) {
    this.columns = columns;
    this.firstPlace = firstPlace;
  }

  /**
   * Takes up the numbers of a row, all that the line holds; it should have as many as the first.
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

  /** Whether a line with so many numbers is like the first, or the first. */
  boolean isLikeFirst(int count) {
    return lines.isEmpty() || lines.getFirst().count() == count;
  }

  /** Gives all numbers their columns, when all lines of {@code in} are read. */
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
        in.note(line.doubt()); // of several lines it is noted that they are not alike
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
