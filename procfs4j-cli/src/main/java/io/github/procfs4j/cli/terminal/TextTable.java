package io.github.procfs4j.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A table for people, with aligned columns, numbers to the right.
 *
 * <p>If lines are narrow, texts are wrapped within their columns. Columns that still do not fit
 * follow below, each part beginning with the first columns again. A number is wrapped, after a
 * comma, only if it is wider than the line. After the last column there may be a curve for each
 * row, if there is room.
 */
public final class TextTable {
  private static final int NARROWEST_CURVE = 4;
  private static final int BEFORE_CURVE = 2;
  private static final int USUAL_CURVE = 8;

  /** The minimum width of texts; on wide lines, each may be limited to a fourth. */
  private static final int NARROWEST_TEXT = 8;

  /** The minimum width of numbers: three groups of digits, each with a comma. */
  private static final int NARROWEST_NUMBER = 11;

  private final int labels;
  private final boolean[] isNumber;
  private final List<Row> rows = new ArrayList<>();
  private Text heading = Text.empty();
  private int between = 2;
  private int narrowestNumber;
  private boolean isCut;
  private boolean hasCurves;

  /**
   * Creates a table without rows.
   *
   * @param labels the number of first columns that identify rows, and that are in every part; at
   *     least one
   * @param isNumber for each column, whether it is aligned to the right
   */
  public TextTable(int labels, boolean... isNumber) {
    this.labels = labels;
    this.isNumber = isNumber.clone();
  }

  /**
   * A row.
   *
   * @param cells a text for each column; only one if it spans all of them
   * @param curve the curve for a number of columns
   */
  private record Row(List<Text> cells, boolean isHead, IntFunction<String> curve) {
    boolean isSpanning() {
      return cells.size() == 1;
    }

    static Row of(List<String> texts, boolean isHead, IntFunction<String> curve) {
      return new Row(texts.stream().map(Text::of).toList(), isHead, curve);
    }
  }

  /**
   * Puts a title in place of the labels in the first line, or above the table if it is too long.
   */
  public TextTable title(String text) {
    heading = Text.strong(text);
    return this;
  }

  /**
   * Sets the number of blanks between columns, two by default, and the minimum width of numbers.
   */
  public TextTable spaced(int blanks, int narrowest) {
    between = blanks;
    narrowestNumber = narrowest;
    return this;
  }

  /** Truncates long texts instead of wrapping them. */
  public TextTable cut() {
    isCut = true;
    return this;
  }

  /** Adds a line of headings, which are texts even above numbers. */
  public TextTable head(List<String> cells) {
    return add(Row.of(cells, true, columns -> ""));
  }

  /** Adds a row with a text for each column. */
  public TextTable add(List<String> cells) {
    return add(Row.of(cells, false, columns -> ""));
  }

  /** Adds a row with a curve, which is requested for a number of columns. */
  public TextTable add(List<String> cells, IntFunction<String> curve) {
    hasCurves = true;
    return add(Row.of(cells, false, curve));
  }

  /** Adds a title of the rows below, which spans all columns of a table with several. */
  public TextTable span(String title) {
    rows.add(Row.of(List.of(title), true, columns -> ""));
    return this;
  }

  private TextTable add(Row row) {
    if (row.cells.size() != isNumber.length) {
      throw new IllegalArgumentException(row.cells.size() + " cells in " + isNumber.length);
    }
    rows.add(row);
    return this;
  }

  /** Prints the table, as wide as a terminal allows. */
  public void print(Output out) {
    print(out, out.isTerminal() ? out.columns() : Integer.MAX_VALUE);
  }

  /** Prints the table in lines of at most this many columns. */
  public void print(Output out, int width) {
    int[] natural = new int[isNumber.length];
    int[] least = new int[isNumber.length];
    int narrowest = Math.max(NARROWEST_TEXT, width / 4);
    for (int c = 0; c < natural.length; c++) {
      natural[c] = isNumber[c] ? narrowestNumber : 0;
      int number = natural[c];
      for (Row row : rows.stream().filter(it -> !it.isSpanning()).toList()) {
        natural[c] = Math.max(natural[c], row.cells.get(c).columns());
        number = isText(row, c) ? number : Math.max(number, row.cells.get(c).columns());
      }
      least[c] = Math.max(number, Math.min(natural[c], narrowest));
    }
    int repeated = labels;
    while (repeated > 1 && sum(least, 0, repeated) > width / 2) {
      repeated--;
    }
    for (int c = repeated; c < least.length; c++) {
      int room = width - sum(least, 0, repeated);
      least[c] = Math.min(least[c], Math.max(NARROWEST_NUMBER, room));
    }
    int from = repeated;
    do {
      int to = from;
      int used = sum(least, 0, repeated);
      while (to < least.length && (to == from || used + least[to] <= width)) {
        used += least[to] + between;
        to++;
      }
      if (from > repeated) {
        out.line();
      }
      int[] shown =
          IntStream.concat(IntStream.range(0, repeated), IntStream.range(from, to)).toArray();
      part(out, width, shown, natural, least, from == repeated ? heading : Text.empty());
      from = to;
    } while (from < natural.length);
  }

  private boolean isText(Row row, int column) {
    return row.isHead || !isNumber[column];
  }

  /** The sum of widths, including the blanks after each. */
  private int sum(int[] widths, int from, int to) {
    return Arrays.stream(widths, from, to).sum() + between * (to - from);
  }

  /** Prints some of the columns, with their natural widths as far as the line allows. */
  private void part(Output out, int width, int[] shown, int[] natural, int[] least, Text title) {
    int[] widths = IntStream.of(shown).map(c -> least[c]).toArray();
    int room = width - sum(widths, 0, widths.length) + between;
    if (room < 0) {
      widths[0] = Math.clamp(widths[0] + room, Math.min(widths[0], NARROWEST_TEXT / 2), widths[0]);
    }
    boolean isLast = shown[shown.length - 1] == natural.length - 1;
    int curve = hasCurves && isLast ? Math.min(room - BEFORE_CURVE, USUAL_CURVE) : 0;
    room -= curve >= NARROWEST_CURVE ? curve + BEFORE_CURVE : 0;
    for (int i = 0; i < shown.length; i++) {
      int more = Math.clamp(room, 0, natural[shown[i]] - least[shown[i]]);
      widths[i] += more;
      room -= more;
    }
    curve = curve >= NARROWEST_CURVE ? curve + Math.max(0, room) : 0;
    Text before = title;
    for (Row row : rows) {
      for (Text line : lines(row, width, shown, widths, curve)) {
        out.line(titled(out, width, before, line));
        before = Text.empty();
      }
    }
  }

  private List<Text> lines(Row row, int width, int[] shown, int[] widths, int curve) {
    if (row.isSpanning()) {
      return List.of(row.cells.getFirst().cut(width));
    }
    List<List<Text>> cells = new ArrayList<>();
    for (int i = 0; i < shown.length; i++) {
      Text cell = row.cells.get(shown[i]);
      int columns = widths[i];
      List<Text> texts =
          isCut && isText(row, shown[i])
              ? List.of(cell.cut(columns))
              : cell.wrapped(columns, i == 0 ? 2 : 0);
      cells.add(
          isNumber[shown[i]] ? texts.stream().map(text -> text.right(columns)).toList() : texts);
    }
    List<Text> lines = new ArrayList<>();
    int height = cells.stream().mapToInt(List::size).max().orElse(0);
    for (int l = 0; l < height; l++) {
      Text line = Text.empty();
      for (int i = 0; i < shown.length; i++) {
        Text part = l < cells.get(i).size() ? cells.get(i).get(l) : Text.empty();
        line = line.plus(i == 0 ? part : Text.blank(between).plus(part));
        line = line.left(end(widths, i));
      }
      lines.add(
          curve > 0 && l == 0
              ? line.plus(Text.blank(BEFORE_CURVE)).plus(row.curve.apply(curve))
              : line);
    }
    return lines;
  }

  private int end(int[] widths, int column) {
    return sum(widths, 0, column + 1) - between;
  }

  /**
   * A line with the title in place of its blanks; if the title is too long, it is printed before
   * the line.
   */
  private static Text titled(Output out, int width, Text title, Text line) {
    if (title.isEmpty()) {
      return line;
    }
    String blanks = line.toString();
    String rest = blanks.stripLeading();
    if (title.columns() < blanks.length() - rest.length()) {
      return title.plus(Text.of(rest).right(line.columns() - title.columns()));
    }
    title.wrapped(width, 2).forEach(out::line);
    return line;
  }
}
