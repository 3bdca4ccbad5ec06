package io.github.procfs4j.cli.report;

import java.util.Locale;

/**
 * How the numbers of one line are written, so that they can be compared at a glance: with one unit,
 * in six characters, each to at least three digits that tell something. So the mean of what comes
 * in short bursts is told as well as its maximum.
 *
 * @param unit the unit with its prefix, such as {@code KiB/s}
 * @param divisor by what a number is divided
 * @param decimals how many decimals a number has at least, unless it is 0
 */
record Scale(String unit, double divisor, int decimals) {
  private static final int WIDTH = 6;

  /** Less than this is not told. */
  private static final double LEAST = 0.001;

  /** So small a part of a unit is told in a smaller one. */
  private static final double SMALL = 0.1;

  /** For what is said of a figure in this unit. */
  static Scale of(String unit, Summary summary) {
    double most = Math.max(Math.abs(summary.min()), Math.abs(summary.max()));
    Scale scale = of(unit, most, summary.mean());
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

  /** For one number of this unit. */
  static Scale of(String unit, double number) {
    return of(unit, number, number);
  }

  /**
   * For numbers of this unit of which none is further from zero than {@code most}. The unit is such
   * that this one is short, and {@code typical} no small part of one if there is room for that.
   */
  static Scale of(String unit, double most, double typical) {
    if (unit.equals("%")) {
      return new Scale(unit, 1, 1);
    }
    Units units = Units.of(unit);
    int chosen = units.choose(most);
    while (most > 0
        && chosen > 0
        && Math.abs(typical) / units.units().get(chosen).divisor() < SMALL
        && fixed(most / units.units().get(chosen - 1).divisor(), 0).length() <= WIDTH) {
      chosen--;
    }
    Units.Prefixed prefixed = units.units().get(chosen);
    double scaled = most / prefixed.divisor();
    int decimals = scaled >= 1000 ? 0 : scaled >= 10 ? 1 : scaled >= 1 ? 2 : 3;
    return new Scale(prefixed.name(), prefixed.divisor(), decimals);
  }

  /** The number; one that would be rounded to nothing is said to be less than the last digit. */
  String text(double number) {
    if (Double.isNaN(number)) {
      return "-";
    }
    double scaled = number / divisor;
    double size = Math.abs(scaled);
    if (size < LEAST / 2) {
      return scaled > 0 ? "<" + LEAST : "0";
    }
    // 9.996 is 10.0: it is rounded before its digits are counted.
    int own = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : size >= 0.09995 ? 3 : 4;
    return fixed(scaled, Math.max(decimals, own));
  }

  private static String fixed(double number, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", number);
  }
}
