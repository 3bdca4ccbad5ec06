package io.github.procfs4j.cli.compare;

import io.github.procfs4j.cli.options.CommandException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A difference at which {@code procfs diff} fails, as given with {@code --fail-if}: words that name
 * rows and a figure, a statistic, and by how much it may differ, such as {@code disk await p99 >
 * +10 %}.
 *
 * @param text as the user wrote it
 * @param rows words, each of which the source, the table or the row is, or has in it as a word
 * @param figure the name of the figure, or a word of it
 * @param statistic what of the values in a run counts
 * @param isMore whether more is meant, not less
 * @param percent by how much the median of the runs may differ
 */
record Condition(
    String text,
    List<String> rows,
    String figure,
    Statistic statistic,
    boolean isMore,
    double percent) {
  private static final Pattern FORM =
      Pattern.compile("\\s*(.+?)\\s*([<>])\\s*([+-]?\\d+(?:\\.\\d+)?)\\s*%\\s*");

  private static final String GRAMMAR =
      "it is written as '[WORD...] FIGURE [mean|p50|p90|p95|p99|max] > +10 %' or '... < -10 %'";

  /** What of the values of a run counts. */
  enum Statistic {
    MEAN(Double.NaN),
    P50(0.50),
    P90(0.90),
    P95(0.95),
    P99(0.99),
    MAX(1);

    /** Which quantile it is; NaN for the mean. */
    private final double part;

    Statistic(double part) {
      this.part = part;
    }

    /** Its value in a run. */
    double of(RunValue value) {
      return this == MEAN || value.values() == null ? value.mean() : value.values().quantile(part);
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Parses it; throws a usage error if that is impossible. */
  static Condition of(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw CommandException.usage("--fail-if: «" + text + "» is not a rule; " + GRAMMAR);
    }
    List<String> words = new ArrayList<>(Arrays.asList(form.group(1).split("\\s+", -1)));
    Statistic statistic = Statistic.MEAN;
    for (Statistic known : Statistic.values()) {
      if (words.getLast().equalsIgnoreCase(known.toString())) {
        statistic = known;
        words.removeLast();
        break;
      }
    }
    if (words.isEmpty()) {
      throw CommandException.usage("--fail-if: «" + text + "» names no figure; " + GRAMMAR);
    }
    boolean isMore = form.group(2).equals(">");
    double percent = Double.parseDouble(form.group(3));
    if (isMore ? percent < 0 : percent > 0) {
      throw CommandException.usage(
          "--fail-if: «"
              + text
              + "» is met by figures that do not differ; after > comes a percentage above 0, after"
              + " < one below");
    }
    String figure = words.removeLast();
    return new Condition(
        text,
        words.stream().map(Condition::lower).toList(),
        lower(figure),
        statistic,
        isMore,
        percent);
  }

  private static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  /**
   * The figures that it is about. A word means what is named exactly so; only if nothing is, it
   * means what has it as a word. It never means what only contains its letters.
   *
   * @param all the figures that there are
   */
  Set<Key> among(Collection<Key> all) {
    Set<Key> named =
        all.stream().filter(this::names).collect(Collectors.toCollection(TreeSet::new));
    keep(named, key -> isSame(key.figure(), figure));
    for (String word : rows) {
      keep(named, key -> places(key).anyMatch(place -> isSame(place, word)));
    }
    return named;
  }

  private static void keep(Set<Key> keys, Predicate<Key> exactly) {
    if (keys.stream().anyMatch(exactly)) {
      keys.removeIf(exactly.negate());
    }
  }

  /** Whether it may be about a figure: what its words name more exactly is not considered. */
  boolean names(Key key) {
    return wouldName(key) && (statistic == Statistic.MEAN || !key.isSum());
  }

  /** Whether it may be about a figure if sums of processes had all statistics. */
  boolean wouldName(Key key) {
    return isOfFigure(key) && rows.stream().allMatch(word -> isOfRow(key, word));
  }

  /** Whether the name of a figure is the one that it names, or has it as a word. */
  boolean isOfFigure(Key key) {
    return hasWord(key.figure(), figure);
  }

  /** Whether a word names the source, the table or the row of a figure. */
  static boolean isOfRow(Key key, String word) {
    return places(key).anyMatch(place -> hasWord(place, word));
  }

  private static Stream<String> places(Key key) {
    return Stream.of(key.source(), key.table(), key.row());
  }

  private static boolean isSame(String name, String word) {
    return lower(name).equals(word);
  }

  /** Whether a name contains a word, and neither a letter nor a digit is next to it. */
  private static boolean hasWord(String name, String word) {
    String text = lower(name);
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      int end = at + word.length();
      if ((at == 0 || !areOneWord(text.codePointBefore(at), word.codePointAt(0)))
          && (end == text.length()
              || !areOneWord(word.codePointBefore(word.length()), text.codePointAt(end)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean areOneWord(int left, int right) {
    return Character.isLetterOrDigit(left) && Character.isLetterOrDigit(right);
  }

  /** Whether it needs all values of a figure. */
  boolean needsValues(Key key) {
    return statistic != Statistic.MEAN && names(key);
  }

  /** Whether a difference is as great, if it is one. */
  boolean isMet(Difference difference) {
    double before = difference.medianOfA();
    double after = difference.medianOfB();
    double allowed = before * (1 + percent / 100);
    return isMore ? after > allowed : after < allowed;
  }
}
