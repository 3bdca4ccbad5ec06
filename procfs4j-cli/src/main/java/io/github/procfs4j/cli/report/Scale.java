package io.github.procfs4j.cli.report;

import java.util.Locale;

/**
 * How the numbers of one line are written, so that they can be compared at a glance: with one unit,
 * in six characters, each with at least three significant digits. So the mean of short bursts is
 * shown as precisely as their maximum.
 *
 * @param unit the unit with its prefix, such as {@code KiB/s}
 * @param divisor the divisor of a number
 * @param decimals the minimum number of decimals, unless the number is 0
 */
public record Scale(String unit, double divisor, int decimals) {
  private static final int WIDTH = 6;

  /** Smaller numbers are not shown. */
  private static final double LEAST = 0.001;

  /** Numbers below this part of a unit are shown in a smaller unit. */
  private static final double SMALL = 0.1;

  /** The scale for the summary of a figure with this unit. */
  static Scale of(String unit, Summary summary) {
    double most = Math.max(Math.abs(summary.min()), Math.abs(summary.max()));
    Scale scale = of(unit, most, summary.mean());
    // If all numbers are similar, the digits in which they differ matter.
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

  /** The scale for a single number with this unit. */
  public static Scale of(String unit, double number) {
    return of(unit, number, number);
  }

  /**
   * The scale for numbers with this unit whose absolute value is at most {@code most}. The prefix
   * is chosen so that {@code most} is short and, if there is room, {@code typical} is not a small
   * fraction.
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
    int decimals = scaled >= 999.95 ? 0 : scaled >= 9.995 ? 1 : scaled >= 0.9995 ? 2 : 3;
    return new Scale(prefixed.name(), prefixed.divisor(), decimals);
  }

  /** The number as text; one that would be rounded to zero is shown as less than the last digit. */
  public String text(double number) {
    if (Double.isNaN(number)) {
      return "-";
    }
    double scaled = number / divisor;
    double size = Math.abs(scaled);
    if (size < LEAST / 2) {
      return scaled > 0 ? "<" + LEAST : "0";
    }
    // 9.996 becomes 10.0: numbers are rounded before their digits are counted.
    int own = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : size >= 0.09995 ? 3 : 4;
    return fixed(scaled, Math.max(decimals, own));
  }

  private static String fixed(double number, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", number);
  }
}
