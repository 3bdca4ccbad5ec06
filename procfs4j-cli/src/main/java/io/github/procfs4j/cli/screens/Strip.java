package io.github.procfs4j.cli.screens;

import java.util.List;

/**
 * What a line shows of one row of a table.
 *
 * @param source the name of the source
 * @param row its labels; empty if it has none
 * @param gauges its figures, the most important first
 */
public record Strip(String source, String row, List<Gauge> gauges) {
  /** Copies the list. */
  public Strip {
    gauges = List.copyOf(gauges);
  }

  /** Whether any of its figures, now or before, is not 0. */
  boolean isAnything() {
    return gauges.stream().anyMatch(Gauge::isAnything);
  }
}
