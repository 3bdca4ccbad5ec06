package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.Unit;
import io.github.procfs4j.sampling.Descriptions;
import java.util.List;

/**
 * How many pages reclaim scanned and took in an interval, whatever the kernel counts: before Linux
 * 4.8 it is told by zone, and before 3.5 what is taken is told by zone alone, with {@code
 * kswapd_steal} for what kswapd took of that. Zones are summed up as sar(1) does.
 */
final class VmStatReclaim {
  private static final Descriptions COLUMNS = VmStatColumns.DESCRIPTIONS;

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

  /** The share of the scanned pages that was taken; none was, where that is a quotient by 0. */
  static double efficiency(Interval interval, Row row) {
    double scanned = scannedByKswapd(interval, row) + scannedDirectly(interval, row);
    return (stolenByKswapd(interval, row) + stolenDirectly(interval, row)) / scanned;
  }

  /** Of the key, or else of the zones that the kernel prints it for. */
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
    return COLUMNS.column(key, Unit.COUNT);
  }
}
