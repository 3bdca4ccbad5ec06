package io.github.procfs4j.cli.report;

/** How the summary table writes numbers, for tests of the page's script. */
public final class PageNumbers {
  private PageNumbers() {}

  /** The unit of an amount of this size. */
  public static String shown(String unit, double size) {
    Units units = Units.of(unit);
    return units.units().get(units.choose(size)).name();
  }

  /** The unit of charts for a unit. */
  public static String unit(String unit) {
    return PageReport.unit(unit);
  }

  /** The factor for the numbers of a chart. */
  public static double factor(String unit) {
    return PageReport.factor(unit);
  }
}
