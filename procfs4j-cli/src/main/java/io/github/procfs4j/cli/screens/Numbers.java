package io.github.procfs4j.cli.screens;

import io.github.procfs4j.cli.report.Scale;

/** Values as people read them. */
final class Numbers {
  private Numbers() {}

  /** A value with its unit; 0 without one, and - if it is not known. */
  static String text(double value, String unit) {
    if (Double.isNaN(value)) {
      return "-";
    }
    if (value == 0) {
      return "0";
    }
    Scale scale = Scale.of(unit, value);
    return (scale.text(value) + " " + scale.unit()).strip();
  }
}
