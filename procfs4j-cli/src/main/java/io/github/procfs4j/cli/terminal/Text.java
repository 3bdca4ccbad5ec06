package io.github.procfs4j.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of text that is fit for a terminal, whoever chose its words: it is made of strings that
 * were escaped as it was made, and there is no other way to make one. So {@link Output}, which
 * takes texts, never sends a terminal what would steer it, break a line, or turn the direction of
 * writing.
 */
public final class Text {
  /** Where bold writing begins and ends: characters that no escaped string contains. */
  static final char STRONG = '\1';

  static final char PLAIN = '\2';

  private static final Text EMPTY = new Text("");
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
    String start = shown.substring(0, Columns.fitting(shown, columns - 1));
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
   *
   * @param indent how many blanks are before each line but the first, at most half of a line
   */
  public List<Text> wrapped(int columns, int indent) {
    List<Text> lines = new ArrayList<>();
    String rest = shown;
    String before = "";
    // Room for one character at least, which may take two columns.
    int room = Math.max(2, columns);
    while (Columns.of(rest) > room) {
      int end = Columns.fitting(rest, room);
      int blank = rest.charAt(end) == ' ' ? end : rest.lastIndexOf(' ', end - 1);
      boolean isBetweenWords = blank > 0 && !rest.substring(0, blank).isBlank();
      int to = isBetweenWords ? blank : end;
      String line = rest.substring(0, to);
      boolean isStrong = isStrongAtEnd(line);
      lines.add(new Text(before + line + (isStrong ? PLAIN : "")));
      rest = (isStrong ? STRONG : "") + rest.substring(to).stripLeading();
      before = " ".repeat(Math.min(indent, columns / 2));
      room = Math.max(2, columns - before.length());
    }
    lines.add(new Text(before + rest));
    return lines;
  }

  private static boolean isStrongAtEnd(String text) {
    return text.lastIndexOf(STRONG) > text.lastIndexOf(PLAIN);
  }

  /** What is written where nobody can see what is bold, without blanks at the end. */
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
