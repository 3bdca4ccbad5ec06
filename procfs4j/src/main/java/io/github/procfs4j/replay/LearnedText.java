package io.github.procfs4j.replay;

import io.github.procfs4j.text.MalformedTextException;
import io.github.procfs4j.text.Problem;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A text with the values and positions of its numbers, so that the next text of the same file need
 * not be parsed, but only compared.
 *
 * <p>{@link #learn} lets a plain parser read a text and keeps the position, form and value of each
 * number: cell <i>i</i> is the <i>i</i>-th number of the text. {@link #replay} compares the next
 * text with the previous one. Where they are equal, there is nothing to do. Where they differ
 * inside a number, that number is read again, in the same form, and the comparison continues after
 * it. Where they differ anywhere else the replay gives up, and the caller lets the text be learned
 * again. So every byte of a text is either equal to a byte that the parser has understood, or part
 * of a number in the same place. Replay never accepts what the parser would reject, and never
 * yields another value.
 *
 * <p>The rule for blanks is stricter than the parser's, which is safe: where there were blanks
 * before a number there must be blanks again, and where there were none there must be none.
 *
 * <p>The texts are kept as byte arrays, because copying a text costs less than accessing native
 * memory for each number. The position ({@link NumberSpan}) and the value of a number are adjacent
 * in memory, and an index entry for each 32 bytes of text finds the numbers there ({@link Marks}).
 * If little has changed, a replay touches the two texts and a few other cache lines. They are
 * compared ({@link EightBytes}), and numbers are read ({@link Digits}), eight bytes at a time.
 */
public final class LearnedText {
  /** Two changed numbers of a run are close if they are no further apart than this. */
  private static final int CLOSE = 6;

  /** The bits of so many successive unchanged numbers end a run of readings. */
  private static final int QUIET = 0x1f;

  private final Scratch scratch;
  private final boolean isScratchShared;
  private byte[] text = new byte[0];
  private int length;
  private boolean learned;
  private LearnedProblems problems = LearnedProblems.NONE;

  /** The text was truncated, and has been given the missing newline. */
  private boolean isCut;

  private int cells;

  /**
   * For each cell, the {@linkplain NumberSpan span} of its number, and its value. The last cell is
   * followed by {@link NumberSpan#BEYOND}, so that no search needs a limit.
   */
  private long[] cell = {NumberSpan.BEYOND, 0, 0, 0};

  /** For each cell that changed, twice its index, and its change. */
  private long[] change = new long[4];

  private final Marks marks = new Marks();

  private int changes;

  /** During replay, the first number whose span has not been updated yet. */
  private int next;

  /** During replay, how far that number has moved to the right since the last text. */
  private int moved;

  private final NumberForm.Found found;

  /** Creates an object that has not learned a text yet. */
  public LearnedText() {
    this(new Scratch(), false);
  }

  /**
   * As {@link #LearnedText()}, for one of many texts, which share the memory for the next text.
   *
   * @param scratch the memory for the next text
   */
  public LearnedText(Scratch scratch) {
    this(scratch, true);
  }

  private LearnedText(Scratch scratch, boolean isScratchShared) {
    this.scratch = scratch;
    this.isScratchShared = isScratchShared;
    found = scratch.found;
  }

  /**
   * Reads a text with the plain parser, and keeps a copy of it.
   *
   * <p>Changes since an earlier text are not known: there are no {@link #changes}.
   *
   * @param file the name of the file, for messages
   * @param text its bytes
   * @param length their number
   * @param parser reads the text
   * @throws MalformedTextException if the text is truncated (it is not empty and does not end in a
   *     newline), if the parser rejects it, or if it yields only problems and no cell; then nothing
   *     is learned
   */
  public void learn(String file, ByteBuffer text, int length, PlainParser parser) {
    learn(file, text, length, parser, () -> false);
  }

  /**
   * As {@link #learn(String, ByteBuffer, int, PlainParser)}, for a text that may be truncated.
   *
   * @param file the name of the file, for messages
   * @param text its bytes
   * @param length their number
   * @param parser reads the text
   * @param mayBeCut whether to read a text that does not end in a newline nevertheless; evaluated
   *     only for such a text. Its last number is left out, because it may be half a number, which
   *     is noted as a problem
   */
  public void learn(
      String file, ByteBuffer text, int length, PlainParser parser, BooleanSupplier mayBeCut) {
    forget();
    byte[] taken = scratch.take(text, 0, length);
    isCut = isCut(taken, length);
    if (isCut && !mayBeCut.getAsBoolean()) {
      throw MalformedTextException.at(
          file, Arrays.copyOf(taken, length), length, "a newline: the text is cut");
    }
    int ended = isCut ? Scratch.end(taken, length) : length;
    TextCursor cursor = new TextCursor(file, Arrays.copyOf(taken, ended), this, isCut);
    parser.parse(cursor);
    if (isCut) {
      cursor.noteCut();
    }
    if (cells == 0) {
      for (Problem problem : cursor.problems()) {
        if (problem.hasPlace()) {
          throw new MalformedTextException(problem);
        }
      }
    }
    if (!cursor.atEnd()) {
      throw cursor.malformed("the end of the text");
    }
    keep(taken, ended);
    marks.make(ended, cell, cells);
    problems = LearnedProblems.of(file, cursor.problems(), this);
  }

  private static boolean isCut(byte[] text, int length) {
    return length > 0 && text[length - 1] != '\n';
  }

  /** A copy of the last text. */
  byte[] bytes() {
    return Arrays.copyOf(text, isCut ? length - 1 : length);
  }

  /** Where a number begins. */
  int start(int cell) {
    return NumberSpan.start(this.cell[2 * cell]);
  }

  /**
   * Where the padding of a number begins; for the index after the last number, the end of the text.
   */
  int padOrEnd(int cell) {
    return cell == cells ? length : NumberSpan.pad(this.cell[2 * cell]);
  }

  /** Discards what was learned: the next text has to be learned. */
  public void forget() {
    learned = false;
    cells = 0;
    cell[0] = NumberSpan.BEYOND;
    changes = 0;
    problems = LearnedProblems.NONE;
  }

  /** Keeps a number that the parser has read. */
  int add(NumberForm numberForm, int padAt, int startAt, int endAt, long value) {
    if (2 * cells + 4 > cell.length) {
      cell = Arrays.copyOf(cell, 2 * cell.length);
      change = new long[cell.length];
    }
    long kind = NumberSpan.formed(numberForm);
    if (cells > 0 && NumberSpan.end(cell[2 * cells - 2]) == padAt) {
      cell[2 * cells - 2] &= ~NumberSpan.BLANKS_AFTER; // they belong to this number
      kind |= NumberSpan.FOLLOWS;
    }
    cell[2 * cells] = NumberSpan.of(padAt, startAt, endAt, kind);
    cell[2 * cells + 1] = value;
    cell[2 * cells + 2] = NumberSpan.BEYOND;
    return cells++;
  }

  /** Notes that the parser skipped blanks as mere padding, beginning {@code at} this position. */
  void blanksAfterNumber(int at) {
    if (cells > 0 && NumberSpan.end(cell[2 * cells - 2]) == at) {
      cell[2 * cells - 2] |= NumberSpan.BLANKS_AFTER;
    }
  }

  /**
   * Accepts a text as the next one if it differs from the last one only in numbers.
   *
   * @param from its bytes
   * @param length their number
   * @return whether it does; if not, the learned text is invalid, and the text has to be
   *     {@linkplain #learn learned}
   */
  public boolean replay(ByteBuffer from, int length) {
    return replay(from, 0, length);
  }

  /**
   * As {@link #replay(ByteBuffer, int)}, for a text in a buffer with others.
   *
   * @param from the buffer
   * @param begin where it begins
   * @param length the number of its bytes
   * @return whether it differs only in numbers; if not, it has to be {@linkplain #learn learned}
   */
  public boolean replay(ByteBuffer from, int begin, int length) {
    changes = 0;
    if (!learned) {
      return false;
    }
    learned = false; // until the end is reached
    byte[] now = scratch.take(from, begin, length);
    if (isCut(now, length) != isCut) {
      return false;
    }
    int nowLength = isCut ? Scratch.end(now, length) : length;
    next = 0;
    moved = 0;
    int at = mismatch(0, now, nowLength);
    if (at == this.length && at == nowLength) {
      learned = true;
      return true;
    }
    while (at < this.length || at + moved < nowLength) {
      int before = next;
      int end = readInPlace(at, now, nowLength);
      if (end < 0) {
        end = readAnew(at, now, nowLength);
        if (end < 0) {
          changes = 0;
          return false;
        }
      }
      // Numbers that change are rarely alone: reading the following ones in sequence costs less
      // than searching for differences.
      boolean isRun = NumberSpan.isInRun(cell[2 * next]);
      if (next - before <= (isRun ? CLOSE : 1)) {
        int first;
        do {
          first = next;
          end = isRun ? readRun(end, now) : readColumns(end, now, nowLength);
          isRun = !isRun;
        } while (next > first && NumberSpan.isInRun(cell[2 * next]) == isRun);
      }
      at = mismatch(end, now, nowLength);
    }
    move(next, cells, moved);
    keep(now, nowLength);
    if (marks.isStale && changes < cells >>> 3) {
      marks.make(nowLength, cell, cells);
    }
    problems.textChanged();
    return true;
  }

  // Each of the following methods reads one or more numbers, starting where the texts are known to
  // be equal, and returns the position in the last text up to which they are then known to be
  // equal. They are separate methods so that each needs few registers.

  /**
   * Reads the number within which the texts differ at {@code at}, if its width is unchanged: that
   * is usually so, and nothing moves. Returns -1 if its width has changed, or if they do not differ
   * within a number.
   */
  private int readInPlace(int at, byte[] now, int nowLength) {
    int number = Math.max(next, marks.near(at));
    long span = cell[2 * number];
    int start = NumberSpan.start(span);
    int width = NumberSpan.end(span) - start;
    if (at < start
        || at - start >= width
        || (at == start
            && NumberSpan.touches(span)
            && Digits.isDigit(now[at + moved])) // it belongs to the previous number
        || !read(span, now, start + moved, nowLength)
        || found.end - moved != start + width) {
      return -1;
    }
    if (moved != 0) {
      move(next, number + 1, moved);
    }
    next = number + 1;
    change[2 * changes] = 2L * number;
    long delta = found.value - cell[2 * number + 1];
    change[2 * changes + 1] = delta;
    changes += delta == 0 ? 0 : 1;
    cell[2 * number + 1] = found.value;
    return start + width;
  }

  /**
   * Reads the number in which, or in whose leading blanks, the texts differ at {@code from},
   * whatever its width is now. Returns -1 if there is none: the texts differ elsewhere.
   */
  private int readAnew(int from, byte[] now, int nowLength) {
    int number = numberAt(from, next);
    move(next, number, moved);
    if (NumberSpan.end(cell[2 * number]) == from && !Digits.isDigit(now[from + moved])) {
      cell[2 * number] += moved;
      number++; // the number ends where it did before: the difference is after it
    }
    next = number + 1;
    long span = cell[2 * number];
    if (NumberSpan.pad(span) > from) {
      return -1;
    }
    int pad = NumberSpan.pad(span) + moved;
    int start = blanksEnd(now, pad);
    if ((start == pad) != (NumberSpan.blanks(span) == 0) || !read(span, now, start, nowLength)) {
      return -1;
    }
    cell[2 * number] = NumberSpan.of(pad, start, found.end, span & NumberSpan.KIND);
    int end = NumberSpan.end(span);
    int nowEnd = found.end;
    marks.isStale |= end + moved != nowEnd;
    if (span < 0) { // BLANKS_AFTER
      end = blanksEnd(text, end);
      nowEnd = blanksEnd(now, nowEnd);
      if (end == NumberSpan.end(span) || nowEnd == found.end) {
        return -1;
      }
    }
    moved = nowEnd - end;
    long delta = found.value - cell[2 * number + 1];
    if (delta != 0) {
      cell[2 * number + 1] = found.value;
      change[2 * changes] = 2L * number;
      change[2 * changes + 1] = delta;
      changes++;
    }
    return end;
  }

  /**
   * Reads the numbers of a run, each preceded by one blank, until one is not, one has more than
   * seven digits, or the last few did not change. Most numbers of most runs have one digit, so each
   * instruction counts: nothing waits for the width of a number, and no branch depends on whether
   * it changed.
   */
  private int readRun(int from, byte[] now) {
    long[] cell = this.cell;
    long[] change = this.change;
    int count = 2 * changes;
    int at = from + moved;
    int recent = 1;
    int i = 2 * next;
    int limit = 2 * cells;
    long last = from; // the span of the last number read
    int separator = now[at];
    for (; i < limit; i += 2) {
      long span = cell[i];
      if (!NumberSpan.isInRun(span) || separator != ' ') {
        break;
      }
      int digit = now[at + 1] - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      int end = at + 2;
      separator = now[end];
      long place = NumberSpan.ONE_DIGIT_IN_RUN + 1 + at;
      long value = digit;
      if (separator >= '0' && separator <= '9') {
        long word = Digits.word(now, at + 1);
        int digits = Digits.count(word);
        if (digits == Long.BYTES) {
          break;
        }
        end = at + 1 + digits;
        separator = now[end];
        place += (digits - 1L) << NumberSpan.WIDTH_AT;
        value = Digits.value(word, digits);
      }
      at = end;
      last = span;
      cell[i] = place;
      long delta = value - cell[i + 1];
      cell[i + 1] = value;
      change[count] = i;
      change[count + 1] = delta;
      int changed = (int) ((delta | -delta) >>> 63);
      count += 2 * changed;
      recent = 2 * recent + changed;
      if ((recent & QUIET) == 0) {
        i += 2;
        break;
      }
    }
    int was = NumberSpan.end(last);
    marks.isStale |= moved != at - was;
    moved = at - was;
    changes = count >> 1;
    next = i >> 1;
    return was;
  }

  /**
   * Reads the numbers that are separated by the same bytes as before, until the bytes differ, a
   * number has more than seven digits or did not change, or a run begins.
   */
  private int readColumns(int from, byte[] now, int nowLength) {
    byte[] was = text;
    long[] cell = this.cell;
    long[] change = this.change;
    int moved = this.moved;
    int count = 2 * changes;
    int i = 2 * next;
    int at = from;
    int recent = 1;
    while ((recent & 1) != 0) {
      long span = cell[i];
      int start = NumberSpan.start(span);
      if (NumberSpan.isInRun(span)
          || start > nowLength - moved
          || !(start - at == 1
              ? was[at] == now[at + moved]
              : EightBytes.isSame(was, at, now, at + moved, start - at))) {
        break;
      }
      int width;
      long value;
      if (!NumberSpan.isOfDigits(span)) {
        if (!read(span, now, start + moved, nowLength)) {
          break;
        }
        width = found.end - start - moved;
        value = found.value;
      } else {
        long word = Digits.word(now, start + moved);
        width = Digits.count(word);
        if (width == 0 || width == Long.BYTES) {
          break;
        }
        value = width == 1 ? word & 0xff : Digits.value(word, width);
      }
      int grown = start + width - NumberSpan.end(span);
      if (grown != 0 && span < 0) {
        break; // BLANKS_AFTER: their number may have changed
      }
      at = NumberSpan.end(span);
      cell[i] = span + moved;
      if (grown != 0) { // rare: the next number need not wait for this one's width
        cell[i] += (long) grown << NumberSpan.WIDTH_AT;
        moved += grown;
        marks.isStale = true;
      }
      long delta = value - cell[i + 1];
      cell[i + 1] = value;
      change[count] = i;
      change[count + 1] = delta;
      count += delta == 0 ? 0 : 2;
      recent = delta == 0 ? 0 : 1;
      i += 2;
    }
    this.moved = moved;
    changes = count >> 1;
    next = i >> 1;
    return at;
  }

  /**
   * Keeps the accepted text as the last one. The previous one becomes the memory for the next text,
   * unless that memory is shared with others.
   */
  private void keep(byte[] now, int nowLength) {
    if (isScratchShared) {
      text = scratch.copy(nowLength, text);
    } else {
      scratch.leave(text);
      text = now;
    }
    length = nowLength;
    learned = true;
  }

  /** The first position, from {@code from} on, at which the texts differ. */
  private int mismatch(int from, byte[] now, int nowLength) {
    int limit = Math.min(length, nowLength - moved);
    return EightBytes.mismatch(text, from, limit, now, moved);
  }

  /** The first number, from {@code next} on, that ends at or after {@code at}. */
  private int numberAt(int at, int next) {
    int number = Math.max(next, marks.near(at));
    while (number > next && NumberSpan.end(cell[2 * number - 2]) >= at) {
      number--;
    }
    while (NumberSpan.end(cell[2 * number]) < at) {
      number++;
    }
    return number;
  }

  /** Moves the positions of the numbers {@code from} to {@code to}, exclusive. */
  private void move(int from, int to, int by) {
    if (by != 0) {
      for (int i = from; i < to; i++) {
        cell[2 * i] += by;
      }
    }
  }

  private static int blanksEnd(byte[] text, int at) {
    int end = at;
    while (TextCursor.isBlank(text[end])) {
      end++;
    }
    return end;
  }

  private boolean read(long span, byte[] now, int at, int nowLength) {
    return Digits.read(NumberSpan.form(span), now, at, nowLength, found);
  }

  /** {@return the number of cells of the text} */
  public int cells() {
    return cells;
  }

  /**
   * {@return the number in a cell, as a 64-bit pattern, in the unit of its form}
   *
   * @param cell the index of the cell, from 0 to {@link #cells} - 1
   */
  public long value(int cell) {
    return this.cell[2 * cell + 1];
  }

  /**
   * {@return whether the number of a cell is negative although the parser reads an unsigned number}
   *
   * @param cell the index of the cell, from 0 to {@link #cells} - 1
   */
  public boolean isNegative(int cell) {
    return NumberSpan.form(this.cell[2 * cell]) == NumberForm.NEGATIVE;
  }

  /**
   * {@return what the parser had to leave out of the text: the first problem of each kind, with its
   * place and the count of further ones}
   */
  public List<Problem> problems() {
    return problems.problems(this);
  }

  /** {@return the number of cells that changed in the last {@linkplain #replay replay}} */
  public int changes() {
    return changes;
  }

  /**
   * {@return the index of the {@code i}-th cell that changed, in the order of the text}
   *
   * @param i the index among the changed cells, from 0 to {@link #changes} - 1
   */
  public int changed(int i) {
    return (int) change[2 * i] >> 1;
  }

  /**
   * {@return the change of the {@code i}-th cell that changed, as a difference of 64-bit patterns}
   *
   * @param i the index among the changed cells, from 0 to {@link #changes} - 1
   */
  public long delta(int i) {
    return change[2 * i + 1];
  }
}
