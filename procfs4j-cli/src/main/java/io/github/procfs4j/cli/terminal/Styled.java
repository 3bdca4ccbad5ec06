package io.github.procfs4j.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A line of text whose parts may look different. Like {@link Text}, of which it consists, it is
 * safe for a terminal, whatever the origin of its strings.
 *
 * @param parts the parts, from the left
 */
public record Styled(List<Part> parts) {
  private static final Styled EMPTY = new Styled(List.of());

  /**
   * A part.
   *
   * @param text its text
   * @param style how it looks
   */
  public record Part(Text text, Style style) {
    /** Checks for null. */
    public Part {
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(style, "style");
    }
  }

  /** Copies the list. */
  public Styled {
    parts = List.copyOf(parts);
  }

  /** An empty line. */
  public static Styled empty() {
    return EMPTY;
  }

  /** A string as a line, with unsafe characters escaped. */
  public static Styled of(String string, Style style) {
    return new Styled(List.of(new Part(Text.of(string), style)));
  }

  /** This line followed by another one. */
  public Styled plus(Styled other) {
    List<Part> all = new ArrayList<>(parts);
    all.addAll(other.parts);
    return new Styled(all);
  }

  /** This line followed by a string, which is escaped. */
  public Styled plus(String string, Style style) {
    return plus(of(string, style));
  }

  /** This line followed by a text. */
  public Styled plus(Text text, Style style) {
    return plus(new Styled(List.of(new Part(text, style))));
  }

  /** The number of columns. */
  public int columns() {
    return parts.stream().mapToInt(part -> part.text().columns()).sum();
  }

  /** This line truncated to at most this many columns, with an ellipsis at the end. */
  public Styled cut(int columns) {
    if (columns() <= columns) {
      return this;
    }
    List<Part> kept = new ArrayList<>();
    int room = columns;
    for (Part part : parts) {
      Text text = part.text().cut(room);
      if (!text.isEmpty()) {
        kept.add(new Part(text, part.style()));
      }
      room -= text.columns();
    }
    return new Styled(kept);
  }

  /** This line followed by blanks of a style, so that it takes at least this many columns. */
  public Styled left(int columns, Style style) {
    int missing = columns - columns();
    return missing <= 0 ? this : plus(Text.blank(missing), style);
  }

  /** The same text in one style. */
  public Styled in(Style style) {
    return new Styled(parts.stream().map(part -> new Part(part.text(), style)).toList());
  }

  /** The text without styles. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(part.text()));
    return text.toString();
  }
}
