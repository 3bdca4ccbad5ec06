package io.github.procfs4j.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Objects;

/**
 * A moment in a recording that a user wants to find again, such as the beginning of a deployment.
 *
 * @param nanos the monotonic time
 * @param text what happened then, in the words of the user who marked it: escape it before printing
 */
public record Mark(long nanos, String text) {
  /** The greatest length of a text, in bytes of UTF-8. */
  public static final int MOST_BYTES = 1024;

  /** The greatest number of marks in a recording. */
  public static final int MOST = 10_000;

  /** Checks for null. */
  public Mark {
    Objects.requireNonNull(text, "text");
  }

  /**
   * {@return the text, if it can be that of a mark}
   *
   * @param text the text
   * @throws IllegalArgumentException if it is empty, or longer than {@link #MOST_BYTES}
   */
  public static String checked(String text) {
    int length = text.getBytes(UTF_8).length;
    if (length == 0) {
      throw new IllegalArgumentException("the text of a mark is empty");
    }
    if (length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "the text of a mark has %,d bytes; it may have %,d".formatted(length, MOST_BYTES));
    }
    return text;
  }

  /**
   * As much of a text as a mark can have: bytes of a file that are not UTF-8 take more space when
   * they are written again.
   */
  static String truncated(String text) {
    String cut = text;
    while (cut.getBytes(UTF_8).length > MOST_BYTES) {
      cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
    }
    return cut;
  }
}
