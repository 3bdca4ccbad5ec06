package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.Descriptions;
import java.util.List;

/**
 * The pages that reclaim scanned and reclaimed in an interval, for all kernels. Before Linux 4.8
 * they are counted by zone. Before 3.5 reclaimed pages are counted only by zone, and {@code
 * kswapd_steal} is the part that kswapd reclaimed. Zones are summed as in sar(1).
 */
final class VmStatReclaim {
  private static final Descriptions DESCRIPTIONS = VmStatColumns.DESCRIPTIONS;

  private static final List<String> ZONES =
      List.of("_dma", "_dma32", "_normal", "_high", "_movable", "_device");

  private VmStatReclaim() {}

  static double scannedByKswapd(Interval interval, Row row) {
    return growth(interval, row, "pgscan_kswapd");
  }

  static double scannedDirectly(Interval interval, Row row) {
    return growth(interval, row, "pgscan_direct");
  }

  static double stolenByKswapd(Interval interval, Row row) {
    return interval.has(row, VmStatColumns.KSWAPD_STEAL)
        ? interval.growth(row, VmStatColumns.KSWAPD_STEAL)
        : growth(interval, row, "pgsteal_kswapd");
  }

  static double stolenDirectly(Interval interval, Row row) {
    return interval.has(row, VmStatColumns.KSWAPD_STEAL)
        ? growth(interval, row, "pgsteal") - interval.growth(row, VmStatColumns.KSWAPD_STEAL)
        : growth(interval, row, "pgsteal_direct");
  }

  /** The share of the scanned pages that was reclaimed; NaN if none was scanned or reclaimed. */
  static double efficiency(Interval interval, Row row) {
    double scanned = scannedByKswapd(interval, row) + scannedDirectly(interval, row);
    return (stolenByKswapd(interval, row) + stolenDirectly(interval, row)) / scanned;
  }

  /**
   * The growth of the key or, if it is not printed, of the zones for which the kernel prints it.
   */
  private static double growth(Interval interval, Row row, String key) {
    double sum = 0;
    boolean isByZone = false;
    if (!interval.has(row, column(key))) {
      for (String zone : ZONES) {
        Column column = column(key + zone);
        if (interval.has(row, column)) {
          isByZone = true;
          sum += interval.growth(row, column);
        }
      }
    }
    return isByZone ? sum : interval.growth(row, column(key));
  }

  private static Column column(String key) {
    return DESCRIPTIONS.column(key, Unit.COUNT);
  }
}
