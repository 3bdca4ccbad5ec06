package io.github.procfs4j.cli.terminal;

import io.github.procfs4j.printable.Printable;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of text that is fit for a terminal, whatever the origin of its words: it is made of
 * strings that were escaped as it was made, and there is no other way to make one. So {@link
 * Output}, which takes texts, never sends a terminal what would steer it, break a line, or turn the
 * direction of writing.
 */
public final class Text {
  /** Where bold writing begins and ends: characters that no escaped string contains. */
  static final char STRONG = '\1';

  static final char PLAIN = '\2';

  private static final Text EMPTY = new Text("");
  private static final int TAB = 8;
  private static final String ELLIPSIS = "…";

  private final String shown;

  private Text(String shown) {
    this.shown = shown;
  }

  /** No text. */
  public static Text empty() {
    return EMPTY;
  }

  /** A string as a text, all that could do harm escaped. */
  public static Text of(String string) {
    return new Text(Printable.line(string));
  }

  /** The same, but tabs stay: for lines of a file that is shown as it is. */
  public static Text tabbed(String string) {
    return new Text(Printable.tabbed(string));
  }

  /** The same with blanks for tabs, as a terminal shows those: up to the next eighth column. */
  static Text untabbed(String string) {
    String[] parts = Printable.tabbed(string).split("\t", -1);
    StringBuilder text = new StringBuilder(parts[0]);
    int columns = Columns.of(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      int blanks = TAB - columns % TAB;
      text.repeat(' ', blanks).append(parts[i]);
      columns += blanks + Columns.of(parts[i]);
    }
    return new Text(text.toString());
  }

  /** The same in bold, where a person looks at it. */
  public static Text strong(String string) {
    return string.isEmpty() ? EMPTY : new Text(STRONG + Printable.line(string) + PLAIN);
  }

  /** So many blanks; none if there are less than one. */
  public static Text blank(int columns) {
    return columns <= 0 ? EMPTY : new Text(" ".repeat(columns));
  }

  /** This text and then another one. */
  public Text plus(Text other) {
    return new Text(shown + other.shown);
  }

  /** This text and then a string, escaped. */
  public Text plus(String string) {
    return plus(of(string));
  }

  /** All of it in bold. */
  public Text strong() {
    return strong(toString());
  }

  /** How many columns it takes. */
  public int columns() {
    return Columns.of(shown);
  }

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return shown.isEmpty();
  }

  /** This text in at most so many columns; an ellipsis stands for what was cut off. */
  public Text cut(int columns) {
    if (columns() <= columns) {
      return this;
    }
    if (columns <= 0) {
      return EMPTY;
    }
    String start = shown.substring(0, Columns.fitting(shown, 0, columns - 1));
    return new Text(start + ELLIPSIS + (isStrongAtEnd(start) ? PLAIN : ""));
  }

  /** This text with blanks after it, so that it takes so many columns at least. */
  public Text left(int columns) {
    return plus(blank(columns - columns()));
  }

  /** This text with blanks before it, so that it takes so many columns at least. */
  public Text right(int columns) {
    return blank(columns - columns()).plus(this);
  }

  /**
   * This text in lines of at most so many columns, broken between words where that is possible.
   * Blanks that it begins with take half of a line at most.
   *
   * @param indent how many blanks are before each line but the first, at most half of a line
   */
  public List<Text> wrapped(int columns, int indent) {
    List<Text> lines = new ArrayList<>();
    String before = "";
    boolean isStrong = false;
    int from = Math.max(0, blanks(0) - columns / 2);
    // Room for one character at least, which may take two columns.
    int room = Math.max(2, columns);
    for (int end = Columns.fitting(shown, from, room);
        end < shown.length();
        end = Columns.fitting(shown, from, room)) {
      int to = endOfWords(from, end);
      String line = (isStrong ? STRONG : "") + shown.substring(from, to);
      isStrong = isStrongAtEnd(line);
      lines.add(new Text(before + line + (isStrong ? PLAIN : "")));
      from = to + blanks(to);
      before = " ".repeat(Math.min(indent, columns / 2));
      room = Math.max(2, columns - before.length());
    }
    lines.add(new Text(before + (isStrong ? STRONG : "") + shown.substring(from)));
    return lines;
  }

  /** How many blanks there are from here on. */
  private int blanks(int from) {
    int to = from;
    while (to < shown.length() && shown.charAt(to) == ' ') {
      to++;
    }
    return to - from;
  }

  /**
   * Where to break a line that has room up to here: after the last whole word; if there is none,
   * after the last comma or slash; else here.
   */
  private int endOfWords(int from, int end) {
    int first = from + blanks(from);
    for (int i = end; i > first; i--) {
      if (shown.charAt(i) == ' ') {
        return i;
      }
    }
    for (int i = end; i > first + 1; i--) {
      if (shown.charAt(i - 1) == ',' || shown.charAt(i - 1) == '/') {
        return i;
      }
    }
    return end;
  }

  private static boolean isStrongAtEnd(String text) {
    return text.lastIndexOf(STRONG) > text.lastIndexOf(PLAIN);
  }

  /** The form where bold cannot be shown, without blanks at the end. */
  String plain() {
    return shown.replace(String.valueOf(STRONG), "").replace(String.valueOf(PLAIN), "");
  }

  /** What is written to a terminal if bold begins and ends by these. */
  String styled(String strong, String plain) {
    return shown.replace(String.valueOf(STRONG), strong).replace(String.valueOf(PLAIN), plain);
  }

  /** The escaped text. */
  @Override
  public String toString() {
    return plain();
  }
}
