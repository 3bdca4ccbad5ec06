package io.github.procfs4j.cli.report;

import io.github.procfs4j.cli.page.Page;
import io.github.procfs4j.recording.Recording;
import java.io.IOException;
import java.nio.file.Path;

/** How the summary table writes numbers, for tests of the page's script. */
public final class PageNumbers {
  private PageNumbers() {}

  /** The page of a recording. */
  public static Page page(Path file) throws IOException {
    try (Recording recording = Recording.open(file)) {
      Span span = Span.all(recording);
      return PageReport.page(
          "recording", recording, span, ReportCommand.print(recording, span, Report.NONE, true));
    }
  }

  /** The unit of an amount of this size. */
  public static String shown(String unit, double size) {
    Units units = Units.of(unit);
    return units.units().get(units.choose(size)).name();
  }

  /** The unit of charts for a unit. */
  public static String unit(String unit) {
    return ChartUnit.of(unit).symbol();
  }

  /** The factor for the numbers of a chart. */
  public static double factor(String unit) {
    return ChartUnit.of(unit).factor();
  }
}
