package io.github.procfs4j.cli.screens;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Another moment that was looked for in the values of what is selected.
 *
 * @param nanos the moment; empty if there is none
 * @param text what is said about it
 */
public record Jump(OptionalLong nanos, String text) {
  /**
   * Looks for it.
   *
   * @param wish which one: the highest, or an unusual one
   * @param now the moment that is shown now
   */
  public static Jump of(State.Wish wish, Subject subject, Series series, long now, Range range) {
    if (series.highest().isEmpty()) {
      return new Jump(
          OptionalLong.empty(),
          subject.equals(Subject.NONE)
              ? "nothing is known yet"
              : "no value of " + subject.text() + " is known");
    }
    OptionalInt found =
        switch (wish) {
          case HIGHEST -> series.highest();
          case NEXT_UNUSUAL -> series.unusual(at -> range.moment(at) > now, true);
          case PREVIOUS_UNUSUAL -> series.unusual(at -> range.moment(at) < now, false);
          default -> OptionalInt.empty();
        };
    if (found.isEmpty()) {
      return new Jump(
          OptionalLong.empty(),
          subject.text()
              + (wish == State.Wish.NEXT_UNUSUAL
                  ? ": nothing unusual after this moment"
                  : ": nothing unusual before this moment"));
    }
    int index = found.getAsInt();
    String value = series.text(series.values()[index]);
    return new Jump(
        OptionalLong.of(range.moment(series.nanos()[index])),
        subject.text()
            + ": "
            + value
            + (wish == State.Wish.HIGHEST ? ", the highest" : " is unusual")
            + "; the median is "
            + series.text(series.median()));
  }
}
