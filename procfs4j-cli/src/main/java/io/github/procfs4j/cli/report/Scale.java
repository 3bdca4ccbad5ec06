package io.github.procfs4j.cli.report;

import java.util.List;
import java.util.Locale;

/**
 * How the numbers of one line are written, so that they can be compared at a glance: with one unit
 * and so many decimals as fit into six characters.
 *
 * @param unit the unit with its prefix, such as {@code KiB/s}
 * @param divisor by what a number is divided
 * @param decimals how many decimals it has
 */
record Scale(String unit, double divisor, int decimals) {
  private static final int WIDTH = 6;
  private static final List<String> BINARY = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB");
  private static final List<String> DECIMAL = List.of("", "k", "M", "G", "T", "P", "E");

  /** For what is said of a figure in this unit. */
  static Scale of(String unit, Summary summary) {
    double most = Math.max(Math.abs(summary.min()), Math.abs(summary.max()));
    Scale scale = of(unit, most);
    // Where all numbers are much alike, the digits that tell them apart are what counts.
    double spread = (summary.max() - summary.min()) / scale.divisor;
    int decimals = scale.decimals;
    while (spread > 0
        && !unit.equals("%")
        && spread < 10 * Math.pow(10, -decimals)
        && fixed(most / scale.divisor, decimals + 1).length() <= WIDTH) {
      decimals++;
    }
    return new Scale(scale.unit, scale.divisor, decimals);
  }

  /** For numbers of this unit of which none is further from zero than {@code most}. */
  static Scale of(String unit, double most) {
    if (unit.equals("%")) {
      return new Scale(unit, 1, 1);
    }
    boolean isBytes = unit.equals("bytes") || unit.startsWith("bytes/");
    List<String> prefixes = isBytes ? BINARY : DECIMAL;
    double step = isBytes ? 1024 : 1000;
    double limit = isBytes ? 1000 : 100_000;
    double divisor = 1;
    int prefix = 0;
    while (most / divisor >= limit && prefix < prefixes.size() - 1) {
      divisor *= step;
      prefix++;
    }
    double scaled = most / divisor;
    int decimals = scaled >= 1000 ? 0 : scaled >= 10 ? 1 : scaled >= 1 ? 2 : 3;
    return new Scale(named(prefixes.get(prefix), unit, isBytes), divisor, decimals);
  }

  private static String named(String prefix, String unit, boolean isBytes) {
    if (isBytes) {
      return prefix + unit.substring("bytes".length());
    }
    return prefix.isEmpty() || unit.isEmpty() || unit.startsWith("/")
        ? prefix + unit
        : prefix + " " + unit;
  }

  /** The number; one that would be rounded to nothing is said to be less than the last digit. */
  String text(double number) {
    if (Double.isNaN(number)) {
      return "-";
    }
    double scaled = number / divisor;
    double least = Math.pow(10, -decimals);
    if (scaled > 0 && scaled < least / 2) {
      return "<" + fixed(least, decimals);
    }
    String text = fixed(scaled, decimals);
    return text.startsWith("-") && text.chars().allMatch(c -> "-0.".indexOf(c) >= 0)
        ? text.substring(1)
        : text;
  }

  private static String fixed(double number, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", number);
  }
}
