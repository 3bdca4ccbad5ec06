package io.github.procfs4j.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A strict place in a text, moved on by the plain parser of a file.
 *
 * <p>Every number read becomes the next <em>cell</em>: {@link #unsigned} and its likes return the
 * cell's index, so that the parser can say to which column of which row it belongs. Everything else
 * that is read is a word that identifies something (a row, a column) and has to stay as it is for
 * the text to count as the same.
 *
 * <p>A blank is a space or a tab. Numbers, words and ends of lines may be preceded by blanks; how
 * many never matters, as the kernel pads numbers to a width that they may outgrow.
 *
 * <p>A field that should be a number and is none costs that cell only: its problem is noted and
 * {@link #NONE} returned. A line that does not have the shape it should costs that line ({@link
 * #eachLine}).
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

  /** A problem costs the line that is being read, and no more: it is noted. */
  private boolean isInLine;

  /**
   * The blanks last skipped without being asked for: they may be fewer or more in the next text.
   */
  private int blanksFrom = -1;

  private int blanksTo = -1;

  /** A number that ends beyond this place may be half a number: the text is cut. */
  private final int wholeUpTo;

  private final boolean isCut;

  private boolean isCutNoted;

  Cursor(String file, byte[] text, LearnedText cells) {
    this(file, text, cells, false);
  }

  /** A cursor on a text of which the last line may be cut, and was given its newline. */
  Cursor(String file, byte[] text, LearnedText cells, boolean isCut) {
    this.text = text;
    this.cells = cells;
    lines = new Lines(file, isCut ? Arrays.copyOf(text, text.length - 1) : text);
    problems = new Problems(lines);
    wholeUpTo = isCut ? lastDigit(text) : text.length;
    this.isCut = isCut;
  }

  /**
   * Where the last digit of the last line is; if it has none, where it begins, as a hexadecimal
   * number may be letters only.
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

  /** Whether everything is read. */
  public boolean atEnd() {
    return at == text.length;
  }

  /** Whether nothing but blanks stands between here and the end of the line, or of the text. */
  public boolean atLineEnd() {
    skipBlanks();
    return at == text.length || text[at] == '\n';
  }

  /** Whether what stands next, after blanks, is digits only up to the next blank or line end. */
  public boolean isNumberNext() {
    skipBlanks();
    int end = at;
    while (end < text.length && text[end] >= '0' && text[end] <= '9') {
      end++;
    }
    return end > at && (end == text.length || isBlank(text[end]) || text[end] == '\n');
  }

  /** Whether {@code ascii} stands here, to the letter. */
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

  /** Moves behind {@code ascii}, which has to stand here to the letter. */
  public void expect(String ascii) {
    if (!isNext(ascii)) {
      throw malformed("\u00ab" + ascii.replace("\n", "\\n") + "\u00bb");
    }
    at += ascii.length();
  }

  /** The bytes from here to the next blank or end of the line, at least one, after blanks. */
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
   * The bytes from here to {@code stop}, at least one, after blanks; moves behind {@code stop}, on
   * the same line.
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
   * The bytes from here to the last {@code stop} on this line, at least one, after blanks; moves
   * behind it. For names that may hold {@code stop} themselves.
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
   * The bytes from here to the last {@code stop} of the whole text, possibly none and not only of
   * this line; moves behind it. For names that may hold anything.
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

  /** The bytes from here to the end of the line or of the text, possibly none, after blanks. */
  public String rest() {
    skipBlanks();
    return restWithBlanks();
  }

  /** The same with the blanks that it may begin with: for names that may begin so. */
  public String restWithBlanks() {
    int from = at;
    while (at < text.length && text[at] != '\n') {
      at++;
    }
    return Words.of(text, from, at);
  }

  /** The next so many bytes, whatever they are: blanks and ends of lines, too. */
  public String bytes(int count) {
    if (text.length - at < count) {
      throw malformed(count + " bytes");
    }
    at += count;
    return Words.of(text, at - count, at);
  }

  /**
   * The bytes from here to the next blank or end of the line, possibly none, after blanks, without
   * moving over them: where the shape of a word has to be known to read it. A character is a byte.
   */
  public String wordAhead() {
    skipBlanks();
    int end = at;
    while (end < text.length && !isBlank(text[end]) && text[end] != '\n') {
      end++;
    }
    return new String(text, at, end - at, ISO_8859_1);
  }

  /** The bytes from here to the end of the line, likewise, but for the blanks before. */
  public String lineAhead() {
    int end = at;
    while (end < text.length && text[end] != '\n') {
      end++;
    }
    return new String(text, at, end - at, ISO_8859_1);
  }

  /**
   * Up to so many of the next bytes, a character for each, without moving: where the shape of what
   * follows has to be known to read it.
   */
  public String ahead(int most) {
    return new String(text, at, Math.min(most, text.length - at), ISO_8859_1);
  }

  /** Moves over blanks and the newline that have to follow. */
  public void endLine() {
    if (!atLineEnd() || at == text.length) {
      throw malformed("the end of the line");
    }
    at++;
  }

  /** Holds that the text is not empty, nor blanks and ends of lines only: some files never are. */
  public void expectText() {
    for (byte b : text) {
      if (!isBlank(b) && b != '\n') {
        return;
      }
    }
    throw malformed("a text that is not empty");
  }

  /**
   * Has {@code line} read each line up to its end, until the text ends. A line that it cannot read
   * is noted as a problem; the cells read before that place stay, the rest of the line is left out,
   * and the next line is read as if nothing were. A line of blanks only says nothing, and is passed
   * over.
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
   * A number as {@code %lu} prints it, 0 to 2^64 - 1, as a 64-bit pattern: the index of its cell,
   * or {@link #NONE}. One that is negative is kept, too, down to -2^63: {@link
   * LearnedText#isNegative} tells.
   */
  public int unsigned() {
    skipBlanks();
    return number(
        isNegativeNext() ? NumberForm.NEGATIVE : NumberForm.UNSIGNED,
        "an unsigned number of at most 64 bits");
  }

  /** A number as {@code %ld} prints it: the index of its cell, or {@link #NONE}. */
  public int signed() {
    return number(NumberForm.SIGNED, "a signed number of at most 64 bits");
  }

  /**
   * A number as {@code %lx} prints it, without a prefix: the index of its cell, or {@link #NONE}.
   */
  public int hexadecimal() {
    return number(NumberForm.HEXADECIMAL, "a hexadecimal number of at most 64 bits");
  }

  /**
   * An unsigned number, with decimals or without; the cell is in hundredths, and what is smaller is
   * cut off. Its index, or {@link #NONE}.
   */
  public int hundredths() {
    return number(NumberForm.HUNDREDTHS, "a decimal number of at most 64 bits");
  }

  /**
   * An unsigned number with exactly three decimals; the cell is in thousandths. Its index, or
   * {@link #NONE}.
   */
  public int thousandths() {
    return number(NumberForm.THOUSANDTHS, "a number with three decimals");
  }

  /** A number with exactly six decimals; the cell is in millionths. Its index, or {@link #NONE}. */
  public int millionths() {
    return number(NumberForm.MILLIONTHS, "a number with six decimals");
  }

  /** A single letter that changes as numbers do: the index of its cell, or {@link #NONE}. */
  public int letter() {
    return number(NumberForm.LETTER, "a letter");
  }

  /**
   * A single letter followed by its meaning, such as {@code S (sleeping)}: the index of its cell,
   * which holds the letter alone, or {@link #NONE}.
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

  /** Notes that the text is cut, if no number was left out for it. */
  void noteCut() {
    if (!isCutNoted) {
      noteCut(text.length - 1, "a newline: what stands before may be cut");
    }
  }

  private void noteCut(int place, String expected) {
    isCutNoted = true;
    problems.add(place, expected);
  }

  /** Whether the last line may lack something: the text is that of a file without its end. */
  public boolean isCut() {
    return isCut;
  }

  /** Notes that something else than {@code expected} stands here, and goes on. */
  public void note(String expected) {
    problems.add(at, expected);
  }

  /** Notes a problem of which it was not known whether it is one when its place was read. */
  public void note(MalformedTextException problem) {
    problems.add(problem);
  }

  /** The problems met so far: of each kind the first, with its place. */
  public List<MalformedTextException> problems() {
    return problems.firsts();
  }

  /** An exception that names this place, and {@code expected} as what should stand here. */
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

  /** Whether a number followed by this byte would be no number but the beginning of some word. */
  private static boolean isOfAWord(byte b) {
    return isDigit(b)
        || (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || b == '_'
        || b == '.'
        || b < 0;
  }
}
