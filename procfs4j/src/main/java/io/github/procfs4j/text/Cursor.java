package io.github.procfs4j.text;

import java.util.function.Consumer;

/**
 * A position in a text, with which the plain parser of a file reads it strictly.
 *
 * <p>Every number that is read becomes the next <em>cell</em>. {@link #unsigned} and similar
 * methods return the index of the cell, so that the parser can assign it to a column of a row.
 * Everything else is read as words, which identify something (a row, a column). If a word changes,
 * the text has to be parsed again.
 *
 * <p>A blank is a space or a tab. Numbers, words and ends of lines may be preceded by blanks; their
 * number never matters, because the kernel pads numbers to a width that they may outgrow.
 *
 * <p>A field that should be a number and is not costs only that cell: the problem is noted, and
 * {@link #NONE} is returned. A line of an unexpected form costs only that line ({@link #eachLine}).
 *
 * <p>Parsers receive a cursor from the library. Do not implement this interface: methods may be
 * added to it.
 */
public interface Cursor {
  /** The index returned in place of a cell where the text has no such number. */
  int NONE = -1;

  /** {@return whether the complete text has been read} */
  boolean atEnd();

  /** {@return whether there is nothing but blanks up to the end of the line or of the text} */
  boolean atLineEnd();

  /** {@return whether the next word, after blanks, consists of digits only} */
  boolean isNumberNext();

  /**
   * {@return whether exactly {@code ascii} is next}
   *
   * @param ascii the bytes, as ASCII characters
   */
  boolean isNext(String ascii);

  /**
   * Skips {@code ascii}, which must be next, exactly.
   *
   * @param ascii the bytes, as ASCII characters
   */
  void expect(String ascii);

  /**
   * {@return the bytes from here to the next blank or end of the line, at least one, after blanks}
   */
  String word();

  /**
   * {@return the bytes from here to {@code stop}, at least one, after blanks} Skips {@code stop},
   * which must be on the same line.
   *
   * @param stop the character, which must be ASCII
   */
  String until(char stop);

  /**
   * {@return the bytes from here to the last {@code stop} on this line, at least one, after blanks}
   * Skips that {@code stop}. For names that may contain {@code stop} themselves.
   *
   * @param stop the character, which must be ASCII
   */
  String untilLast(char stop);

  /**
   * {@return the bytes from here to the last {@code stop} of the text, possibly none and possibly
   * several lines} Skips that {@code stop}. For names that may contain anything.
   *
   * @param stop the character, which must be ASCII
   */
  String untilLastOfText(char stop);

  /**
   * {@return the bytes from here to the end of the line or of the text, possibly none, after
   * blanks}
   */
  String rest();

  /**
   * {@return what {@link #rest} returns, but with leading blanks: for names that may begin with
   * them}
   */
  String restWithBlanks();

  /**
   * {@return the next {@code count} bytes, including blanks and ends of lines}
   *
   * @param count the number of bytes, at most as many as are left
   */
  String bytes(int count);

  /**
   * {@return the bytes from here to the next blank or end of the line, possibly none, after blanks,
   * without skipping them} For words whose form must be known before they are read. Each byte
   * becomes one character.
   */
  String wordAhead();

  /**
   * {@return what {@link #wordAhead} returns, but up to the end of the line, and including leading
   * blanks}
   */
  String lineAhead();

  /**
   * {@return up to {@code most} of the next bytes, each as one character, without skipping them}
   * For text whose form must be known before it is read.
   *
   * @param most the number of bytes; fewer are returned at the end of the text
   */
  String ahead(int most);

  /** Skips blanks and a newline, which must be next. */
  void endLine();

  /**
   * Checks that the text contains more than blanks and ends of lines, as the texts of some files
   * always do.
   */
  void expectText();

  /**
   * Calls {@code line} for each line until the text ends; it must read the line to its end. If it
   * cannot, the problem is noted, the cells read so far are kept, the rest of the line is skipped,
   * and reading continues with the next line. Lines that contain only blanks are skipped.
   *
   * @param line reads a line from this cursor
   */
  void eachLine(Consumer<Cursor> line);

  /**
   * {@return a number as {@code %lu} prints it, 0 to 2^64 - 1, as a 64-bit pattern: the index of
   * its cell, or {@link #NONE}} A negative number, down to -2^63, is kept too, because some kernels
   * print a counter as signed; its column is signed for that cell.
   */
  int unsigned();

  /** {@return a number as {@code %ld} prints it: the index of its cell, or {@link #NONE}} */
  int signed();

  /**
   * {@return a number as {@code %lx} prints it, without a prefix: the index of its cell, or {@link
   * #NONE}}
   */
  int hexadecimal();

  /**
   * {@return an unsigned number with or without decimals; the cell contains hundredths, and further
   * decimals are dropped} The index of the cell, or {@link #NONE}.
   */
  int hundredths();

  /**
   * {@return an unsigned number with exactly three decimals; the cell contains thousandths} The
   * index of the cell, or {@link #NONE}.
   */
  int thousandths();

  /**
   * {@return a number with exactly six decimals; the cell contains millionths} The index of the
   * cell, or {@link #NONE}.
   */
  int millionths();

  /**
   * {@return a single letter that changes like a number: the index of its cell, or {@link #NONE}}
   */
  int letter();

  /**
   * {@return a single letter followed by its meaning, such as {@code S (sleeping)}: the index of
   * its cell, which contains only the letter, or {@link #NONE}}
   */
  int explainedLetter();

  /** {@return whether the last line may be truncated: the text did not end in a newline} */
  boolean isCut();

  /**
   * Notes that something other than {@code expected} was found here, and continues.
   *
   * @param expected what should be here, such as {@code "a number"}
   */
  void note(String expected);

  /**
   * Notes a problem that could not be recognized as one when its place was read.
   *
   * @param problem the problem, which states its place itself
   */
  void note(MalformedTextException problem);

  /**
   * {@return an exception that states this place, and {@code expected} as what was expected there}
   *
   * @param expected what should be here, such as {@code "a number"}
   */
  MalformedTextException malformed(String expected);
}
