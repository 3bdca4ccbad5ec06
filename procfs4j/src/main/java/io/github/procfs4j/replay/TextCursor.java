package io.github.procfs4j.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.procfs4j.text.Cursor;
import io.github.procfs4j.text.MalformedTextException;
import io.github.procfs4j.text.Problem;
import io.github.procfs4j.text.Words;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The cursor on a text that is being learned: each number that it reads becomes a cell of the
 * {@link LearnedText}.
 */
final class TextCursor implements Cursor {
  private final byte[] text;
  private final LearnedText cells;
  private final Lines lines;
  private final Problems problems = new Problems();
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

  TextCursor(String file, byte[] text, LearnedText cells) {
    this(file, text, cells, false);
  }

  /**
   * A cursor on a text whose last line may be truncated, and which was given the missing newline.
   */
  TextCursor(String file, byte[] text, LearnedText cells, boolean isCut) {
    this.text = text;
    this.cells = cells;
    lines = new Lines(file, isCut ? Arrays.copyOf(text, text.length - 1) : text);
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

  @Override
  public boolean atEnd() {
    return at == text.length;
  }

  @Override
  public boolean atLineEnd() {
    skipBlanks();
    return at == text.length || text[at] == '\n';
  }

  @Override
  public boolean isNumberNext() {
    skipBlanks();
    int end = at;
    while (end < text.length && text[end] >= '0' && text[end] <= '9') {
      end++;
    }
    return end > at && (end == text.length || isBlank(text[end]) || text[end] == '\n');
  }

  @Override
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

  @Override
  public void expect(String ascii) {
    if (!isNext(ascii)) {
      throw malformed("\u00ab" + ascii.replace("\n", "\\n") + "\u00bb");
    }
    at += ascii.length();
  }

  @Override
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

  @Override
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

  @Override
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

  @Override
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

  @Override
  public String rest() {
    skipBlanks();
    return restWithBlanks();
  }

  @Override
  public String restWithBlanks() {
    int from = at;
    while (at < text.length && text[at] != '\n') {
      at++;
    }
    return Words.of(text, from, at);
  }

  @Override
  public String bytes(int count) {
    if (text.length - at < count) {
      throw malformed(count + " bytes");
    }
    at += count;
    return Words.of(text, at - count, at);
  }

  @Override
  public String wordAhead() {
    skipBlanks();
    int end = at;
    while (end < text.length && !isBlank(text[end]) && text[end] != '\n') {
      end++;
    }
    return new String(text, at, end - at, ISO_8859_1);
  }

  @Override
  public String lineAhead() {
    int end = at;
    while (end < text.length && text[end] != '\n') {
      end++;
    }
    return new String(text, at, end - at, ISO_8859_1);
  }

  @Override
  public String ahead(int most) {
    return new String(text, at, Math.min(most, text.length - at), ISO_8859_1);
  }

  @Override
  public void endLine() {
    if (!atLineEnd() || at == text.length) {
      throw malformed("the end of the line");
    }
    at++;
  }

  @Override
  public void expectText() {
    for (byte b : text) {
      if (!isBlank(b) && b != '\n') {
        return;
      }
    }
    throw malformed("a text that is not empty");
  }

  @Override
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
        problems.add(e.problem());
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

  @Override
  public int unsigned() {
    skipBlanks();
    return number(
        isNegativeNext() ? NumberForm.NEGATIVE : NumberForm.UNSIGNED,
        "an unsigned number of at most 64 bits");
  }

  @Override
  public int signed() {
    return number(NumberForm.SIGNED, "a signed number of at most 64 bits");
  }

  @Override
  public int hexadecimal() {
    return number(NumberForm.HEXADECIMAL, "a hexadecimal number of at most 64 bits");
  }

  @Override
  public int hundredths() {
    return number(NumberForm.HUNDREDTHS, "a decimal number of at most 64 bits");
  }

  @Override
  public int thousandths() {
    return number(NumberForm.THOUSANDTHS, "a number with three decimals");
  }

  @Override
  public int millionths() {
    return number(NumberForm.MILLIONTHS, "a number with six decimals");
  }

  @Override
  public int letter() {
    return number(NumberForm.LETTER, "a letter");
  }

  @Override
  public int explainedLetter() {
    return number(NumberForm.EXPLAINED_LETTER, "a letter and its meaning in parentheses");
  }

  private int number(NumberForm form, String expected) {
    skipBlanks();
    boolean read = form.read(text, at, text.length, found);
    if (!read || (found.end < text.length && isOfAWord(text[found.end]))) {
      note(isNegativeNext() && !form.isSigned() ? "a number not below 0" : expected);
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
    problems.add(lines.problem(place, expected));
  }

  @Override
  public boolean isCut() {
    return isCut;
  }

  @Override
  public void note(String expected) {
    problems.add(lines.problem(at, expected));
  }

  @Override
  public void note(MalformedTextException problem) {
    problems.add(problem.problem());
  }

  /** The problems found so far: the first of each kind, with its place. */
  List<Problem> problems() {
    return problems.firsts();
  }

  @Override
  public MalformedTextException malformed(String expected) {
    Objects.requireNonNull(expected, "expected");
    Problem problem = lines.problem(at, expected);
    return isInLine ? MalformedTextException.noted(problem) : new MalformedTextException(problem);
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
