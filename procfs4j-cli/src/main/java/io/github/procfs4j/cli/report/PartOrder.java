package io.github.procfs4j.cli.report;

import java.util.Locale;

/** The order of rows, by a number of their first figure, the greatest first. */
public enum PartOrder {
  /** How much greater the last value is than the first. */
  GROWTH,
  /** The greatest value. */
  PEAK,
  /** The mean. */
  MEAN,
  /** The first value. */
  FIRST;

  /** The number by which a row with this first figure is ordered. */
  double of(Part part) {
    double number =
        switch (this) {
          case GROWTH -> part.growth();
          case PEAK -> part.summary().max();
          case MEAN -> part.summary().mean();
          case FIRST -> part.first();
        };
    return Double.isNaN(number) ? Double.NEGATIVE_INFINITY : number;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
