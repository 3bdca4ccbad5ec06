package io.github.procfs4j.cli.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the page that is folded to one line until a reader opens it.
 *
 * @param id its identifier in links, of lower-case letters
 * @param title the heading
 * @param headline what the line shows; null if there is nothing that could be drawn
 * @param sections its parts, one for each source
 */
public record Lane(String id, String title, @Nullable Chart headline, List<Section> sections) {

  public Lane {
    sections = List.copyOf(sections);
  }
}
