package io.github.procfs4j.cli.screens;

import java.util.Arrays;

/** Values over time in a line of text: each character shows the greatest of its values. */
final class Curve {
  private static final String BLOCKS = "▁▂▃▄▅▆▇█";
  private static final String SIMPLE = "_.-=+*#@";

  private Curve() {}

  /**
   * The last values, one character for so many of them.
   *
   * @param values the values, from the oldest
   * @param zoom the number of values for each character
   * @param last how many of them the last character shows, so that the others remain as they were
   *     when a value is added
   * @param most what the highest character stands for; if it is not known, the greatest value
   * @param columns the greatest number of characters
   * @param isUnicode whether there are characters for eighths of a line
   */
  static String of(
      float[] values, int zoom, int last, double most, int columns, boolean isUnicode) {
    return of(zoom == 1 ? values : greatest(values, zoom, last), most, columns, isUnicode);
  }

  /** The greatest of each group of values; NaN if none of them is known. */
  private static float[] greatest(float[] values, int zoom, int last) {
    float[] groups =
        new float
            [values.length == 0 ? 0 : 1 + Math.ceilDiv(Math.max(0, values.length - last), zoom)];
    Arrays.fill(groups, Float.NaN);
    for (int i = 0; i < values.length; i++) {
      int ago = values.length - 1 - i;
      int group = groups.length - 1 - (ago < last ? 0 : 1 + (ago - last) / zoom);
      boolean isGreater = Float.isNaN(groups[group]) || values[i] > groups[group];
      groups[group] = isGreater ? values[i] : groups[group];
    }
    return groups;
  }

  private static String of(float[] values, double most, int columns, boolean isUnicode) {
    int from = Math.max(0, values.length - columns);
    double highest = most;
    if (Double.isNaN(most)) {
      highest = 0;
      for (int i = from; i < values.length; i++) {
        highest = values[i] > highest ? values[i] : highest;
      }
    }
    StringBuilder curve = new StringBuilder();
    curve.repeat(' ', columns - (values.length - from));
    for (int i = from; i < values.length; i++) {
      curve.append(character(values[i], highest, isUnicode ? BLOCKS : SIMPLE));
    }
    return curve.toString();
  }

  /** A blank if it is not known; anything above 0 differs from 0. */
  private static char character(float value, double highest, String blocks) {
    int top = blocks.length() - 1;
    if (Float.isNaN(value)) {
      return ' ';
    }
    return value <= 0 || highest <= 0
        ? blocks.charAt(0)
        : blocks.charAt((int) Math.clamp(1 + Math.floor(value / highest * top), 1, top));
  }
}
