package io.github.procfs4j.cli.report;

/** How the table that sums up writes numbers, for tests of the page's script. */
public final class PageNumbers {
  private PageNumbers() {}

  /** The unit of an amount of this size. */
  public static String shown(String unit, double size) {
    Units units = Units.of(unit);
    return units.units().get(units.choose(size)).name();
  }

  /** What a unit is to charts. */
  public static String unit(String unit) {
    return PageReport.unit(unit);
  }

  /** What a chart's numbers are multiplied by. */
  public static double factor(String unit) {
    return PageReport.factor(unit);
  }
}
