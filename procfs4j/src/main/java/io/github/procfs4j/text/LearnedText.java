package io.github.procfs4j.text;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * A text, what its numbers are and where each stands, so that the next text of the same file need
 * not be parsed but only be compared.
 *
 * <p>{@link #learn} has a plain parser read a text and keeps, for each number, its place, its form
 * and its value: cell <i>i</i> is the <i>i</i>-th number of the text. {@link #replay} holds the
 * next text against the one before. Where both are equal nothing is to be done. Where they differ
 * inside a number, that number is read anew, in the same form, and the comparison goes on behind
 * it. Where they differ anywhere else the replay gives up, and the caller has the text learned
 * again. So every byte of a text is either equal to a byte already understood or part of a number
 * in its place: a replay can neither accept what the parser would reject, nor yield another value.
 *
 * <p>The rule for blanks is stricter than the parser's, which is safe: where there were blanks
 * before a number there must be some, where there were none there must be none.
 *
 * <p>The numbers' places are kept as arrays side by side, as is what changed: a replay of a text in
 * which little changed touches the two texts, and of the rest a few cache lines.
 */
public final class LearnedText {
  /**
   * Bytes compared eight at a time before the comparison is left to the JDK's, which is faster but
   * slow to set out.
   */
  private static final int NEAR = 32;

  /** Eight bytes with the first one lowest, whatever the machine's own order is. */
  private static final ValueLayout.OfLong EIGHT_BYTES =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Longer than any number of any form. */
  private static final int LONGEST = 48;

  private static final MemorySegment NO_TEXT = MemorySegment.ofArray(new byte[0]);

  private MemorySegment text = NO_TEXT;
  private int length;
  private boolean learned;

  /** What was left out of the text when it was learned, and where that is in any later text. */
  private List<Place> places = List.of();

  private List<MalformedTextException> problems = List.of();
  private boolean areProblemsOfAnEarlierText;
  private String file = "";

  private int cells;

  /** Where the blanks before a number begin, where the number begins, and where it ends. */
  private int[] pad = new int[16];

  private int[] start = new int[16];
  private int[] end = new int[16];
  private NumberForm[] form = new NumberForm[16];

  /** Whether blanks follow a number that the parser took for mere padding. */
  private boolean[] blanksAfter = new boolean[16];

  private long[] values = new long[16];

  private int changes;
  private int[] changed = new int[16];
  private long[] deltas = new long[16];

  private final NumberForm.Found found = new NumberForm.Found();
  private final byte[] scratch = new byte[LONGEST];
  private final MemorySegment scratchSegment = MemorySegment.ofArray(scratch);

  /**
   * The place of a problem: so many bytes before the padding of the number that follows it, or
   * before the end of the text. None of these can change without the text being learned again.
   */
  private record Place(int nextCell, int distance, String expected) {}

  /** Nothing is learned yet. */
  public LearnedText() {}

  /**
   * Reads a text with the plain parser, and keeps it: {@code text} must stay as it is until the
   * next call.
   *
   * <p>Nothing is known about what changed since an earlier text: there are no {@link #changes}.
   *
   * @param file the name of the file, for messages
   * @param text the bytes, with at least eight more behind {@code length}, which are 0
   * @throws MalformedTextException if the text is cut (it is not empty and does not end in a
   *     newline), if the parser rejects it, or if it yields problems and not a single cell; nothing
   *     is learned then
   */
  public void learn(String file, MemorySegment text, int length, PlainParser parser) {
    forget();
    byte[] bytes = text.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    Cursor cursor = new Cursor(file, bytes, this);
    if (length > 0 && bytes[length - 1] != '\n') {
      throw MalformedTextException.at(file, bytes, length, "a newline: the text is cut");
    }
    parser.parse(cursor);
    if (cells == 0 && !cursor.problems().isEmpty()) {
      throw cursor.problems().getFirst();
    }
    if (!cursor.atEnd()) {
      throw cursor.malformed("the end of the text");
    }
    this.text = text;
    this.length = length;
    this.file = file;
    problems = List.copyOf(cursor.problems());
    places = problems.stream().map(this::place).toList();
    learned = true;
  }

  private Place place(MalformedTextException problem) {
    int next = 0;
    while (next < cells && pad[next] < problem.at) {
      next++;
    }
    return new Place(next, padOrEnd(next) - problem.at, problem.expected);
  }

  private int padOrEnd(int cell) {
    return cell == cells ? length : pad[cell];
  }

  /** Drops what was learned: the next text has to be learned. */
  public void forget() {
    learned = false;
    cells = 0;
    changes = 0;
    places = List.of();
    problems = List.of();
    areProblemsOfAnEarlierText = false;
  }

  /** Keeps a number that the parser has read. */
  int add(NumberForm numberForm, int padAt, int startAt, int endAt, long value) {
    if (cells == values.length) {
      int larger = cells * 2;
      pad = Arrays.copyOf(pad, larger);
      start = Arrays.copyOf(start, larger);
      end = Arrays.copyOf(end, larger);
      form = Arrays.copyOf(form, larger);
      blanksAfter = Arrays.copyOf(blanksAfter, larger);
      values = Arrays.copyOf(values, larger);
      changed = new int[larger];
      deltas = new long[larger];
    }
    if (cells > 0 && end[cells - 1] == padAt) {
      blanksAfter[cells - 1] = false; // they are this number's own
    }
    pad[cells] = padAt;
    start[cells] = startAt;
    end[cells] = endAt;
    form[cells] = numberForm;
    blanksAfter[cells] = false;
    values[cells] = value;
    return cells++;
  }

  /** Notes that the parser skipped blanks as mere padding, from {@code at} on. */
  void blanksAfterNumber(int at) {
    if (cells > 0 && end[cells - 1] == at) {
      blanksAfter[cells - 1] = true;
    }
  }

  /**
   * Takes {@code now} as the next text, if it differs from the last one in numbers alone; {@code
   * now} must then stay as it is until the next call.
   *
   * @param now the bytes, with at least eight more behind {@code nowLength}, which are 0
   * @return whether it does; if not, what was learned is spoiled, and the text has to be
   *     {@linkplain #learn learned}
   */
  public boolean replay(MemorySegment now, int nowLength) {
    changes = 0;
    if (!learned) {
      return false;
    }
    learned = false; // until the end is reached
    MemorySegment was = text;
    int wasLength = length;
    if (nowLength > 0 && now.get(ValueLayout.JAVA_BYTE, nowLength - 1) != '\n') {
      return false;
    }
    int q = 0; // in the text as it was
    int p = 0; // in the text as it is now
    int next =
        0; // the first number not yet known to stand in the new text: those before have their new
    // places
    while (true) {
      int equal = equal(was, q, now, p, Math.min(wasLength - q, nowLength - p));
      q += equal;
      p += equal;
      if (q == wasLength && p == nowLength) {
        move(next, cells, p - q);
        text = now;
        length = nowLength;
        learned = true;
        areProblemsOfAnEarlierText = !places.isEmpty();
        return true;
      }
      int number = numberAt(q, next);
      if (number < cells && end[number] == q && !isDigit(now.get(ValueLayout.JAVA_BYTE, p))) {
        number++; // that number ends where it did: what differs is behind it
      }
      if (number == cells || pad[number] > q) {
        return false;
      }
      int moved = p - q;
      move(next, number, moved);
      int newPad = pad[number] + moved;
      int newStart = blanksEnd(now, newPad);
      if ((newStart == newPad) != (start[number] == pad[number])
          || !number(number, now, newStart, nowLength)) {
        return false;
      }
      int newEnd = found.end;
      long delta = found.value - values[number];
      if (delta != 0) {
        values[number] = found.value;
        changed[changes] = number;
        deltas[changes] = delta;
        changes++;
      }
      q = end[number];
      p = newEnd;
      pad[number] = newPad;
      start[number] = newStart;
      end[number] = newEnd;
      if (blanksAfter[number]) {
        int wasBlanks = q;
        int nowBlanks = p;
        q = blanksEnd(was, q);
        p = blanksEnd(now, p);
        if (q == wasBlanks || p == nowBlanks) {
          return false;
        }
      }
      next = number + 1;
    }
  }

  /** How many of {@code most} bytes are equal. */
  private static int equal(MemorySegment was, int q, MemorySegment now, int p, int most) {
    int near = Math.min(most, NEAR);
    int at = 0;
    while (at < near) {
      long difference = was.get(EIGHT_BYTES, q + at) ^ now.get(EIGHT_BYTES, p + at);
      if (difference != 0) {
        return Math.min(at + (Long.numberOfTrailingZeros(difference) >>> 3), most);
      }
      at += Long.BYTES;
    }
    if (at >= most) {
      return most;
    }
    long mismatch = MemorySegment.mismatch(was, q + at, q + most, now, p + at, p + most);
    return mismatch < 0 ? most : at + (int) mismatch;
  }

  /**
   * The first number from {@code from} on that ends at or behind {@code at}: by strides that
   * double, then by halves.
   */
  private int numberAt(int at, int from) {
    int low = from;
    int stride = 1;
    while (low < cells && end[low] < at) {
      int far = Math.min(low + stride, cells);
      if (far < cells && end[far] < at) {
        low = far;
        stride *= 2;
        continue;
      }
      low++;
      int high = far;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (end[middle] < at) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
    return low;
  }

  /** Moves the places of the numbers {@code from} to {@code to}, exclusive. */
  private void move(int from, int to, int by) {
    if (by != 0) {
      for (int i = from; i < to; i++) {
        pad[i] += by;
        start[i] += by;
        end[i] += by;
      }
    }
  }

  private static int blanksEnd(MemorySegment text, int at) {
    int end = at;
    while (Cursor.isBlank(text.get(ValueLayout.JAVA_BYTE, end))) {
      end++;
    }
    return end;
  }

  private boolean number(int number, MemorySegment now, int at, int nowLength) {
    return (form[number] == NumberForm.UNSIGNED && unsigned(now, at))
        || plainNumber(number, now, at, nowLength);
  }

  private boolean plainNumber(int number, MemorySegment now, int at, int nowLength) {
    int limit = Math.min(nowLength - at, LONGEST);
    MemorySegment.copy(now, at, scratchSegment, 0, limit);
    boolean read = form[number].read(scratch, 0, limit, found);
    found.end += at;
    // A number cut by the end of the scratch has more leading zeros than any kernel prints: leave
    // it to the parser.
    return read && found.end < at + LONGEST;
  }

  /**
   * Reads an unsigned number of up to 18 digits, eight digits at a time; a longer one, or none, is
   * left to the plain form.
   */
  private boolean unsigned(MemorySegment now, int at) {
    long word = now.get(EIGHT_BYTES, at) ^ 0x3030303030303030L;
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
    word = now.get(EIGHT_BYTES, at + 8) ^ 0x3030303030303030L;
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

  private static final int[] POWERS = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
  };

  /** How many of the eight bytes, from the lowest on, are 0 to 9. */
  private static int digits(long word) {
    // Adding 0x76 sets the high bit of every byte above 9, and carries only out of bytes whose high
    // bit was set: into bytes
    // behind the first that is no digit, which do not count.
    long others = (word + 0x7676767676767676L | word) & 0x8080808080808080L;
    return Long.numberOfTrailingZeros(others) >>> 3;
  }

  /**
   * The number whose eight decimal digits, 0 to 9, stand in the bytes of {@code word}, the first in
   * the lowest.
   */
  private static long value(long word) {
    long pairs = (word * 10 + (word >>> 8)) & 0x00ff00ff00ff00ffL;
    long fours = (pairs * 100 + (pairs >>> 16)) & 0x0000ffff0000ffffL;
    return (fours * 10_000 + (fours >>> 32)) & 0xffffffffL;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** How many numbers the text holds. */
  public int cells() {
    return cells;
  }

  /** The number of cell {@code cell}, as a 64-bit pattern, in its form's own unit. */
  public long value(int cell) {
    return values[cell];
  }

  /** What the parser had to leave out of the text, each with its place. */
  public List<MalformedTextException> problems() {
    if (areProblemsOfAnEarlierText) {
      byte[] bytes = text.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
      problems =
          places.stream()
              .map(
                  place -> {
                    int at = padOrEnd(place.nextCell) - place.distance;
                    return MalformedTextException.at(file, bytes, at, place.expected);
                  })
              .toList();
      areProblemsOfAnEarlierText = false;
    }
    return problems;
  }

  /** How many cells the last {@linkplain #replay replay} found changed. */
  public int changes() {
    return changes;
  }

  /** The {@code i}-th cell that changed, in the order of the text. */
  public int changed(int i) {
    return changed[i];
  }

  /** By how much the {@code i}-th cell that changed did, as a difference of 64-bit patterns. */
  public long delta(int i) {
    return deltas[i];
  }
}
