package io.github.procfs4j.text;

/**
 * A text of procfs that does not say what it should at one place: names the file, the line and the
 * column (both from 1, the column in bytes), what was expected there and what stands there.
 */
public final class MalformedTextException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String file;
  private final int line;
  private final int column;

  /**
   * States what is wrong.
   *
   * @param file the file as the user knows it, such as {@code /proc/stat}
   * @param line the line, from 1
   * @param column the byte within the line, from 1
   * @param text what stands there, already printable
   * @param expected what should
   */
  public MalformedTextException(String file, int line, int column, String text, String expected) {
    super(
        file
            + ":"
            + line
            + ":"
            + column
            + ": expected "
            + expected
            + ", found \u00ab"
            + text
            + "\u00bb");
    this.file = file;
    this.line = line;
    this.column = column;
  }

  /** The file as the user knows it, such as {@code /proc/stat}. */
  public String file() {
    return file;
  }

  /** The line, from 1. */
  public int line() {
    return line;
  }

  /** The byte within the line, from 1. */
  public int column() {
    return column;
  }
}
