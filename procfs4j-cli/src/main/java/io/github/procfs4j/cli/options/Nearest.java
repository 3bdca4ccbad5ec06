package io.github.procfs4j.cli.options;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Suggestions for an unknown word. */
public final class Nearest {
  /** The number of common first letters of words that may mean the same. */
  private static final int BEGINNING = 3;

  private static final int MOST = 3;

  private Nearest() {}

  /** «; did you mean stat?» if one of the known words is similar, otherwise nothing. */
  static String hint(String word, Collection<String> known) {
    return to(word, known).map(near -> "; did you mean " + near + "?").orElse("");
  }

  /** The known word that needs the fewest edits, if these are few for its length. */
  public static Optional<String> to(String word, Collection<String> known) {
    String lower = word.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(
            candidate ->
                edits(lower, candidate) <= Math.max(1, candidate.length() / 3)
                    || (word.length() > 1 && candidate.startsWith(lower)))
        .min(
            Comparator.comparingInt((String candidate) -> edits(lower, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /**
   * The known names that a word may mean, at most {@value #MOST}: the {@linkplain #to nearest} one,
   * those with the same beginning, those whose path contains it, and those whose description
   * contains it.
   *
   * @param known the descriptions by name
   */
  static List<String> among(String word, Map<String, String> known) {
    String lower = word.toLowerCase(Locale.ROOT);
    int letters = lower.lastIndexOf('/') + 1 + BEGINNING;
    if (lower.length() < letters) {
      return List.of();
    }
    String beginning = lower.substring(0, letters);
    Pattern whole = Pattern.compile("(?i)\\b" + Pattern.quote(lower) + "s?\\b");
    Set<String> names = known.keySet();
    return Stream.of(
            to(word, names).stream(),
            names.stream().filter(name -> name.startsWith(beginning)),
            names.stream().filter(name -> ("/" + name + "/").contains("/" + lower + "/")),
            names.stream().filter(name -> whole.matcher(known.get(name)).find()))
        .flatMap(near -> near)
        .distinct()
        .limit(MOST)
        .toList();
  }

  /** The words as a choice: {@code a, b or c}. */
  public static String or(List<String> words) {
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }

  /**
   * The number of characters that must be inserted, removed, replaced or swapped with their
   * neighbor (optimal string alignment).
   */
  private static int edits(String from, String to) {
    int[][] edits = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        int replaced = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        edits[i][j] =
            Math.min(
                Math.min(edits[i - 1][j], edits[i][j - 1]) + 1, edits[i - 1][j - 1] + replaced);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
        }
      }
    }
    return edits[from.length()][to.length()];
  }
}
