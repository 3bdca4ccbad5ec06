package io.github.procfs4j.cli.terminal;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a terminal shows, cell by cell. From new lines it computes what has to be written so that
 * they are shown: only the cells that differ. So nothing flickers, and a refresh of which little
 * changes takes few bytes.
 *
 * <p>Each changed run of cells takes a cursor position, a style and its characters. So a cell takes
 * at most {@value #MOST_BYTES} bytes, if it is alone in its style, its place and its character;
 * most take one to three.
 */
public final class Painting {
  /** The greatest number of bytes that a cell can take. */
  static final int MOST_BYTES = 50;

  /** Moving the cursor over fewer unchanged cells than this takes longer than writing them. */
  private static final int SMALL_GAP = 5;

  private static final String BLANK = " ";

  /** In the cell after that of a wide character. */
  private static final String COVERED = "";

  /** Any number of marks may combine with a character; more than this are not shown. */
  private static final int LONGEST = 8;

  /** Characters below this, and those of curves, have one column on each terminal. */
  private static final int FIRST_OTHER = 0x300;

  /** What this program itself prints beyond ASCII, and what it prints instead. */
  private static final String FANCY = "…·≥µ–«»−×";

  private static final String SIMPLE = "~.>u-\"\"-x";

  private final boolean hasColours;
  private final boolean isUnicode;
  private int columns;
  private int rows;
  private String[] shown = {};
  private Style[] styles = {};

  /** Whether the terminal shows what is in the cells. */
  private boolean isKnown;

  /**
   * Creates one of an unknown terminal.
   *
   * @param hasColours whether colours are used
   * @param isUnicode whether the terminal understands UTF-8; if not, only ASCII is written
   */
  public Painting(boolean hasColours, boolean isUnicode) {
    this.hasColours = hasColours;
    this.isUnicode = isUnicode;
  }

  /** Whether the terminal understands UTF-8. */
  public boolean isUnicode() {
    return isUnicode;
  }

  /** The next lines are written completely, whatever the terminal shows. */
  public void forget() {
    isKnown = false;
  }

  /**
   * What has to be written so that these lines are shown.
   *
   * @param lines the lines from the top; those that are missing are empty, and what is too much is
   *     not shown
   * @param columnsNow the width of the terminal
   * @param rowsNow its height
   */
  public String update(List<Styled> lines, int columnsNow, int rowsNow) {
    StringBuilder out = new StringBuilder();
    if (columnsNow != columns || rowsNow != rows) {
      columns = columnsNow;
      rows = rowsNow;
      isKnown = false;
    }
    int cells = Math.multiplyExact(columns, rows);
    if (!isKnown) {
      out.append(Style.PLAIN.begin(hasColours)).append("\033[2J");
      shown = new String[cells];
      Arrays.fill(shown, BLANK);
      styles = new Style[cells];
      Arrays.fill(styles, Style.PLAIN);
      isKnown = true;
    }
    String[] next = new String[columns];
    Style[] nextStyles = new Style[columns];
    Style style = Style.PLAIN;
    boolean isWritten = false;
    for (int y = 0; y < rows; y++) {
      Arrays.fill(next, BLANK);
      Arrays.fill(nextStyles, Style.PLAIN);
      if (y < lines.size()) {
        place(lines.get(y), next, nextStyles);
      }
      int from = y * columns;
      int x = 0;
      while (x < columns) {
        if (isSame(from + x, next[x], nextStyles[x])) {
          x++;
          continue;
        }
        int begin = next[x].equals(COVERED) ? x - 1 : x;
        int end = endOfRun(from, x, next, nextStyles);
        style = write(out, y, begin, end, next, nextStyles, isWritten ? style : null);
        isWritten = true;
        System.arraycopy(next, begin, shown, from + begin, end - begin);
        System.arraycopy(nextStyles, begin, styles, from + begin, end - begin);
        x = end;
      }
    }
    if (isWritten) {
      out.append(Style.PLAIN.begin(hasColours));
    }
    return out.toString();
  }

  private boolean isSame(int at, String cell, Style style) {
    return shown[at].equals(cell) && styles[at] == style;
  }

  /** The end of cells that are written together; it is not within a wide character. */
  private int endOfRun(int from, int first, String[] next, Style[] nextStyles) {
    int end = first + 1;
    for (int x = end; x < columns && x < end + SMALL_GAP; x++) {
      if (!isSame(from + x, next[x], nextStyles[x])) {
        end = x + 1;
      }
    }
    while (end < columns && next[end].equals(COVERED)) {
      end++;
    }
    return end;
  }

  private Style write(
      StringBuilder out,
      int y,
      int begin,
      int end,
      String[] cells,
      Style[] cellStyles,
      @Nullable Style before) {
    Style style = before;
    move(out, y, begin);
    boolean isUnsure = false;
    for (int x = begin; x < end; x++) {
      if (cells[x].equals(COVERED)) {
        continue;
      }
      if (isUnsure) {
        move(out, y, x); // terminals disagree on the width of some characters
      }
      if (style != cellStyles[x]) {
        style = cellStyles[x];
        out.append(style.begin(hasColours));
      }
      out.append(cells[x]);
      isUnsure = !isSure(cells[x]);
    }
    return style == null ? Style.PLAIN : style;
  }

  private static void move(StringBuilder out, int y, int x) {
    out.append("\033[").append(y + 1).append(';').append(x + 1).append('H');
  }

  private static boolean isSure(String cell) {
    int first = cell.charAt(0);
    return cell.length() == 1 && (first < FIRST_OTHER || (first >= 0x2500 && first < 0x25a0));
  }

  /** Puts the characters of a line into cells. */
  private void place(Styled line, String[] cells, Style[] cellStyles) {
    int x = 0;
    for (Styled.Part part : line.parts()) {
      String text = part.text().toString();
      for (int i = 0; i < text.length(); ) {
        int character = text.codePointAt(i);
        i += Character.charCount(character);
        String one = Character.toString(character);
        int width = Columns.of(one);
        if (width == 0) {
          if (x > 0 && isUnicode && !cells[x - 1].isEmpty() && cells[x - 1].length() < LONGEST) {
            cells[x - 1] += one; // a mark that combines with the character before
          }
          continue;
        }
        if (x + width > columns) {
          return;
        }
        cells[x] = isUnicode ? one : simple(character);
        cellStyles[x] = part.style();
        if (width == 2) {
          cells[x + 1] = isUnicode ? COVERED : BLANK;
          cellStyles[x + 1] = part.style();
        }
        x += width;
      }
    }
  }

  private static String simple(int character) {
    int fancy = FANCY.indexOf(character);
    return fancy >= 0
        ? SIMPLE.substring(fancy, fancy + 1)
        : character < 0x7f ? Character.toString(character) : "?";
  }
}
