package io.github.procfs4j.cli.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is on a page, from top to bottom.
 *
 * @param title the heading, and the name of the browser's tab
 * @param clock what the clock showed; null if that is not known, or it was set meanwhile
 * @param facts what a reader must know to judge the numbers: which machine, which kernel, when
 * @param sections the parts, each with its own heading
 */
public record Page(String title, @Nullable Clock clock, List<Fact> facts, List<Section> sections) {

  public Page {
    facts = List.copyOf(facts);
    sections = List.copyOf(sections);
  }
}
