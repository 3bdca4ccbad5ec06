package io.github.procfs4j.cli.compare;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Names as they are shown in sentences: of long ones the beginning and the end. Those that would
 * look the same then are longer, so that they differ.
 */
final class DistinctNames {
  /** The greatest number of characters of a name that is not longer to differ from others. */
  static final int LONGEST = 40;

  private static final String LEFT_OUT = "…";

  /** For each long name what is shown. */
  private final Map<String, String> shown = new HashMap<>();

  /** The names that are shown together. */
  DistinctNames(Collection<String> names) {
    Set<String> left = new HashSet<>();
    for (String name : names) {
      if (length(name) > LONGEST) {
        left.add(name);
      }
    }
    for (int most = LONGEST; !left.isEmpty(); most *= 2) {
      Map<String, Integer> alike = new HashMap<>();
      for (String name : left) {
        alike.merge(shortened(name, most), 1, Integer::sum);
      }
      for (String name : Set.copyOf(left)) {
        String text = shortened(name, most);
        if (text.equals(name) || alike.getOrDefault(text, 0) == 1) {
          shown.put(name, text);
          left.remove(name);
        }
      }
    }
  }

  /** A name as it is shown. */
  String of(String name) {
    String known = shown.get(name);
    return known == null ? shortened(name, LONGEST) : known;
  }

  /** The beginning and the end of a text of more than this many characters. */
  static String shortened(String text, int most) {
    int length = length(text);
    if (length <= most) {
      return text;
    }
    int before = (most - 1) / 2;
    int after = most - 1 - before;
    return text.substring(0, text.offsetByCodePoints(0, before))
        + LEFT_OUT
        + text.substring(text.offsetByCodePoints(text.length(), -after));
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
