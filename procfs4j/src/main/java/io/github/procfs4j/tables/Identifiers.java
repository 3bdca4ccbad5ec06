package io.github.procfs4j.tables;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names that need no quotes in SQL and no escapes in any format: ASCII letters, digits and
 * underscores. Names that would be equal, ignoring case, get a number.
 */
final class Identifiers {
  private static final Pattern OTHERS = Pattern.compile("[^A-Za-z0-9_]+");
  private static final Pattern ENDS = Pattern.compile("^_+|_+$");

  /** Longer names are truncated: labels of hostile recordings are as long as they like. */
  private static final int LONGEST = 100;

  private final Set<String> taken = new HashSet<>();

  /** The number with which to distinguish the next text that would get the same name. */
  private final Map<String, Integer> next = new HashMap<>();

  /** The name for this text, different from all names before. */
  String unique(String text) {
    String name = of(text);
    String candidate = name;
    while (!taken.add(candidate.toLowerCase(Locale.ROOT))) {
      int number = next.merge(name.toLowerCase(Locale.ROOT), 1, Integer::sum);
      candidate = name + "_" + (number + 1);
    }
    return candidate;
  }

  /** The name for this text: {@code Active(anon)} becomes {@code Active_anon}. */
  static String of(String text) {
    String name = text.replace("%", "pct_");
    name = ENDS.matcher(OTHERS.matcher(name).replaceAll("_")).replaceAll("");
    if (name.isEmpty()) {
      return "unnamed";
    }
    name = name.length() > LONGEST ? name.substring(0, LONGEST) : name;
    return Character.isDigit(name.charAt(0)) ? "n" + name : name;
  }
}
