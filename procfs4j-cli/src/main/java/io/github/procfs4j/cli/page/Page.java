package io.github.procfs4j.cli.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of a page, from top to bottom.
 *
 * @param title the heading, and the name of the browser's tab
 * @param subtitle when and where it was recorded, in a few words
 * @param clock the wall clock; null if it is not known, or was set meanwhile
 * @param verdicts what to look at first, one for each resource
 * @param warnings what is missing or damaged, in sentences
 * @param facts what a reader must know to judge the numbers: machine, kernel, time
 * @param lanes the parts, which are folded at first
 * @param marks moments that are marked in all charts
 * @param subject what it is about, in words
 */
public record Page(
    String title,
    String subtitle,
    @Nullable Clock clock,
    List<Verdict> verdicts,
    List<String> warnings,
    List<Fact> facts,
    List<Lane> lanes,
    List<Mark> marks,
    Subject subject) {

  public Page {
    verdicts = List.copyOf(verdicts);
    warnings = List.copyOf(warnings);
    facts = List.copyOf(facts);
    lanes = List.copyOf(lanes);
    marks = List.copyOf(marks);
  }

  /** The page of a recording. */
  public Page(
      String title,
      String subtitle,
      @Nullable Clock clock,
      List<Verdict> verdicts,
      List<String> warnings,
      List<Fact> facts,
      List<Lane> lanes,
      List<Mark> marks) {
    this(title, subtitle, clock, verdicts, warnings, facts, lanes, marks, Subject.RECORDING);
  }

  /** A page of these lanes, and nothing else. */
  public static Page of(String title, List<Lane> lanes) {
    return new Page(title, "", null, List.of(), List.of(), List.of(), lanes, List.of());
  }

  /**
   * A moment that is marked in all charts.
   *
   * @param seconds the time on their axis
   * @param text what happened then
   */
  public record Mark(double seconds, String text) {}

  /**
   * What a page is about.
   *
   * @param facts the heading of the facts
   * @param nothing what it says if there are no lanes
   * @param time what times are counted from if there is no clock
   * @param isInSentences whether each phrase of the verdicts is a sentence, with a line of its own,
   *     and what limits them is above them
   */
  public record Subject(String facts, String nothing, String time, boolean isInSentences) {
    /** A recording. */
    public static final Subject RECORDING =
        new Subject(
            "About this recording",
            "Nothing was recorded that could be shown.",
            "Time since the beginning: times of day are not known",
            false);
  }
}
