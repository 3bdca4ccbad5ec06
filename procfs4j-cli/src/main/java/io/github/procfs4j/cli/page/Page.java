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
 */
public record Page(
    String title,
    String subtitle,
    @Nullable Clock clock,
    List<Verdict> verdicts,
    List<String> warnings,
    List<Fact> facts,
    List<Lane> lanes,
    List<Mark> marks) {

  public Page {
    verdicts = List.copyOf(verdicts);
    warnings = List.copyOf(warnings);
    facts = List.copyOf(facts);
    lanes = List.copyOf(lanes);
    marks = List.copyOf(marks);
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
}
