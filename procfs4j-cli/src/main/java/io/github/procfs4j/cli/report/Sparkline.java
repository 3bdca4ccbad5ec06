package io.github.procfs4j.cli.report;

/**
 * A curve in a line of text: time runs to the right, and each character shows the highest value in
 * its part of the time, or is blank if there is none.
 *
 * <p>The curve ranges from 0 to the maximum, and any value above 0 differs visibly from 0. If all
 * values are above half of the maximum, it ranges from the minimum, because otherwise there would
 * be nothing to see.
 */
final class Sparkline {
  private static final String BLOCKS = "▁▂▃▄▅▆▇█";
  private static final char CONSTANT = '▄';

  private Sparkline() {}

  /** The curve of the values in these intervals, in a limited number of characters. */
  static String of(Values values, Intervals intervals, Summary summary, int columns) {
    int size = values.size();
    int width = Math.min(columns, size);
    if (width <= 0) {
      return "";
    }
    double begin = intervals.from(0);
    double step = (intervals.to(size - 1) - begin) / width;
    StringBuilder line = new StringBuilder(width);
    int i = 0;
    for (int x = 0; x < width; x++) {
      double end = begin + (x + 1) * step;
      float highest = Float.NaN;
      int from = i;
      while (i < size && (middle(intervals, i) < end || x == width - 1)) {
        highest = highest(highest, values.get(i));
        i++;
      }
      if (i == from) {
        highest = values.get(at(intervals, i, end - step / 2));
      }
      line.append(block(highest, summary));
    }
    return line.toString();
  }

  /**
   * The interval that contains a time, if no interval has its middle there: i or the one before it.
   */
  private static int at(Intervals intervals, int i, double time) {
    return i > 0 && (i == intervals.size() || intervals.to(i - 1) > time) ? i - 1 : i;
  }

  private static double middle(Intervals intervals, int i) {
    return (intervals.from(i) + intervals.to(i)) / 2;
  }

  private static float highest(float a, float b) {
    return Float.isNaN(a) || b > a ? b : a;
  }

  private static char block(float value, Summary summary) {
    int top = BLOCKS.length() - 1;
    if (Float.isNaN(value)) {
      return ' ';
    }
    if (summary.min() == summary.max()) {
      return value == 0 ? BLOCKS.charAt(0) : CONSTANT;
    }
    if (summary.min() > summary.max() / 2) {
      double share = (value - summary.min()) / (summary.max() - summary.min());
      // A value is kept with fewer digits than the summary, and may be slightly outside it.
      return BLOCKS.charAt(Math.clamp(Math.round(share * top), 0, top));
    }
    return value <= 0
        ? BLOCKS.charAt(0)
        : BLOCKS.charAt((int) Math.clamp(1 + Math.floor(value / summary.max() * top), 1, top));
  }
}
