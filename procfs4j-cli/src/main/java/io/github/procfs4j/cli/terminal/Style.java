package io.github.procfs4j.cli.terminal;

/**
 * How a part of a line looks: what it means, not a colour. Only the eight colours are used that
 * each terminal lets its user choose, so a text is readable on a light and on a dark background;
 * without colours, what is important is bold.
 */
public enum Style {
  /** Ordinary text. */
  PLAIN("", ""),
  /** Something that matters more than the rest. */
  STRONG("1", "1"),
  /** The name of something that is beside it. */
  LABEL("36", ""),
  /** A curve. */
  CURVE("32", ""),
  /** Something that is worth a look. */
  WARNING("1;31", "1"),
  /** A line that is a bar, such as the heading of a table. */
  BAR("7", "7"),
  /** The selected part of such a line. */
  SELECTED("1;4", "1;4");

  private final String coloured;
  private final String uncoloured;

  Style(String coloured, String uncoloured) {
    this.coloured = coloured;
    this.uncoloured = uncoloured;
  }

  /** The control sequence that begins it, whatever came before. */
  String begin(boolean hasColours) {
    String parameters = hasColours ? coloured : uncoloured;
    return "\033[0" + (parameters.isEmpty() ? "" : ";" + parameters) + "m";
  }
}
