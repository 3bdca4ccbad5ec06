package io.github.procfs4j.tables;

import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The relations of a recording. The relations of a source are determined when they are first
 * requested, by reading its samples once.
 *
 * <pre>{@code
 * Relations relations = Relations.of(recording, "last.rec");
 * Relation cpu = relations.find("stat.cpu").orElseThrow();
 * int user = cpu.indexOf("user");
 * for (Rows rows = relations.rows(cpu); rows.next(); ) {
 *   if (!rows.isNull(user)) {
 *     System.out.println(rows.number(TIME) + " " + rows.number(user));
 *   }
 * }
 * }</pre>
 *
 * <p>They read the recording, which must remain open.
 */
public final class Relations {
  private final Origin origin;
  private final Recording recording;
  private final About about;

  /** The sources by their schemas. */
  private final SequencedMap<String, RecordedSource> sources = new LinkedHashMap<>();

  /** The same by the schemas in lower case. */
  private final Map<String, RecordedSource> byName = new HashMap<>();

  /** The schemas and shapes of the sources by their numbers. */
  private final Map<Integer, String> schemas = new HashMap<>();

  private final Map<Integer, SourceShape> shapes = new ConcurrentHashMap<>();

  private Relations(Origin origin) {
    this.origin = origin;
    recording = origin.recording();
    about = new About(origin, this);
    Identifiers names = new Identifiers();
    names.unique(About.SCHEMA);
    for (RecordedSource source : recording.sources()) {
      String schema = names.unique(source.name().endsWith(":*") ? stem(source) : source.name());
      sources.put(schema, source);
      byName.put(schema.toLowerCase(Locale.ROOT), source);
      schemas.put(source.index(), schema);
    }
  }

  /** The table of all processes, {@code pid:*}, is just {@code pid}. */
  private static String stem(RecordedSource source) {
    return source.name().substring(0, source.name().length() - 2);
  }

  /**
   * {@return the relations of a recording}
   *
   * @param recording the recording, which must remain open
   * @param name what identifies the recording among others, such as the name of its file; each row
   *     contains it
   */
  public static Relations of(Recording recording, String name) {
    Objects.requireNonNull(recording, "recording");
    Objects.requireNonNull(name, "name");
    return new Relations(Origin.of(recording, name));
  }

  /**
   * {@return all relations: those of each source, in the order of the recording, then the others}
   */
  public List<Relation> all() {
    List<Relation> all = new ArrayList<>();
    sources.values().forEach(source -> all.addAll(ofSource(source)));
    all.addAll(About.RELATIONS);
    return all;
  }

  /**
   * {@return the names of all schemas, with the name of the source of each; that of the recording
   * itself has an empty one}
   */
  public SequencedMap<String, String> schemas() {
    SequencedMap<String, String> names = new LinkedHashMap<>();
    sources.forEach((schema, source) -> names.put(schema, source.name()));
    names.put(About.SCHEMA, "");
    return names;
  }

  /**
   * {@return the relations of a schema; none if there is no such schema}
   *
   * @param schema the name of the schema, such as {@code stat}, in which case does not matter
   */
  public List<Relation> ofSchema(String schema) {
    Objects.requireNonNull(schema, "schema");
    if (schema.equalsIgnoreCase(About.SCHEMA)) {
      return About.RELATIONS;
    }
    RecordedSource source = sourceOf(schema);
    return source == null ? List.of() : ofSource(source);
  }

  private @Nullable RecordedSource sourceOf(String schema) {
    return byName.get(schema.toLowerCase(Locale.ROOT));
  }

  /**
   * {@return the relation with this complete name}
   *
   * @param fullName the name, such as {@code stat.cpu}, in which case does not matter
   */
  public Optional<Relation> find(String fullName) {
    Objects.requireNonNull(fullName, "fullName");
    int dot = fullName.indexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String schema = fullName.substring(0, dot);
    String name = fullName.substring(dot + 1);
    if (schema.equalsIgnoreCase(About.SCHEMA)) {
      return About.RELATIONS.stream()
          .filter(relation -> relation.name().equalsIgnoreCase(name))
          .findFirst();
    }
    RecordedSource source = sourceOf(schema);
    return source == null ? Optional.empty() : Optional.ofNullable(shape(source).relation(name));
  }

  private List<Relation> ofSource(RecordedSource source) {
    return List.copyOf(shape(source).relations());
  }

  /** The schema of the relations of a source. */
  String schema(RecordedSource source) {
    return schemas.getOrDefault(source.index(), "");
  }

  /** What the tables of a source have. */
  SourceShape shape(RecordedSource source) {
    return shapes.computeIfAbsent(
        source.index(), missing -> SourceShape.of(recording, source, schema(source)));
  }

  /**
   * {@return the rows of a relation, in the order of time}
   *
   * @param relation one of the relations of this recording
   */
  public Rows rows(Relation relation) {
    return rows(List.of(Objects.requireNonNull(relation, "relation")));
  }

  /**
   * {@return the rows of several relations with the same source and content, in the order of time}
   * The samples are read only once.
   *
   * @param relations relations of this recording
   * @throws IllegalArgumentException if they have different sources or contents
   */
  public Rows rows(Collection<Relation> relations) {
    return rows(relations, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /**
   * As {@link #rows(Collection)}, limited to a part of the time. Facts, sources, fields, marks and
   * others that describe the recording are not limited.
   *
   * @param relations relations of this recording with the same source and content
   * @param fromNanos the monotonic time at which the part begins: a sample belongs to it if the
   *     middle of the time during which it was read does, an interval if its end does
   * @param toNanos the monotonic time before which it ends
   * @return the rows
   * @throws IllegalArgumentException if the relations have different sources or contents
   */
  public Rows rows(Collection<Relation> relations, long fromNanos, long toNanos) {
    Set<Relation> wanted = new HashSet<>(Objects.requireNonNull(relations, "relations"));
    Set<String> kinds = new HashSet<>();
    wanted.forEach(relation -> kinds.add(relation.content() + " " + relation.schema()));
    if (kinds.size() != 1) {
      throw new IllegalArgumentException("relations of one source are read together, not " + kinds);
    }
    Relation first = wanted.iterator().next();
    if (first.content() == Relation.Content.RECORDING) {
      if (wanted.size() > 1 || !About.RELATIONS.contains(first)) {
        throw new IllegalArgumentException("one relation at a time, not " + wanted);
      }
      return about.rows(first);
    }
    RecordedSource source = sources.get(first.schema());
    if (source == null || !isOf(shape(source), wanted)) {
      throw new IllegalArgumentException(
          first.fullName() + " is a relation of another recording than " + origin.name());
    }
    return first.content() == Relation.Content.SAMPLES
        ? new CellRows(origin, shape(source), wanted, fromNanos, toNanos)
        : new FigureRows(origin, shape(source), wanted, fromNanos, toNanos);
  }

  @SuppressWarnings("ReferenceEquality") // another recording may have an equal one
  private static boolean isOf(SourceShape shape, Set<Relation> relations) {
    return relations.stream().allMatch(relation -> shape.relation(relation.name()) == relation);
  }

  /**
   * {@return the rows of a relation by column, many at a time}
   *
   * @param relation one of the relations of this recording
   * @param fields the indexes of the wanted fields in {@link Relation#fields}
   * @param fromNanos the monotonic time at which the wanted part begins, as for {@link #rows}
   * @param toNanos the monotonic time before which it ends
   */
  public Chunks chunks(Relation relation, int[] fields, long fromNanos, long toNanos) {
    Objects.requireNonNull(relation, "relation");
    for (int field : Objects.requireNonNull(fields, "fields")) {
      Objects.checkIndex(field, relation.fields().size());
    }
    Rows rows = rows(List.of(relation), fromNanos, toNanos);
    RecordedSource source = sources.get(relation.schema());
    TableShape table = source == null ? null : shape(source).table(relation.table());
    return source != null && table != null && relation.content() == Relation.Content.SAMPLES
        ? new SampleChunks(origin, shape(source), table, relation, fields, fromNanos, toNanos)
        : new RowChunks(relation, fields, rows);
  }

  /** {@return the recording} */
  public Recording recording() {
    return recording;
  }

  /** The name and the schemas. */
  @Override
  public String toString() {
    return Printable.line(
        "Relations[" + origin.name() + ": " + String.join(", ", sources.keySet()) + "]");
  }
}
