package io.github.procfs4j.replay;

import io.github.procfs4j.text.MalformedTextException;
import io.github.procfs4j.text.Problem;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
 * memory for each number. The position and the value of a number are adjacent in memory, and an
 * index entry for each 32 bytes of text finds the numbers there. If little has changed, a replay
 * touches the two texts and a few other cache lines.
 */
public final class LearnedText {
  /**
   * The number of bytes that are compared eight at a time before {@code mismatch} of the JDK takes
   * over, which is faster but slow to start.
   */
  private static final int NEAR = 32;

  /** Two changed numbers of a run are close if they are no further apart than this. */
  private static final int CLOSE = 6;

  /** The bits of so many successive unchanged numbers end a run of readings. */
  private static final int QUIET = 0x1f;

  /** Eight bytes in little-endian order on every machine. */
  static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int WIDTH_AT = 32;
  private static final int MOST_WIDTH = 0xffff;
  private static final int BLANKS_AT = 48;
  private static final int MOST_BLANKS = 0x3ff;

  /** There are only blanks between this number and the previous one. */
  private static final long FOLLOWS = 1L << 58;

  private static final int FORM_AT = 59;

  /** The number is followed by blanks that the parser took for mere padding. */
  private static final long BLANKS_AFTER = 1L << 63;

  private static final long FORM = 0xfL << FORM_AT;

  /**
   * The high bits of a number in a run: unsigned, and separated from the previous one by one blank.
   */
  private static final long IN_RUN = (FOLLOWS | 1L << BLANKS_AT) >>> BLANKS_AT;

  /** A number of one digit in a run, beginning at 0. */
  private static final long ONE_DIGIT = IN_RUN << BLANKS_AT | 1L << WIDTH_AT;

  /** The last of the forms in which a number that begins with a digit consists only of digits. */
  private static final long SIGNED = (long) NumberForm.SIGNED.ordinal() << FORM_AT;

  /** A number beyond the end of any text. */
  private static final long BEYOND = Integer.MAX_VALUE - 1;

  private static final NumberForm[] FORMS = NumberForm.values();

  private final Scratch scratch;
  private final boolean isScratchShared;
  private byte[] text = new byte[0];
  private int length;
  private boolean learned;

  /**
   * What was left out of the text when it was learned, and where to find that in any later text.
   */
  private List<Place> places = List.of();

  /** The text was truncated, and has been given the missing newline. */
  private boolean isCut;

  private List<MalformedTextException> problems = List.of();
  private boolean areProblemsOfAnEarlierText;
  private String file = "";

  private int cells;

  /**
   * For each cell, the span of its number and its value. The span has, from the lowest bit, 32 bits
   * for the start, 16 for the width, 10 for the number of preceding blanks, {@link #FOLLOWS}, 4 for
   * its form, and {@link #BLANKS_AFTER}. Widths and blanks are limited to what these bits can
   * represent; a text that changes there is learned again. The last cell is followed by {@link
   * #BEYOND}, so that no search needs a limit.
   */
  private long[] cell = {BEYOND, 0, 0, 0};

  /** For each cell that changed, twice its index, and its change. */
  private long[] change = new long[4];

  /**
   * For each 32 bytes of the text, the count of numbers that end before them (high half) and a bit
   * for each byte at which a number ends (low half): where to start the search for a number. The
   * positions may be too low by as much as numbers have grown since; the search then continues from
   * there.
   */
  private long[] marks = new long[0];

  private boolean areMarksStale;

  private int changes;

  /** During replay, the first number whose span has not been updated yet. */
  private int next;

  /** During replay, how far that number has moved to the right since the last text. */
  private int moved;

  private final NumberForm.Found found;

  /**
   * The place of a problem, as a distance in bytes: to the next number if there are only blanks in
   * between, otherwise to the padding of that number, or to the end of the text. None of these
   * bytes can change without the text being learned again.
   */
  private record Place(
      int nextCell, boolean isInPadding, int distance, String expected, int more) {}

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
    if (cells == 0 && !cursor.problems().isEmpty()) {
      throw new MalformedTextException(cursor.problems().getFirst());
    }
    if (!cursor.atEnd()) {
      throw cursor.malformed("the end of the text");
    }
    keep(taken, ended);
    mark();
    this.file = file;
    Lines lines = lines();
    places = cursor.problems().stream().map(problem -> place(problem, lines)).toList();
    problems = cursor.problems().stream().map(MalformedTextException::noted).toList();
  }

  private Lines lines() {
    return new Lines(file, Arrays.copyOf(text, isCut ? length - 1 : length));
  }

  private Place place(Problem problem, Lines lines) {
    int at = lines.position(problem);
    int next = 0;
    int end = cells;
    while (next < end) {
      int middle = (next + end) >>> 1;
      if ((int) cell[2 * middle] < at) {
        next = middle + 1;
      } else {
        end = middle;
      }
    }
    boolean isInPadding = padOrEnd(next) < at;
    int distance = before(next, isInPadding) - at;
    return new Place(next, isInPadding, distance, problem.expected(), problem.more());
  }

  /**
   * The start of a number or of its padding; for the index after the last number, the end of the
   * text.
   */
  private int before(int cell, boolean isNumber) {
    return isNumber ? (int) this.cell[2 * cell] : padOrEnd(cell);
  }

  private static boolean isCut(byte[] text, int length) {
    return length > 0 && text[length - 1] != '\n';
  }

  private int padOrEnd(int cell) {
    return cell == cells ? length : pad(this.cell[2 * cell]);
  }

  /** Discards what was learned: the next text has to be learned. */
  public void forget() {
    learned = false;
    cells = 0;
    cell[0] = BEYOND;
    changes = 0;
    places = List.of();
    problems = List.of();
    areProblemsOfAnEarlierText = false;
  }

  /** Keeps a number that the parser has read. */
  int add(NumberForm numberForm, int padAt, int startAt, int endAt, long value) {
    if (2 * cells + 4 > cell.length) {
      cell = Arrays.copyOf(cell, 2 * cell.length);
      change = new long[cell.length];
    }
    long rest = (long) numberForm.ordinal() << FORM_AT;
    if (cells > 0 && end(cell[2 * cells - 2]) == padAt) {
      cell[2 * cells - 2] &= ~BLANKS_AFTER; // they belong to this number
      rest |= FOLLOWS;
    }
    cell[2 * cells] = span(padAt, startAt, endAt, rest);
    cell[2 * cells + 1] = value;
    cell[2 * cells + 2] = BEYOND;
    return cells++;
  }

  /** Notes that the parser skipped blanks as mere padding, beginning {@code at} this position. */
  void blanksAfterNumber(int at) {
    if (cells > 0 && end(cell[2 * cells - 2]) == at) {
      cell[2 * cells - 2] |= BLANKS_AFTER;
    }
  }

  private static long span(int pad, int start, int end, long rest) {
    long width = Math.min(end - start, MOST_WIDTH);
    long blanks = Math.min(start - pad, MOST_BLANKS);
    return start | width << WIDTH_AT | blanks << BLANKS_AT | rest;
  }

  private static int start(long span) {
    return (int) span;
  }

  private static int end(long span) {
    return (int) span + ((int) (span >>> WIDTH_AT) & MOST_WIDTH);
  }

  private static int blanks(long span) {
    return (int) (span >>> BLANKS_AT) & MOST_BLANKS;
  }

  /** Whether a number immediately follows the previous one. */
  private static boolean touches(long span) {
    return (span & FOLLOWS) != 0 && blanks(span) == 0;
  }

  private static int pad(long span) {
    return (int) span - blanks(span);
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
      boolean isRun = cell[2 * next] >>> BLANKS_AT == IN_RUN;
      if (next - before <= (isRun ? CLOSE : 1)) {
        int first;
        do {
          first = next;
          end = isRun ? readRun(end, now) : readColumns(end, now, nowLength);
          isRun = !isRun;
        } while (next > first && (cell[2 * next] >>> BLANKS_AT == IN_RUN) == isRun);
      }
      at = mismatch(end, now, nowLength);
    }
    move(next, cells, moved);
    keep(now, nowLength);
    if (areMarksStale && changes < cells >>> 3) {
      mark();
    }
    areProblemsOfAnEarlierText = !places.isEmpty();
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
    int number = Math.max(next, numberNear(at));
    long span = cell[2 * number];
    int start = start(span);
    int width = end(span) - start;
    if (at < start
        || at - start >= width
        || (at == start
            && touches(span)
            && isDigit(now[at + moved])) // it belongs to the previous number
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
    if (end(cell[2 * number]) == from && !isDigit(now[from + moved])) {
      cell[2 * number] += moved;
      number++; // the number ends where it did before: the difference is after it
    }
    next = number + 1;
    long span = cell[2 * number];
    if (pad(span) > from) {
      return -1;
    }
    int pad = pad(span) + moved;
    int start = blanksEnd(now, pad);
    if ((start == pad) != (blanks(span) == 0) || !read(span, now, start, nowLength)) {
      return -1;
    }
    cell[2 * number] = span(pad, start, found.end, span & (FORM | FOLLOWS | BLANKS_AFTER));
    int end = end(span);
    int nowEnd = found.end;
    areMarksStale |= end + moved != nowEnd;
    if (span < 0) { // BLANKS_AFTER
      end = blanksEnd(text, end);
      nowEnd = blanksEnd(now, nowEnd);
      if (end == end(span) || nowEnd == found.end) {
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
      if (span >>> BLANKS_AT != IN_RUN || separator != ' ') {
        break;
      }
      int digit = now[at + 1] - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      int end = at + 2;
      separator = now[end];
      long place = ONE_DIGIT + 1 + at;
      long value = digit;
      if (separator >= '0' && separator <= '9') {
        long word = word(now, at + 1);
        int digits = digits(word);
        if (digits == Long.BYTES) {
          break;
        }
        end = at + 1 + digits;
        separator = now[end];
        place += (digits - 1L) << WIDTH_AT;
        value = value(word << (Long.SIZE - Byte.SIZE * digits));
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
    int was = end(last);
    areMarksStale |= moved != at - was;
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
      int start = start(span);
      if (span >>> BLANKS_AT == IN_RUN
          || start > nowLength - moved
          || !(start - at == 1
              ? was[at] == now[at + moved]
              : isSame(was, at, now, at + moved, start - at))) {
        break;
      }
      int width;
      long value;
      if ((span & FORM) > SIGNED) {
        if (!read(span, now, start + moved, nowLength)) {
          break;
        }
        width = found.end - start - moved;
        value = found.value;
      } else {
        long word = word(now, start + moved);
        width = digits(word);
        if (width == 0 || width == Long.BYTES) {
          break;
        }
        value = width == 1 ? word & 0xff : value(word << (Long.SIZE - Byte.SIZE * width));
      }
      int grown = start + width - end(span);
      if (grown != 0 && span < 0) {
        break; // BLANKS_AFTER: their number may have changed
      }
      at = end(span);
      cell[i] = span + moved;
      if (grown != 0) { // rare: the next number need not wait for this one's width
        cell[i] += (long) grown << WIDTH_AT;
        moved += grown;
        areMarksStale = true;
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

  /** Whether {@code count} bytes are equal in both. */
  private static boolean isSame(byte[] was, int at, byte[] now, int nowAt, int count) {
    int left = count;
    for (int i = 0; left > Long.BYTES; i += Long.BYTES, left -= Long.BYTES) {
      if ((long) EIGHT_BYTES.get(was, at + i) != (long) EIGHT_BYTES.get(now, nowAt + i)) {
        return false;
      }
    }
    int i = count - left;
    long difference = (long) EIGHT_BYTES.get(was, at + i) ^ (long) EIGHT_BYTES.get(now, nowAt + i);
    return left == 0 || difference << (Long.SIZE - Byte.SIZE * left) == 0;
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
    byte[] was = text;
    int moved = this.moved;
    int limit = Math.min(length, nowLength - moved);
    int near = Math.min(limit, from + NEAR);
    int at = from;
    while (at < near) {
      long difference = (long) EIGHT_BYTES.get(was, at) ^ (long) EIGHT_BYTES.get(now, at + moved);
      if (difference != 0) {
        return Math.min(at + (Long.numberOfTrailingZeros(difference) >>> 3), limit);
      }
      at += Long.BYTES;
    }
    if (at >= limit) {
      return limit;
    }
    int far = Arrays.mismatch(was, at, limit, now, at + moved, limit + moved);
    return far < 0 ? limit : at + far;
  }

  /**
   * The number that ends at {@code at}, or the first one after it: exact unless the marks are
   * stale, approximate otherwise.
   */
  private int numberNear(int at) {
    long mark = marks[Math.min(at >>> 5, marks.length - 1)];
    return (int) (mark >>> 32) + Integer.bitCount((int) mark & ((1 << at) - 1));
  }

  /** The first number, from {@code next} on, that ends at or after {@code at}. */
  private int numberAt(int at, int next) {
    int number = Math.max(next, numberNear(at));
    while (number > next && end(cell[2 * number - 2]) >= at) {
      number--;
    }
    while (end(cell[2 * number]) < at) {
      number++;
    }
    return number;
  }

  /** Computes the marks again. */
  private void mark() {
    if (marks.length < (length >>> 5) + 1) {
      marks = new long[(length >>> 5) + 1];
    }
    areMarksStale = false;
    int number = 0;
    for (int i = 0; i < marks.length; i++) {
      long before = number;
      int ends = 0;
      while (number < cells && end(cell[2 * number]) >>> 5 == i) {
        ends |= 1 << end(cell[2 * number++]);
      }
      marks[i] = before << 32 | Integer.toUnsignedLong(ends);
    }
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
    NumberForm form = FORMS[(int) ((span & FORM) >>> FORM_AT)];
    return switch (form) {
      case UNSIGNED, SIGNED -> unsigned(now, at) || form.read(now, at, nowLength, found);
      case HUNDREDTHS -> hundredths(now, at) || form.read(now, at, nowLength, found);
      case HEXADECIMAL -> hexadecimal(now, at) || form.read(now, at, nowLength, found);
      default -> form.read(now, at, nowLength, found);
    };
  }

  /**
   * Reads an unsigned number of up to 18 digits, eight digits at a time; returns false for a longer
   * number, or none, which is left to the plain form.
   */
  private boolean unsigned(byte[] now, int at) {
    long word = word(now, at);
    int digits = digits(word);
    if (digits == 0) {
      return false;
    }
    if (digits < 8) {
      found.value = value(word << (64 - 8 * digits));
      found.end = at + digits;
      return true;
    }
    long value = value(word);
    word = word(now, at + 8);
    digits = digits(word);
    if (digits == 8) {
      return false;
    }
    if (digits > 0) {
      value = value * POWERS[digits] + value(word << (64 - 8 * digits));
    }
    found.value = value;
    found.end = at + 8 + digits;
    return true;
  }

  /** Reads a number with two decimals in the same way. */
  private boolean hundredths(byte[] now, int at) {
    if (!unsigned(now, at)) {
      return false;
    }
    int point = found.end;
    if (now[point] != '.'
        || !isDigit(now[point + 1])
        || !isDigit(now[point + 2])
        || isDigit(now[point + 3])) {
      return false;
    }
    found.value = found.value * 100 + now[point + 1] * 10 + now[point + 2] - '0' * 11;
    found.end = point + 3;
    return true;
  }

  /**
   * Reads a hexadecimal number of up to 16 digits, as most are; returns false for a longer one, or
   * none.
   */
  private boolean hexadecimal(byte[] now, int at) {
    long value = 0;
    int end = at;
    for (int digit = nibble(now[end]); digit >= 0; digit = nibble(now[end])) {
      value = value << 4 | digit;
      end++;
    }
    found.value = value;
    found.end = end;
    return end > at && end - at <= 16;
  }

  /** The value of a hexadecimal digit; negative if it is not one. */
  private static int nibble(byte b) {
    int digit = b - '0';
    if (digit >= 0 && digit <= 9) {
      return digit;
    }
    int letter = (b | 0x20) - 'a';
    return letter >= 0 && letter <= 5 ? letter + 10 : -1;
  }

  private static final int[] POWERS = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
  };

  /** How many of the eight bytes, starting from the lowest, are 0 to 9. */
  private static int digits(long word) {
    // Adding 0x76 sets the high bit of every byte above 9. It carries only out of bytes whose high
    // bit was set, that is, into bytes after the first one that is not a digit, which do not count.
    long others = (word + 0x7676767676767676L | word) & 0x8080808080808080L;
    return Long.numberOfTrailingZeros(others) >>> 3;
  }

  /**
   * The number whose eight decimal digits, 0 to 9, are the bytes of {@code word}, the first one
   * lowest.
   */
  private static long value(long word) {
    long pairs = (word * 10 + (word >>> 8)) & 0x00ff00ff00ff00ffL;
    long fours = (pairs * 100 + (pairs >>> 16)) & 0x0000ffff0000ffffL;
    return (fours * 10_000 + (fours >>> 32)) & 0xffffffffL;
  }

  private static long word(byte[] text, int at) {
    return (long) EIGHT_BYTES.get(text, at) ^ 0x3030303030303030L;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
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
    return (this.cell[2 * cell] & FORM) >>> FORM_AT == NumberForm.NEGATIVE.ordinal();
  }

  /**
   * {@return what the parser had to leave out of the text: the first problem of each kind, with its
   * place and the count of further ones}
   */
  public List<MalformedTextException> problems() {
    if (areProblemsOfAnEarlierText) {
      Lines lines = lines();
      problems =
          places.stream()
              .map(
                  place -> {
                    int at = before(place.nextCell, place.isInPadding) - place.distance;
                    Problem first = lines.problem(at, place.expected);
                    return MalformedTextException.noted(Problems.withMore(first, place.more));
                  })
              .toList();
      areProblemsOfAnEarlierText = false;
    }
    return problems;
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
