package io.github.procfs4j.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
 */
public final class Cursor {
  /** The index returned in place of a cell where the text has no such number. */
  public static final int NONE = -1;

  private final byte[] text;
  private final LearnedText cells;
  private final Lines lines;
  private final Problems problems;
  private final NumberForm.Found found = new NumberForm.Found();

  private int at;

  /** Whether a problem costs only the line that is being read: it is noted, not thrown. */
  private boolean isInLine;

  /**
   * Where the blanks begin that were last skipped implicitly: the next text may have fewer or more
   * of them.
   */
  private int blanksFrom = -1;

  private int blanksTo = -1;

  /** A number that ends after this position may be half a number, because the text is truncated. */
  private final int wholeUpTo;

  private final boolean isCut;

  private boolean isCutNoted;

  Cursor(String file, byte[] text, LearnedText cells) {
    this(file, text, cells, false);
  }

  /**
   * A cursor on a text whose last line may be truncated, and which was given the missing newline.
   */
  Cursor(String file, byte[] text, LearnedText cells, boolean isCut) {
    this.text = text;
    this.cells = cells;
    lines = new Lines(file, isCut ? Arrays.copyOf(text, text.length - 1) : text);
    problems = new Problems(lines);
    wholeUpTo = isCut ? lastDigit(text) : text.length;
    this.isCut = isCut;
  }

  /**
   * The position of the last digit of the last line. If it has none, the beginning of that line,
   * because a hexadecimal number may consist of letters only.
   */
  private static int lastDigit(byte[] text) {
    int at = text.length - 2;
    while (at >= 0 && text[at] != '\n') {
      if (isDigit(text[at])) {
        return at;
      }
      at--;
    }
    return at + 1;
  }

  /** {@return whether the complete text has been read} */
  public boolean atEnd() {
    return at == text.length;
  }

  /** {@return whether there is nothing but blanks up to the end of the line or of the text} */
  public boolean atLineEnd() {
    skipBlanks();
    return at == text.length || text[at] == '\n';
  }

  /** {@return whether the next word, after blanks, consists of digits only} */
  public boolean isNumberNext() {
    skipBlanks();
    int end = at;
    while (end < text.length && text[end] >= '0' && text[end] <= '9') {
      end++;
    }
    return end > at && (end == text.length || isBlank(text[end]) || text[end] == '\n');
  }

  /**
   * {@return whether exactly {@code ascii} is next}
   *
   * @param ascii the bytes, as ASCII characters
   */
  public boolean isNext(String ascii) {
    byte[] expected = ascii.getBytes(US_ASCII);
    if (text.length - at < expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (text[at + i] != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Skips {@code ascii}, which must be next, exactly.
   *
   * @param ascii the bytes, as ASCII characters
   */
  public void expect(String ascii) {
    if (!isNext(ascii)) {
      throw malformed("\u00ab" + ascii.replace("\n", "\\n") + "\u00bb");
    }
    at += ascii.length();
  }

  /**
   * {@return the bytes from here to the next blank or end of the line, at least one, after blanks}
   */
  public String word() {
    skipBlanks();
    int from = at;
    while (at < text.length && !isBlank(text[at]) && text[at] != '\n') {
      at++;
    }
    if (at == from) {
      throw malformed("a word");
    }
    return Words.of(text, from, at);
  }

  /**
   * {@return the bytes from here to {@code stop}, at least one, after blanks} Skips {@code stop},
   * which must be on the same line.
   *
   * @param stop the character, which must be ASCII
   */
  public String until(char stop) {
    skipBlanks();
    int from = at;
    while (at < text.length && text[at] != stop && text[at] != '\n') {
      at++;
    }
    if (at == text.length || text[at] != stop || at == from) {
      at = from;
      throw malformed("a name that ends in \u00ab" + stop + "\u00bb");
    }
    at++;
    return Words.of(text, from, at - 1);
  }

  /**
   * {@return the bytes from here to the last {@code stop} on this line, at least one, after blanks}
   * Skips that {@code stop}. For names that may contain {@code stop} themselves.
   *
   * @param stop the character, which must be ASCII
   */
  public String untilLast(char stop) {
    skipBlanks();
    int from = at;
    int last = -1;
    for (int i = at; i < text.length && text[i] != '\n'; i++) {
      if (text[i] == stop) {
        last = i;
      }
    }
    if (last <= from) {
      throw malformed("a name that ends in \u00ab" + stop + "\u00bb");
    }
    at = last + 1;
    return Words.of(text, from, last);
  }

  /**
   * {@return the bytes from here to the last {@code stop} of the text, possibly none and possibly
   * several lines} Skips that {@code stop}. For names that may contain anything.
   *
   * @param stop the character, which must be ASCII
   */
  public String untilLastOfText(char stop) {
    int last = text.length - 1;
    while (last >= at && text[last] != stop) {
      last--;
    }
    if (last < at) {
      throw malformed("a name that ends in \u00ab" + stop + "\u00bb");
    }
    int from = at;
    at = last + 1;
    return Words.of(text, from, last);
  }

  /**
   * {@return the bytes from here to the end of the line or of the text, possibly none, after
   * blanks}
   */
  public String rest() {
    skipBlanks();
    return restWithBlanks();
  }

  /**
   * {@return what {@link #rest} returns, but with leading blanks: for names that may begin with
   * them}
   */
  public String restWithBlanks() {
    int from = at;
    while (at < text.length && text[at] != '\n') {
      at++;
    }
    return Words.of(text, from, at);
  }

  /**
   * {@return the next {@code count} bytes, including blanks and ends of lines}
   *
   * @param count the number of bytes, at most as many as are left
   */
  public String bytes(int count) {
    if (text.length - at < count) {
      throw malformed(count + " bytes");
    }
    at += count;
    return Words.of(text, at - count, at);
  }

  /**
   * {@return the bytes from here to the next blank or end of the line, possibly none, after blanks,
   * without skipping them} For words whose form must be known before they are read. Each byte
   * becomes one character.
   */
  public String wordAhead() {
    skipBlanks();
    int end = at;
    while (end < text.length && !isBlank(text[end]) && text[end] != '\n') {
      end++;
    }
    return new String(text, at, end - at, ISO_8859_1);
  }

  /**
   * {@return what {@link #wordAhead} returns, but up to the end of the line, and including leading
   * blanks}
   */
  public String lineAhead() {
    int end = at;
    while (end < text.length && text[end] != '\n') {
      end++;
    }
    return new String(text, at, end - at, ISO_8859_1);
  }

  /**
   * {@return up to {@code most} of the next bytes, each as one character, without skipping them}
   * For text whose form must be known before it is read.
   *
   * @param most the number of bytes; fewer are returned at the end of the text
   */
  public String ahead(int most) {
    return new String(text, at, Math.min(most, text.length - at), ISO_8859_1);
  }

  /** Skips blanks and a newline, which must be next. */
  public void endLine() {
    if (!atLineEnd() || at == text.length) {
      throw malformed("the end of the line");
    }
    at++;
  }

  /**
   * Checks that the text contains more than blanks and ends of lines, as the texts of some files
   * always do.
   */
  public void expectText() {
    for (byte b : text) {
      if (!isBlank(b) && b != '\n') {
        return;
      }
    }
    throw malformed("a text that is not empty");
  }

  /**
   * Calls {@code line} for each line until the text ends; it must read the line to its end. If it
   * cannot, the problem is noted, the cells read so far are kept, the rest of the line is skipped,
   * and reading continues with the next line. Lines that contain only blanks are skipped.
   *
   * @param line reads a line from this cursor
   */
  public void eachLine(Consumer<Cursor> line) {
    Objects.requireNonNull(line, "line");
    isInLine = true;
    while (!atEnd()) {
      try {
        if (!isBlankLine()) {
          line.accept(this);
        }
        endLine();
      } catch (MalformedTextException e) {
        problems.add(e);
        while (at < text.length && text[at++] != '\n') {
          // to the next line
        }
      }
    }
    isInLine = false;
  }

  private boolean isBlankLine() {
    int end = at;
    while (end < text.length && isBlank(text[end])) {
      end++;
    }
    return end == text.length || text[end] == '\n';
  }

  /**
   * {@return a number as {@code %lu} prints it, 0 to 2^64 - 1, as a 64-bit pattern: the index of
   * its cell, or {@link #NONE}} A negative number, down to -2^63, is kept too; see {@link
   * LearnedText#isNegative}.
   */
  public int unsigned() {
    skipBlanks();
    return number(
        isNegativeNext() ? NumberForm.NEGATIVE : NumberForm.UNSIGNED,
        "an unsigned number of at most 64 bits");
  }

  /** {@return a number as {@code %ld} prints it: the index of its cell, or {@link #NONE}} */
  public int signed() {
    return number(NumberForm.SIGNED, "a signed number of at most 64 bits");
  }

  /**
   * {@return a number as {@code %lx} prints it, without a prefix: the index of its cell, or {@link
   * #NONE}}
   */
  public int hexadecimal() {
    return number(NumberForm.HEXADECIMAL, "a hexadecimal number of at most 64 bits");
  }

  /**
   * {@return an unsigned number with or without decimals; the cell contains hundredths, and further
   * decimals are dropped} The index of the cell, or {@link #NONE}.
   */
  public int hundredths() {
    return number(NumberForm.HUNDREDTHS, "a decimal number of at most 64 bits");
  }

  /**
   * {@return an unsigned number with exactly three decimals; the cell contains thousandths} The
   * index of the cell, or {@link #NONE}.
   */
  public int thousandths() {
    return number(NumberForm.THOUSANDTHS, "a number with three decimals");
  }

  /**
   * {@return a number with exactly six decimals; the cell contains millionths} The index of the
   * cell, or {@link #NONE}.
   */
  public int millionths() {
    return number(NumberForm.MILLIONTHS, "a number with six decimals");
  }

  /**
   * {@return a single letter that changes like a number: the index of its cell, or {@link #NONE}}
   */
  public int letter() {
    return number(NumberForm.LETTER, "a letter");
  }

  /**
   * {@return a single letter followed by its meaning, such as {@code S (sleeping)}: the index of
   * its cell, which contains only the letter, or {@link #NONE}}
   */
  public int explainedLetter() {
    return number(NumberForm.EXPLAINED_LETTER, "a letter and its meaning in parentheses");
  }

  private int number(NumberForm form, String expected) {
    skipBlanks();
    boolean read = form.read(text, at, text.length, found);
    if (!read || (found.end < text.length && isOfAWord(text[found.end]))) {
      problems.add(at, isNegativeNext() && !form.isSigned() ? "a number not below 0" : expected);
      while (at < text.length && !isBlank(text[at]) && text[at] != '\n') {
        at++;
      }
      return NONE;
    }
    if (found.end > wholeUpTo) {
      noteCut(at, "a newline at the end of the text: this may be half a number");
      at = found.end;
      return NONE;
    }
    int pad = blanksTo == at ? blanksFrom : at;
    int cell = cells.add(form, pad, at, found.end, found.value);
    at = found.end;
    return cell;
  }

  /** Notes that the text is truncated, unless that was noted for a number that was left out. */
  void noteCut() {
    if (!isCutNoted) {
      noteCut(text.length - 1, "a newline: what stands before may be cut");
    }
  }

  private void noteCut(int place, String expected) {
    isCutNoted = true;
    problems.add(place, expected);
  }

  /** {@return whether the last line may be truncated: the text did not end in a newline} */
  public boolean isCut() {
    return isCut;
  }

  /**
   * Notes that something other than {@code expected} was found here, and continues.
   *
   * @param expected what should be here, such as {@code "a number"}
   */
  public void note(String expected) {
    problems.add(at, expected);
  }

  /**
   * Notes a problem that could not be recognized as one when its place was read.
   *
   * @param problem the problem, which states its place itself
   */
  public void note(MalformedTextException problem) {
    problems.add(problem);
  }

  /** {@return the problems found so far: the first of each kind, with its place} */
  public List<MalformedTextException> problems() {
    return problems.firsts();
  }

  /**
   * {@return an exception that states this place, and {@code expected} as what was expected there}
   *
   * @param expected what should be here, such as {@code "a number"}
   */
  public MalformedTextException malformed(String expected) {
    Objects.requireNonNull(expected, "expected");
    return lines.malformed(at, expected, isInLine);
  }

  private void skipBlanks() {
    if (at < text.length && isBlank(text[at])) {
      blanksFrom = at;
      while (at < text.length && isBlank(text[at])) {
        at++;
      }
      blanksTo = at;
      cells.blanksAfterNumber(blanksFrom);
    }
  }

  private boolean isNegativeNext() {
    return text.length - at > 1 && text[at] == '-' && isDigit(text[at + 1]);
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  /** Whether a number followed by this byte is not a number but the beginning of a word. */
  private static boolean isOfAWord(byte b) {
    return isDigit(b)
        || (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || b == '_'
        || b == '.'
        || b < 0;
  }
}
