package io.github.procfs4j.text;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A text of procfs that does not say what it should at one place: names the file, the line and the
 * column (both from 1, the column in bytes), what was expected there and what stands there.
 *
 * <p>One that was only noted, and the rest of the text read, has no stack trace: it is not needed
 * for it, and each line of a text may have one.
 */
public final class MalformedTextException extends ProcfsException {
  private static final long serialVersionUID = 1;

  private static final int SHOWN = 40;

  private final String file;
  private final int line;
  private final int column;
  private final String text;
  private final int more;
  private final boolean isNoted;

  /** Where it is, in bytes from the start of the text; -1 if only line and column are known. */
  final int at;

  /** What should stand there. */
  final String expected;

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
   * States that at one place of a text, so many bytes from its start, not what is expected stands.
   */
  public static MalformedTextException at(String file, byte[] text, int at, String expected) {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(expected, "expected");
    return new Lines(file, text).malformed(at, expected, false);
  }

  /** The same, of a place in a line that begins at {@code lineStart}. */
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

  /** The same as one that is to be thrown, though it was only noted. */
  MalformedTextException thrown() {
    return new MalformedTextException(file, line, column, at, text, expected, more, false, null);
  }

  /** The same, of the first of several places that are wrong in the same way. */
  MalformedTextException andMore(int others) {
    return new MalformedTextException(
        file, line, column, at, text, expected, others, isNoted, null);
  }

  /** States that the parser of a file failed on a text in a way of which it knows no place. */
  public static MalformedTextException unforeseen(String file, Exception failure) {
    Objects.requireNonNull(file, "file");
    String expected = "a text that its parser can read to the end";
    return new MalformedTextException(
        file, 1, 1, -1, failure.toString(), expected, 0, false, failure);
  }

  /** Bytes that are no printable ASCII as {@code \xNN}: it is for a message on a terminal. */
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

  /** How many more places of the text are wrong in the same way; this one is the first. */
  public int more() {
    return more;
  }
}
