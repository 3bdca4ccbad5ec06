package io.github.procfs4j.cli.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chart of values over time.
 *
 * @param id its identifier in links
 * @param title the heading
 * @param unit the symbol of the values' unit. {@code B} and units that begin with {@code B/} are
 *     shown with KiB, MiB and so on (powers of 1,024), {@code s} with ms, µs and ns, {@code %}
 *     unchanged, and all others with k, M and G (powers of 1,000). Empty if the values are plain
 *     numbers
 * @param note one sentence below the heading that explains what is shown; empty if the heading is
 *     enough
 * @param form how the series are drawn
 * @param range the minimum range of the vertical axis, such as 0 to 100 for a share; null for an
 *     axis from zero to the greatest value in view
 * @param series the series, which share one array of times; in a stack the first one is at the
 *     bottom
 * @param spread for each time by which part of itself a value may be too high or too low, because
 *     reading the text took time; null if that is too little to be seen
 */
@SuppressWarnings("ArrayRecordComponent") // as in Series
public record Chart(
    String id,
    String title,
    String unit,
    String note,
    Form form,
    @Nullable Range range,
    List<Series> series,
    float @Nullable [] spread) {

  public Chart {
    series = List.copyOf(series);
    if (series.stream().map(Series::times).distinct().count() > 1) {
      throw new IllegalArgumentException(
          "the series of a chart must share one array of times: " + title);
    }
    if (spread != null && !series.isEmpty() && spread.length != series.getFirst().times().length) {
      throw new IllegalArgumentException("another number of spreads than of times: " + title);
    }
  }

  /** A chart that is identified by its title. */
  public Chart(
      String title,
      String unit,
      String note,
      Form form,
      @Nullable Range range,
      List<Series> series) {
    this(title, title, unit, note, form, range, series, null);
  }

  /** How the series of a chart are drawn. */
  public enum Form {
    /** One line each. */
    LINES,
    /**
     * Stacked areas, whose upper edge is the sum. For parts of a whole that are not negative and
     * were sampled at the same times. In a gap of one part, the others close up.
     */
    STACK,
    /** One row of a heatmap each, for many that are alike. */
    ROWS,
    /**
     * Groups of runs: one line for the median of each group, on a band that is its middle half, and
     * a thin line for each run. Each series has a role.
     */
    GROUPS,
    /** One line, and the area between it and zero, for amounts that may be negative. */
    DIFFERENCE
  }

  /**
   * The minimum range of an axis.
   *
   * @param low the lower end
   * @param high the upper end, greater than {@code low}
   */
  public record Range(double low, double high) {

    /** Percent of a whole. */
    public static final Range SHARE = new Range(0, 100);

    public Range {
      if (!(low < high) || Double.isInfinite(low) || Double.isInfinite(high)) {
        throw new IllegalArgumentException("not a range: " + low + " to " + high);
      }
    }
  }
}
