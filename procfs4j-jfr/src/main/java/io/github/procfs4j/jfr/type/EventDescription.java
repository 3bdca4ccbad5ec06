package io.github.procfs4j.jfr.type;

import java.util.List;

/**
 * The description of a type of events: those of the rows of a table.
 *
 * @param name its name, such as {@code procfs4j.stat.cpu}
 * @param label its name as people know it
 * @param description what it is for
 * @param category where tools show it
 * @param fields its fields, in order
 */
public record EventDescription(
    String name, String label, String description, List<String> category, List<EventField> fields) {

  /** Copies the lists. */
  public EventDescription {
    category = List.copyOf(category);
    fields = List.copyOf(fields);
  }
}
