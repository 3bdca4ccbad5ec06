package io.github.procfs4j.fuzz;

import io.github.procfs4j.cli.Shown;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A terminal that obeys nothing but what the command itself sends it: the ends of lines, and where
 * bold begins and ends. Everything else has to be a character that can be seen.
 */
final class Screen {
  private static final String BOLD = "\033[1m";
  private static final String PLAIN = "\033[0m";

  /** What only a developer understands: a class, such as {@code java.io.IOException}. */
  private static final Pattern CLASS =
      Pattern.compile("\\b(java|javax|jdk|sun|io\\.github|picocli|tools)\\.\\w|Exception|Error\\b");

  /** What a message cites of a text. */
  private static final Pattern CITED = Pattern.compile("«[^»]*+»", Pattern.DOTALL);

  /** The line that a recorder draws again and again, until it is erased by blanks. */
  private static final Pattern LIVE =
      Pattern.compile("(?:\r[0-9][^ ]* [a-zµ]+  [0-9,]+ samples  [^\r\n]*+)++\r *+\r");

  private Screen() {}

  /** What is to be seen when that line has been erased. */
  static String withoutLive(String written) {
    return LIVE.matcher(written).replaceAll("");
  }

  /**
   * Holds that what was written in lines of so many columns steers nothing, has nothing invisible
   * in it, no line that is wider, and nothing bold that does not end in its line.
   */
  static void hold(String written, int columns) {
    hold(written);
    int line = 0;
    for (String text : written.split("\n", -1)) {
      line++;
      int wide = Shown.columns(Hostile.withoutBold(text));
      if (wide > columns) {
        throw new AssertionError(
            "line %d takes %d columns of %d: %s".formatted(line, wide, columns, text));
      }
    }
  }

  /** The same, of what is not broken into lines for a terminal. */
  static void hold(String written) {
    Hostile.holdText(Hostile.withoutBold(written), List.of());
    for (String line : written.split("\n", -1)) {
      boolean isBold = false;
      for (int at = line.indexOf('\033'); at >= 0; at = line.indexOf('\033', at + 1)) {
        boolean begins = line.startsWith(BOLD, at);
        if (begins == isBold || (!begins && !line.startsWith(PLAIN, at))) {
          throw new AssertionError("bold begins or ends twice: " + line);
        }
        isBold = begins;
      }
      if (isBold) {
        throw new AssertionError("bold does not end: " + line);
      }
    }
  }

  /** Holds that messages are for a user: none speaks of an internal error, or of a class. */
  static void holdMessages(String written, int columns) {
    hold(written, columns);
    String own = CITED.matcher(written.replaceAll("\n {1,2}", " ")).replaceAll("");
    if (own.contains("internal error") || own.contains("null") || CLASS.matcher(own).find()) {
      throw new AssertionError("not for a user: " + written);
    }
  }
}
