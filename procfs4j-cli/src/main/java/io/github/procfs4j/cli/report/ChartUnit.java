package io.github.procfs4j.cli.report;

/**
 * The unit of the numbers of a chart, which has no prefix: charts choose that themselves.
 *
 * @param symbol its symbol, as {@link io.github.procfs4j.cli.page.Chart#unit} describes it
 * @param factor the factor that converts amounts to it
 */
public record ChartUnit(String symbol, double factor) {

  /** The unit of a chart for amounts that are given in {@code unit}. */
  public static ChartUnit of(String unit) {
    String what = unit.replaceFirst("/.*", "");
    String per = unit.substring(what.length());
    return switch (what) {
      case "bytes" -> new ChartUnit("B" + per, 1);
      case "ms" -> new ChartUnit("s" + per, 1e-3);
      case "µs" -> new ChartUnit("s" + per, 1e-6);
      case "ns" -> new ChartUnit("s" + per, 1e-9);
      default -> new ChartUnit(unit, 1);
    };
  }
}
