package io.github.procfs4j.cli.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The units in which people write a kind of amount, each with its prefix: sizes in {@code KiB} and
 * so on, times from {@code ns} to {@code s}, counts in {@code k}, {@code M}, {@code G}. The legends
 * of the page use the same ones, from numbers.js.
 *
 * @param units the units, from the smallest
 * @param given the index of the unit in which amounts are given
 */
record Units(List<Prefixed> units, int given) {
  private static final List<String> SIZES = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB");
  private static final List<String> TIMES = List.of("ns", "µs", "ms", "s");
  private static final List<String> COUNTS = List.of("", "k", "M", "G", "T", "P", "E");

  /** Counts of up to four digits are written without a prefix. */
  private static final double FIRST_COUNT = 10_000;

  /** 999.96 ms would be rounded to 1000.0 ms, and becomes 1.00 s instead. */
  private static final double ROUNDED = 0.99995;

  /**
   * A unit.
   *
   * @param name the name with its prefix
   * @param divisor the divisor that converts amounts to this unit
   * @param from the smallest amount that is written in it
   */
  record Prefixed(String name, double divisor, double from) {}

  /** The units for amounts that are given in {@code unit}. */
  static Units of(String unit) {
    int slash = unit.indexOf('/');
    String what = slash < 0 ? unit : unit.substring(0, slash);
    String per = slash < 0 ? "" : unit.substring(slash);
    if (unit.equals("%")) {
      return new Units(List.of(new Prefixed(unit, 1, 0)), 0);
    }
    List<Prefixed> units = new ArrayList<>();
    if (what.equals("bytes")) {
      for (int i = 0; i < SIZES.size(); i++) {
        // 0.98 KiB is shorter than 1001 B.
        units.add(new Prefixed(SIZES.get(i) + per, power(1024, i), 1000 * power(1024, i - 1)));
      }
      return new Units(units, 0);
    }
    int time = TIMES.indexOf(what);
    if (time >= 0) {
      for (int i = 0; i < TIMES.size(); i++) {
        units.add(new Prefixed(TIMES.get(i) + per, power(1000, i - time), power(1000, i - time)));
      }
      return new Units(units, time);
    }
    for (int i = 0; i < COUNTS.size(); i++) {
      String between = i == 0 || what.isEmpty() ? "" : " ";
      units.add(
          new Prefixed(
              COUNTS.get(i) + between + unit,
              power(1000, i),
              i == 1 ? FIRST_COUNT : power(1000, i)));
    }
    return new Units(units, 0);
  }

  /** A power, as exact as possible: a thousandth is 1 divided by 1000. */
  private static double power(double base, int exponent) {
    return exponent < 0 ? 1 / Math.pow(base, -exponent) : Math.pow(base, exponent);
  }

  /** The index of the unit in which an amount of this size is written. */
  int choose(double size) {
    if (size == 0) {
      return given;
    }
    int chosen = 0;
    while (chosen < units.size() - 1 && size >= ROUNDED * units.get(chosen + 1).from) {
      chosen++;
    }
    return chosen;
  }
}
