package io.github.procfs4j.cli.record;

import io.github.procfs4j.cli.terminal.Text;
import java.util.List;

/** The text of the live line. */
final class LiveText {
  private static final String BETWEEN = "  ";
  private static final int LONGEST_NAME = 20;

  private LiveText() {}

  /** A name, truncated to a useful length. */
  static String shortened(String name) {
    return Text.of(name).cut(LONGEST_NAME).toString();
  }

  /**
   * As many of these parts as a line has room for, in their order. A part for which there is no
   * room is left out as a whole, except the first one, which is truncated.
   *
   * @param columns the width of the line
   */
  static String of(List<String> parts, int columns) {
    Text line = Text.empty();
    for (String part : parts) {
      Text longer = line.isEmpty() ? Text.of(part).cut(columns) : line.plus(BETWEEN + part);
      line = longer.columns() <= columns ? longer : line;
    }
    return line.toString();
  }
}
