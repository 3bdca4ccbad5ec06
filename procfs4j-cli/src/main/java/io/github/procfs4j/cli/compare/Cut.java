package io.github.procfs4j.cli.compare;

import io.github.procfs4j.cli.report.Span;
import io.github.procfs4j.cli.report.Times;
import io.github.procfs4j.recording.Mark;
import io.github.procfs4j.recording.Recording;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The part of each recording that is compared: from its beginning or a mark, without the time to
 * warm up, to its end or a mark.
 *
 * @param fromMark the beginning of the text of the first mark from which on it is compared; null
 *     for the beginning
 * @param toMark the beginning of the text of the first mark after that up to which it is compared;
 *     null for the end
 * @param skipNanos the time to warm up, which is left out
 */
record Cut(@Nullable String fromMark, @Nullable String toMark, long skipNanos) {
  /** Thrown if a recording does not contain the part; the message is for people. */
  static final class OutsideException extends Exception {
    private static final long serialVersionUID = 1;

    OutsideException(String message) {
      super(message);
    }
  }

  /** Nothing is left out. */
  static final Cut NOTHING = new Cut(null, null, 0);

  /** The part of a recording. */
  Span of(Recording recording) throws OutsideException {
    long from = recording.startNanos();
    if (fromMark != null) {
      from = mark(recording, fromMark, Long.MIN_VALUE);
    }
    long to = recording.endNanos();
    if (toMark != null) {
      to = mark(recording, toMark, from);
    }
    if (to <= from) {
      throw new OutsideException(
          "nothing is left of it after the mark that begins with «" + fromMark + "»");
    }
    if (to - from <= skipNanos) {
      throw new OutsideException(
          "nothing is left of it without the first " + Times.duration(skipNanos));
    }
    return new Span(from + skipNanos, to);
  }

  /**
   * Whether the part could begin or end at several marks: with {@link #fromMark}, that it ends at
   * the next mark is what is meant.
   */
  boolean isOfSeveral(Recording recording) {
    String text = fromMark == null ? toMark : fromMark;
    return text != null
        && recording.marks().stream().filter(mark -> mark.text().startsWith(text)).count() > 1;
  }

  private static long mark(Recording recording, String text, long after) throws OutsideException {
    OptionalLong found =
        recording.marks().stream()
            .filter(mark -> mark.text().startsWith(text))
            .mapToLong(Mark::nanos)
            .filter(nanos -> nanos > after)
            .min();
    return found.orElseThrow(
        () ->
            new OutsideException(
                "has no mark that begins with «"
                    + text
                    + "»"
                    + (after > Long.MIN_VALUE ? " after the first one" : "")));
  }
}
