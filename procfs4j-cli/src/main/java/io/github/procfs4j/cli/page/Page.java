package io.github.procfs4j.cli.page;

import java.util.List;

/**
 * What is on a page, from top to bottom.
 *
 * @param title the heading, and the name of the browser's tab
 * @param facts what a reader must know to judge the numbers: which machine, which kernel, when
 * @param sections the parts, each with its own heading
 */
public record Page(String title, List<Fact> facts, List<Section> sections) {

  public Page {
    facts = List.copyOf(facts);
    sections = List.copyOf(sections);
  }
}
