package io.github.procfs4j.text;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a text of procfs is not as expected. States the file, the line and the column (both
 * from 1, the column in bytes), what was expected there, and what was found.
 *
 * <p>A problem that was only noted has no stack trace: none is needed, and each line of a text may
 * have a problem.
 */
public final class MalformedTextException extends ProcfsException {
  private static final long serialVersionUID = 1;

  private static final int SHOWN = 40;

  /** The file as the user knows it. */
  private final String file;

  /** The line, from 1. */
  private final int line;

  /** The byte within the line, from 1. */
  private final int column;

  /** What was found there, already printable. */
  private final String text;

  /** The number of further problems of this kind. */
  private final int more;

  /** Whether the problem was noted and not thrown. */
  private final boolean isNoted;

  /** The position in bytes from the start of the text; -1 if only line and column are known. */
  final int at;

  /** What was expected there. */
  final String expected;

  /**
   * States what is wrong.
   *
   * @param file the file as the user knows it, such as {@code /proc/stat}
   * @param line the line, from 1
   * @param column the byte within the line, from 1
   * @param text what was found there, already printable
   * @param expected what was expected there
   */
  public MalformedTextException(String file, int line, int column, String text, String expected) {
    this(
        Objects.requireNonNull(file, "file"),
        line,
        column,
        -1,
        Objects.requireNonNull(text, "text"),
        Objects.requireNonNull(expected, "expected"),
        0,
        false,
        null);
  }

  private MalformedTextException(
      String file,
      int line,
      int column,
      int at,
      String text,
      String expected,
      int more,
      boolean isNoted,
      @Nullable Exception cause) {
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
            + "\u00bb"
            + (more == 0 ? "" : " (and " + more + " more like it)"),
        cause,
        !isNoted);
    this.file = file;
    this.line = line;
    this.column = column;
    this.text = text;
    this.at = at;
    this.expected = expected;
    this.more = more;
    this.isNoted = isNoted;
  }

  /**
   * {@return an exception that states that a text does not contain what is expected, at a position
   * in bytes from its start}
   *
   * @param file the file as the user knows it, such as {@code /proc/stat}
   * @param text the bytes of the text
   * @param at the position, from 0
   * @param expected what was expected there
   */
  public static MalformedTextException at(String file, byte[] text, int at, String expected) {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(expected, "expected");
    return new Lines(file, text).malformed(at, expected, false);
  }

  /** As {@link #at(String, byte[], int, String)}, in a line that begins at {@code lineStart}. */
  static MalformedTextException at(
      String file, int line, int lineStart, byte[] text, int at, String expected, boolean isNoted) {
    int end = at;
    while (end < text.length && end < at + SHOWN && text[end] != '\n') {
      end++;
    }
    String shown =
        at == text.length ? "end of text" : end == at ? "end of line" : printable(text, at, end);
    return new MalformedTextException(
        file, line, at - lineStart + 1, at, shown, expected, 0, isNoted, null);
  }

  /** The same problem as an exception to be thrown, if it was only noted so far. */
  MalformedTextException thrown() {
    return new MalformedTextException(file, line, column, at, text, expected, more, false, null);
  }

  /** The same problem, as the first of several of its kind. */
  MalformedTextException andMore(int others) {
    return new MalformedTextException(
        file, line, column, at, text, expected, others, isNoted, null);
  }

  /**
   * {@return an exception that states that the parser of a file failed unexpectedly, at an unknown
   * place}
   *
   * @param file the file as the user knows it, such as {@code /proc/stat}
   * @param failure what the parser threw, which becomes the cause
   */
  public static MalformedTextException unforeseen(String file, Exception failure) {
    Objects.requireNonNull(file, "file");
    String expected = "a text that its parser can read to the end";
    return new MalformedTextException(
        file, 1, 1, -1, failure.toString(), expected, 0, false, failure);
  }

  /**
   * Prints bytes that are not printable ASCII as {@code \xNN}, because the message may go to a
   * terminal.
   */
  private static String printable(byte[] text, int from, int to) {
    StringBuilder shown = new StringBuilder();
    for (int i = from; i < to; i++) {
      if (text[i] < ' ' || text[i] == 0x7f) {
        shown.append(String.format("\\x%02x", text[i]));
      } else {
        shown.append((char) text[i]);
      }
    }
    return shown.toString();
  }

  /**
   * {@return what is wrong, whatever the place, the text there and the numbers in the sentence: two
   * problems of the same kind, in files of the same name, differ in nothing else}
   */
  public String kind() {
    return file.substring(file.lastIndexOf('/') + 1) + ": " + kind(expected);
  }

  /** What was expected, without the numbers in that sentence. */
  static String kind(String expected) {
    StringBuilder kind = new StringBuilder(expected.length());
    expected.chars().filter(c -> c < '0' || c > '9').forEach(c -> kind.append((char) c));
    return kind.toString();
  }

  /** {@return the file as the user knows it, such as {@code /proc/stat}} */
  public String file() {
    return file;
  }

  /** {@return the line, from 1} */
  public int line() {
    return line;
  }

  /** {@return the byte within the line, from 1} */
  public int column() {
    return column;
  }

  /** {@return how many more problems of this kind the text has; this is the first one} */
  public int more() {
    return more;
  }
}
