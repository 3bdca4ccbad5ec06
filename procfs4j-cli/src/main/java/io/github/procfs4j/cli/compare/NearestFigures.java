package io.github.procfs4j.cli.compare;

import io.github.procfs4j.cli.options.Nearest;
import io.github.procfs4j.printable.Printable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a {@link Condition} that names nothing may mean. */
final class NearestFigures {
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{Alnum}]+");

  /** The greatest number of names that are given, and the greatest length of one. */
  private static final int MOST = 3;

  private static final int LONGEST = 40;

  /** So many characters of names are compared, which anyone may have made long. */
  private static final int COMPARED = 60;

  private NearestFigures() {}

  /**
   * Which word of a condition names nothing, and similar names if there are any.
   *
   * @param common the figures that both groups have
   */
  static String hint(Condition condition, List<Key> common, RunComparison comparison) {
    if (ofAll(comparison).anyMatch(condition::wouldName)) {
      return "; only one of them has it";
    }
    List<Key> ofFigure = common.stream().filter(condition::isOfFigure).toList();
    if (ofFigure.isEmpty()) {
      List<String> rows = condition.rows();
      List<Key> there =
          common.stream()
              .filter(key -> rows.stream().allMatch(word -> Condition.isOfRow(key, word)))
              .toList();
      String near =
          near(condition.figure(), (there.isEmpty() ? common : there).stream().map(Key::figure));
      return "; no figure "
          + (there.isEmpty() || rows.isEmpty() ? "" : "there ")
          + "is named «"
          + shown(condition.figure())
          + "»"
          + near;
    }
    for (String word : condition.rows()) {
      if (ofFigure.stream().noneMatch(key -> Condition.isOfRow(key, word))) {
        return "; no source, table or row with such a figure has the word «"
            + shown(word)
            + "»"
            + near(
                word,
                ofFigure.stream().flatMap(key -> Stream.of(key.source(), key.table(), key.row())));
      }
    }
    return "; no row with such a figure has all of these words";
  }

  private static Stream<Key> ofAll(RunComparison comparison) {
    return Stream.concat(comparison.a().stream(), comparison.b().stream())
        .flatMap(run -> run.values().keySet().stream());
  }

  /** Names that contain the letters of a word, or of which one is similar. */
  private static String near(String word, Stream<String> names) {
    if (word.length() > COMPARED) {
      return "";
    }
    Set<String> all = new TreeSet<>();
    names.filter(name -> !name.isEmpty() && name.length() <= COMPARED).forEach(all::add);
    List<String> near = new ArrayList<>();
    Nearest.to(word, words(all))
        .ifPresent(
            closest ->
                all.stream()
                    .filter(name -> words(List.of(name)).contains(closest))
                    .forEach(near::add));
    all.stream()
        .filter(name -> lower(name).contains(word) && !near.contains(name))
        .forEach(near::add);
    return near.isEmpty()
        ? ""
        : "; did you mean "
            + Nearest.or(near.stream().limit(MOST).map(NearestFigures::shown).toList())
            + "?";
  }

  /** Names and the words in them. */
  private static Set<String> words(Collection<String> names) {
    Set<String> words = new TreeSet<>();
    for (String name : names) {
      words.add(lower(name));
      for (String word : BETWEEN_WORDS.split(name, -1)) {
        if (!word.isEmpty()) {
          words.add(lower(word));
        }
      }
    }
    return words;
  }

  private static String shown(String name) {
    return Printable.truncated(name, LONGEST);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
