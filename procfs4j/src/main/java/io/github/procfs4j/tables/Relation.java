package io.github.procfs4j.tables;

import io.github.procfs4j.printable.Printable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A relation of a recording. Immutable.
 *
 * <p>Relations come from {@link Relations}.
 */
public final class Relation {
  private final String schema;
  private final String name;
  private final Content content;
  private final String source;
  private final String table;
  private final String meaning;
  private final List<Field> fields;
  private final Map<String, Integer> indexes = new HashMap<>();

  /** The contents of relations. */
  public enum Content {
    /** The numbers of each sample: a row for each row of a table. */
    SAMPLES,
    /** The figures of each interval between two samples. */
    FIGURES,
    /** What is known about the recording itself. */
    RECORDING
  }

  Relation(
      String schema,
      String name,
      Content content,
      String source,
      String table,
      String meaning,
      List<Field> fields) {
    this.schema = schema;
    this.name = name;
    this.content = content;
    this.source = source;
    this.table = table;
    this.meaning = meaning;
    this.fields = List.copyOf(fields);
    for (int i = 0; i < fields.size(); i++) {
      indexes.put(fields.get(i).name().toLowerCase(Locale.ROOT), i);
    }
  }

  /**
   * {@return the first part of its name, which all relations of a source share: {@code net_dev}}
   */
  public String schema() {
    return schema;
  }

  /** {@return its name within the schema, such as {@code cpu}} */
  public String name() {
    return name;
  }

  /** {@return its complete name, such as {@code stat.cpu}} */
  public String fullName() {
    return schema + "." + name;
  }

  /** {@return what it contains} */
  public Content content() {
    return content;
  }

  /** {@return the name of its source; empty if it describes the recording} */
  public String source() {
    return source;
  }

  /** {@return the name of its table within the source; empty if it describes the recording} */
  public String table() {
    return table;
  }

  /** {@return what its rows are, in one sentence} */
  public String meaning() {
    return meaning;
  }

  /** {@return its fields, in order} */
  public List<Field> fields() {
    return fields;
  }

  /**
   * {@return the index of the field with this name}
   *
   * @param field the name, in which case does not matter
   * @throws IllegalArgumentException if there is none; the message lists the existing ones
   */
  public int indexOf(String field) {
    Integer index = indexes.get(Objects.requireNonNull(field, "field").toLowerCase(Locale.ROOT));
    if (index == null) {
      throw new IllegalArgumentException(
          Printable.line(
              "%s has no field «%s», but: %s"
                  .formatted(
                      fullName(),
                      field,
                      fields.stream().map(Field::name).collect(Collectors.joining(", ")))));
    }
    return index;
  }

  /** The complete name and the fields. */
  @Override
  public String toString() {
    return Printable.line(fullName()) + fields;
  }
}
