package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.report.MachineSummary.Resource;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rule of the summary: what is worth mentioning. docs/summary.md has the reason and the source of
 * each threshold.
 *
 * @param name its name, such as {@code cpu-busy}
 * @param resource the resource that it is about
 * @param aspect what it shows about that
 * @param watch what it looks at
 * @param unit the unit of the value and the threshold; empty for a plain number
 * @param threshold the least value worth mentioning; infinite if none is, for a value that is only
 *     shown if nothing else is worth mentioning
 * @param sentence a phrase in which {@code VALUE} is the value with its unit, {@code ROW} the row
 *     or the process, and {@code WHO} the process that causes it
 * @param unless the name of a rule that already says as much; empty if there is none
 */
record Rule(
    String name,
    Resource resource,
    Aspect aspect,
    Watch watch,
    String unit,
    double threshold,
    String sentence,
    String unless) {
  Rule(
      String name,
      Resource resource,
      Aspect aspect,
      Watch watch,
      String unit,
      double threshold,
      String sentence) {
    this(name, resource, aspect, watch, unit, threshold, sentence, "");
  }

  /** The unit of whole numbers. */
  static final String WHOLE = "whole";

  private static final Pattern WORD = Pattern.compile("\\b(VALUE|ROW|WHO)\\b");

  /** What the USE method asks about a resource. */
  enum Aspect {
    /** How much of it was used. */
    UTILISATION,
    /** How much work waited for it. */
    SATURATION,
    /** What failed. */
    ERRORS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether a value is worth mentioning. */
  boolean isMet(double value) {
    return value >= threshold;
  }

  /** The phrase about a value. */
  String text(Peak peak) {
    Map<String, String> words =
        Map.of("VALUE", number(peak.value()), "ROW", peak.name(), "WHO", peak.who());
    return WORD.matcher(sentence)
        .replaceAll(word -> Matcher.quoteReplacement(words.getOrDefault(word.group(), "")));
  }

  /** Whether the phrase names the row or process. */
  boolean namesRow() {
    return sentence.contains("ROW");
  }

  /** The threshold in words, after the name of the rule. */
  String condition() {
    return name
        + " ≥ "
        + number(threshold)
            .replaceFirst("(\\.\\d*?)0+(?=$| )", "$1")
            .replaceFirst("\\.(?=$| )", "");
  }

  /** A value with its unit. */
  String number(double value) {
    if (unit.equals(WHOLE)) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    Scale scale = Scale.of(unit, value);
    return (scale.text(value) + " " + scale.unit()).strip();
  }
}
