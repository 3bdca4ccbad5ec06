package io.github.procfs4j.cli.terminal;

import io.github.procfs4j.printable.Printable;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of text that is safe for a terminal, whatever its origin: strings are escaped when they
 * become part of a text, and there is no other way to create one. So {@link Output}, which accepts
 * texts, never sends characters to a terminal that would control it, break a line, or change the
 * direction of writing.
 */
public final class Text {
  /** The beginning and end of bold text: characters that no escaped string contains. */
  static final char STRONG = '\1';

  static final char PLAIN = '\2';

  private static final Text EMPTY = new Text("");
  private static final int TAB = 8;
  private static final String ELLIPSIS = "…";

  private final String shown;

  private Text(String shown) {
    this.shown = shown;
  }

  /** An empty text. */
  public static Text empty() {
    return EMPTY;
  }

  /** A string as a text, with unsafe characters escaped. */
  public static Text of(String string) {
    return new Text(Printable.line(string));
  }

  /** As {@link #of}, but tabs remain: for lines of a file that is shown unchanged. */
  public static Text tabbed(String string) {
    return new Text(Printable.tabbed(string));
  }

  /**
   * As {@link #of}, with tabs replaced by blanks as on a terminal: up to the next multiple of eight
   * columns.
   */
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

  /** As {@link #of}, but bold on a terminal. */
  public static Text strong(String string) {
    return string.isEmpty() ? EMPTY : new Text(STRONG + Printable.line(string) + PLAIN);
  }

  /** This many blanks; none if the number is less than one. */
  public static Text blank(int columns) {
    return columns <= 0 ? EMPTY : new Text(" ".repeat(columns));
  }

  /** This text followed by another one. */
  public Text plus(Text other) {
    return new Text(shown + other.shown);
  }

  /** This text followed by a string, which is escaped. */
  public Text plus(String string) {
    return plus(of(string));
  }

  /** This text in bold. */
  public Text strong() {
    return strong(toString());
  }

  /** The number of columns. */
  public int columns() {
    return Columns.of(shown);
  }

  /** Whether it is empty. */
  public boolean isEmpty() {
    return shown.isEmpty();
  }

  /** This text truncated to at most this many columns, with an ellipsis at the end. */
  public Text cut(int columns) {
    if (columns() <= columns) {
      return this;
    }
    if (columns <= 0) {
      return EMPTY;
    }
    int end = Printable.outsideOfEscape(shown, Columns.fitting(shown, 0, columns - 1));
    String start = shown.substring(0, end);
    return new Text(start + ELLIPSIS + (isStrongAtEnd(start) ? PLAIN : ""));
  }

  /** This text followed by blanks, so that it takes at least this many columns. */
  public Text left(int columns) {
    return plus(blank(columns - columns()));
  }

  /** This text preceded by blanks, so that it takes at least this many columns. */
  public Text right(int columns) {
    return blank(columns - columns()).plus(this);
  }

  /**
   * This text in lines of at most this many columns, broken between words if possible. Leading
   * blanks take at most half of a line.
   *
   * @param indent the number of blanks before each line except the first, at most half of a line
   */
  public List<Text> wrapped(int columns, int indent) {
    List<Text> lines = new ArrayList<>();
    String before = "";
    boolean isStrong = false;
    int from = Math.max(0, blanks(0) - columns / 2);
    // Room for at least one character, which may take two columns.
    int room = Math.max(2, columns);
    for (int end = endOfLine(from, room); end < shown.length(); end = endOfLine(from, room)) {
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

  /** The end of a line of this width: not within an escape, unless that alone is wider. */
  private int endOfLine(int from, int room) {
    int end = Columns.fitting(shown, from, room);
    int outside = Printable.outsideOfEscape(shown, end);
    return outside > from ? outside : end;
  }

  /** The number of blanks from here on. */
  private int blanks(int from) {
    int to = from;
    while (to < shown.length() && shown.charAt(to) == ' ') {
      to++;
    }
    return to - from;
  }

  /**
   * The position at which to break a line that has room up to {@code end}: after the last complete
   * word; if there is none, after the last comma or slash; otherwise at {@code end}.
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

  /** The text without bold, and without blanks at the end. */
  String plain() {
    return shown.replace(String.valueOf(STRONG), "").replace(String.valueOf(PLAIN), "");
  }

  /** The text for a terminal on which bold begins and ends with these strings. */
  String styled(String strong, String plain) {
    return shown.replace(String.valueOf(STRONG), strong).replace(String.valueOf(PLAIN), plain);
  }

  /** The escaped text. */
  @Override
  public String toString() {
    return plain();
  }
}
