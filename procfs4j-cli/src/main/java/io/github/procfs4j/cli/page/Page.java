package io.github.procfs4j.cli.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of a page, from top to bottom.
 *
 * @param title the heading, and the name of the browser's tab
 * @param clock the wall clock; null if it is not known, or was set meanwhile
 * @param facts what a reader must know to judge the numbers: machine, kernel, time
 * @param sections the parts, each with its own heading
 * @param marks moments that are marked in all charts
 */
public record Page(
    String title,
    @Nullable Clock clock,
    List<Fact> facts,
    List<Section> sections,
    List<Mark> marks) {

  public Page {
    facts = List.copyOf(facts);
    sections = List.copyOf(sections);
    marks = List.copyOf(marks);
  }

  /**
   * A moment that is marked in all charts.
   *
   * @param seconds the time on their axis
   * @param text what happened then
   */
  public record Mark(double seconds, String text) {}
}
