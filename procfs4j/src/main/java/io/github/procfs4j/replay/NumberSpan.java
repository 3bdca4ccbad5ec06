package io.github.procfs4j.replay;

/**
 * Where a number of a text is, what is before and after it, and its form, in the 64 bits that stand
 * beside its value.
 *
 * <p>From the lowest bit, these are 32 bits for the start, 16 for the width, 10 for the number of
 * preceding blanks, {@link #FOLLOWS}, 4 for the form, and {@link #BLANKS_AFTER}. Widths and blanks
 * are limited to what these bits can represent; a text that changes there is learned again.
 */
final class NumberSpan {
  static final int WIDTH_AT = 32;
  private static final int MOST_WIDTH = 0xffff;
  private static final int BLANKS_AT = 48;
  private static final int MOST_BLANKS = 0x3ff;

  /** There are only blanks between this number and the previous one. */
  static final long FOLLOWS = 1L << 58;

  private static final int FORM_AT = 59;
  private static final long FORM = 0xfL << FORM_AT;

  /** The number is followed by blanks that the parser took for mere padding: the sign bit. */
  static final long BLANKS_AFTER = 1L << 63;

  /** What does not change with the place of a number. */
  static final long KIND = FORM | FOLLOWS | BLANKS_AFTER;

  /**
   * The high bits of a number in a run: unsigned, and separated from the previous one by one blank.
   */
  private static final long IN_RUN = (FOLLOWS | 1L << BLANKS_AT) >>> BLANKS_AT;

  /** A number of one digit in a run, beginning at 0. */
  static final long ONE_DIGIT_IN_RUN = IN_RUN << BLANKS_AT | 1L << WIDTH_AT;

  /** The last of the forms in which a number that begins with a digit consists only of digits. */
  private static final long SIGNED = formed(NumberForm.SIGNED);

  /** A number beyond the end of any text. */
  static final long BEYOND = Integer.MAX_VALUE - 1;

  private static final NumberForm[] FORMS = NumberForm.values();

  private NumberSpan() {}

  /** Bits for a form. */
  static long formed(NumberForm form) {
    return (long) form.ordinal() << FORM_AT;
  }

  /**
   * A number from {@code start} to {@code end}, preceded by blanks from {@code pad} on.
   *
   * @param kind what does not depend on its place
   */
  static long of(int pad, int start, int end, long kind) {
    long width = Math.min(end - start, MOST_WIDTH);
    long blanks = Math.min(start - pad, MOST_BLANKS);
    return start | width << WIDTH_AT | blanks << BLANKS_AT | kind;
  }

  static int start(long span) {
    return (int) span;
  }

  static int end(long span) {
    return (int) span + ((int) (span >>> WIDTH_AT) & MOST_WIDTH);
  }

  static int blanks(long span) {
    return (int) (span >>> BLANKS_AT) & MOST_BLANKS;
  }

  /** Where its blanks begin. */
  static int pad(long span) {
    return (int) span - blanks(span);
  }

  /** Whether a number immediately follows the previous one. */
  static boolean touches(long span) {
    return (span & FOLLOWS) != 0 && blanks(span) == 0;
  }

  static boolean isInRun(long span) {
    return span >>> BLANKS_AT == IN_RUN;
  }

  /** Whether the number, if it begins with a digit, consists only of digits. */
  static boolean isOfDigits(long span) {
    return (span & FORM) <= SIGNED;
  }

  static NumberForm form(long span) {
    return FORMS[(int) ((span & FORM) >>> FORM_AT)];
  }
}
