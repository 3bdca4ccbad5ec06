package io.github.procfs4j.cli.export;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.relations.Recordings;
import io.github.procfs4j.cli.report.Span;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.tables.Relation;
import io.github.procfs4j.tables.Relation.Content;
import io.github.procfs4j.tables.Relations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is to be exported.
 *
 * @param recordings the recordings
 * @param names the names of the recordings
 * @param words the sources, schemas or relations that are wanted; everything if there are none
 * @param isFigures whether figures of intervals are wanted instead of the numbers of samples
 * @param from the beginning of the part that is wanted; null for that of each recording
 * @param until its end
 */
record Job(
    Recordings recordings,
    List<String> names,
    List<String> words,
    boolean isFigures,
    @Nullable String from,
    @Nullable String until) {

  /** Leaves out those of many recordings that have nothing in the part that is wanted. */
  void leaveOutOthers() throws IOException {
    for (int i = 0; i < recordings.size() && recordings.size() > 1; i++) {
      Optional<Relations> relations = recordings.readable(i);
      if (relations.isPresent()) {
        try {
          part(relations.get().recording());
        } catch (Span.OutsideException e) {
          recordings.leaveOut(i, message(e));
        } catch (IllegalArgumentException e) {
          throw CommandException.usage(message(e)); // wrong for any recording
        }
      }
    }
  }

  /** The part of a recording. */
  Span span(Recording recording) {
    try {
      return part(recording);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(message(e));
    }
  }

  private static String message(IllegalArgumentException e) {
    return String.valueOf(e.getMessage());
  }

  private Span part(Recording recording) {
    if (from == null && until == null) {
      return new Span(Long.MIN_VALUE, Long.MAX_VALUE);
    }
    Span part = Span.of(recording, from, until);
    return new Span(
        from == null ? Long.MIN_VALUE : part.fromNanos(),
        until == null ? Long.MAX_VALUE : part.toNanos());
  }

  /** Checks that each word means something in at least one recording. */
  void check() throws IOException {
    Set<String> missing = new HashSet<>(words);
    Set<String> known = new TreeSet<>();
    for (int i = 0; i < recordings.size() && !missing.isEmpty(); i++) {
      recordings.readable(i).ifPresent(relations -> check(relations, missing, known));
    }
    if (!missing.isEmpty()) {
      throw CommandException.usage(
          "«%s» is neither a file nor in the recording, which contains %s"
              .formatted(missing.iterator().next(), String.join(", ", known)));
    }
  }

  private static void check(Relations relations, Set<String> missing, Set<String> known) {
    relations
        .schemas()
        .forEach(
            (schema, source) -> {
              missing.remove(schema);
              missing.remove(source);
              known.add(source.isEmpty() ? schema : source);
            });
    missing.removeIf(word -> relations.find(word).isPresent());
  }

  /**
   * The wanted relations of a recording, grouped so that those of a group can be read together: all
   * of a source, or one about the recording.
   */
  List<List<Relation>> groups(Relations relations) {
    List<List<Relation>> groups = new ArrayList<>();
    relations
        .schemas()
        .forEach(
            (schema, source) -> {
              if (words.isEmpty()
                  || words.stream().anyMatch(word -> concerns(word, schema, source))) {
                LinkedHashMap<String, List<Relation>> byKey =
                    relations.ofSchema(schema).stream()
                        .filter(relation -> isWanted(relation, source))
                        .collect(
                            Collectors.groupingBy(
                                relation ->
                                    relation.content() == Content.RECORDING
                                        ? relation.name()
                                        : relation.content().name(),
                                LinkedHashMap::new,
                                Collectors.toList()));
                groups.addAll(byKey.values());
              }
            });
    return groups;
  }

  private static boolean concerns(String word, String schema, String source) {
    return word.equals(source)
        || word.equalsIgnoreCase(schema)
        || word.toLowerCase(Locale.ROOT).startsWith(schema.toLowerCase(Locale.ROOT) + ".");
  }

  private boolean isWanted(Relation relation, String source) {
    if (words.stream().anyMatch(relation.fullName()::equalsIgnoreCase)) {
      return true;
    }
    boolean isOfContent =
        relation.content() == Content.RECORDING
            || relation.content() == (isFigures ? Content.FIGURES : Content.SAMPLES);
    return isOfContent
        && (words.isEmpty()
            || words.contains(source)
            || words.stream().anyMatch(relation.schema()::equalsIgnoreCase));
  }
}
